/**
 * Entries out of an archive that are the log's own, or an error: each entry is held against its
 * leaf hash in the log's tiles, and each event against the hash in its entry. Whoever hands over a
 * false archive is told so; nobody gets a wrong answer.
 */
import { type Hex, toHex } from '../../crypto/bytes.js';
import type { ArchivedSegment } from '../../ledger/archive/manifest.js';
import { pageEntries, segmentName, type SegmentPage } from '../../ledger/archive/segment.js';
import { derivedEventHash } from '../../ledger/derivedEvent.js';
import { type Entry, entryHash } from '../../ledger/entry.js';
import { genesisHash } from '../../ledger/genesis.js';
import { hashAt } from '../../ledger/tile.js';
import type { EntryTexts } from '../../ledger/recordedEntry.js';
import { eventHash } from '../../ledger/signedEvent.js';
import { type Archive, ArchiveUnusable } from './archive.js';

/** An entry in its place. */
export interface ArchivedEntry extends EntryTexts {
  readonly position: number;
}

/** The log's own leaf hashes of entries `from` to `from + count - 1`, 32 bytes each. */
export type LeafHashes = (from: number, count: number) => Uint8Array;

/** Pages that are kept: some 300 KiB each. */
const PAGES_KEPT = 16;

export class ArchivedEntries {
  readonly #archive: Archive;
  readonly #leafHashes: LeafHashes | undefined;
  /** By position of its first entry; the one used longest ago first. */
  readonly #pages = new Map<number, readonly ArchivedEntry[]>();
  readonly #heads = new Map<number, readonly SegmentPage[]>();

  /** Without `leafHashes` nothing is compared: for audits, which execute all of it again. */
  constructor(archive: Archive, leafHashes?: LeafHashes) {
    this.#archive = archive;
    this.#leafHashes = leafHashes;
  }

  /**
   * From one to `limit` entries from `from` upwards, gap-free. Throws ArchiveUnusable when the
   * archive does not have them.
   */
  from(from: number, limit: number): readonly ArchivedEntry[] {
    const segment = this.#archive.segmentOf(from);
    if (segment === undefined) {
      const { end } = this.#archive;
      throw new ArchiveUnusable(segmentName(end), end, 'it has not been archived');
    }
    const page = this.#page(segment, from);
    const start = from - (page[0] as ArchivedEntry).position;
    return page.slice(start, start + limit);
  }

  #page(segment: ArchivedSegment, position: number): readonly ArchivedEntry[] {
    const pages = this.#pagesOf(segment);
    const after = pages.findIndex(({ first }) => first > position);
    const index = (after === -1 ? pages.length : after) - 1;
    const { first } = pages[index] as SegmentPage;
    const kept = this.#pages.get(first);
    this.#pages.delete(first);
    const page = kept ?? this.#read(segment, { index, first, end: pages[index + 1]?.first });
    this.#pages.set(first, page);
    if (this.#pages.size > PAGES_KEPT) {
      this.#pages.delete(this.#pages.keys().next().value as number);
    }
    return page;
  }

  #pagesOf(segment: ArchivedSegment): readonly SegmentPage[] {
    let pages = this.#heads.get(segment.first);
    if (pages === undefined) {
      pages = this.#archive.read(segment, ({ head }) => head.pages);
      if (this.#heads.size >= PAGES_KEPT) this.#heads.clear();
      this.#heads.set(segment.first, pages);
    }
    return pages;
  }

  #read(
    segment: ArchivedSegment,
    { index, first, end = segment.end }: { index: number; first: number; end: number | undefined },
  ): readonly ArchivedEntry[] {
    const texts = this.#archive.read(segment, (file) => pageEntries(file.page(index)));
    const fault = (position: number, what: string): ArchiveUnusable =>
      new ArchiveUnusable(segmentName(segment.first), position, what);
    if (texts.length !== end - first) throw fault(first, 'a page has not the entries it should');
    const hashes = this.#leafHashes?.(first, texts.length);
    return texts.map((text, at) => {
      const position = first + at;
      const what = hashes && faultOf(text, hashAt(hashes, at));
      if (what !== undefined) throw fault(position, `entry ${position} ${what}`);
      return { position, ...text };
    });
  }
}

function faultOf(text: EntryTexts, leafHash: Uint8Array): string | undefined {
  if (entryHash(text.entry) !== toHex(leafHash)) return 'has not the leaf hash of the log';
  return isEventOf(text) ? undefined : 'names another event';
}

/** `entry` is the log's own: it can be parsed. */
function isEventOf({ entry: text, event }: EntryTexts): boolean {
  const entry = JSON.parse(text) as Entry;
  const hashOf: { readonly [kind in Entry['kind']]: (text: string) => Hex } = {
    genesis: genesisHash,
    signed: eventHash,
    derived: derivedEventHash,
  };
  return hashOf[entry.kind](event) === entry.event;
}
