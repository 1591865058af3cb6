/**
 * The archive segment (docs/formats.md §24): a run of whole blocks with their entries and events as
 * one file that never changes. A line of canonical JSON, the head, says what the file holds; pages
 * of raw DEFLATE follow, so that one entry can be read without the rest. Where a segment ends
 * follows from the log alone, so every node writes the same bytes.
 */
import { type Hex, isHex } from '../../crypto/bytes.js';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import type { BlockTexts } from '../logVerifier.js';
import { encodeExportEntry, splitExportEntry } from '../logExport.js';
import { HASH_BYTES } from '../merkleHash.js';
import type { Peaks } from '../merklePeaks.js';
import { parseCanonical } from '../parseEvent.js';
import type { EntryTexts } from '../recordedEntry.js';
import { hasMembers, isCount, isObject } from '../recordShape.js';

const FORMAT = 'civic-ledger/segment/v1';

/** A segment ends with the block that brings it to so many entries … */
export const SEGMENT_ENTRIES = 4_096;
/** … or to so many bytes of lines, whichever comes first. */
export const SEGMENT_BYTES = 16 * 1024 * 1024;
/** A page ends with the line that brings it to so many bytes. */
export const PAGE_BYTES = 256 * 1024;

/** One page of a segment. */
export interface SegmentPage {
  /** Position of the first entry whose line is in the page. */
  readonly first: number;
  /** Compressed length. */
  readonly bytes: number;
}

/** What a segment says of itself; none of it is believed. */
export interface SegmentHead {
  readonly ledger: Hex;
  /** Positions `first` ≤ p < `end`. */
  readonly first: number;
  readonly end: number;
  /** Height of the first block. */
  readonly height: number;
  /** Header hash of the block before, and hash of the entry before. */
  readonly previousHeader: Hex;
  readonly previousEntry: Hex;
  /** The right edge of the log's tree at size `first`: roots can be computed from there on. */
  readonly peaks: Peaks;
  readonly pages: readonly SegmentPage[];
}

/** The bytes are no segment, or not the one that they should be. */
export class SegmentInvalid extends Error {}

/** The head's line, with its newline. */
export function encodeSegmentHead(head: SegmentHead): string {
  const pages = head.pages.map((page) => ({ ...page }));
  return `${canonicalJson({ ...head, pages, format: FORMAT })}\n`;
}

const MEMBERS = 'end,first,format,height,ledger,pages,peaks,previousEntry,previousHeader';

/** The head in a line without its newline. Throws SegmentInvalid unless it is one. */
export function parseSegmentHead(line: string): SegmentHead {
  const value = parseCanonical(line);
  if (!isObject(value) || !hasMembers(value, MEMBERS) || value['format'] !== FORMAT) {
    throw new SegmentInvalid(`the first line is not the head of a ${FORMAT}`);
  }
  const { end, first, height, ledger, pages, peaks, previousEntry, previousHeader } = value;
  const fits =
    isCount(first) &&
    isCount(end) &&
    isCount(height) &&
    first < end &&
    [ledger, previousEntry, previousHeader].every((hash) => isHex(hash, HASH_BYTES)) &&
    arePeaks(peaks, first) &&
    arePages(pages, first, end);
  if (!fits) throw new SegmentInvalid('the head has a member of another form');
  const head = { end, first, height, ledger, pages, peaks, previousEntry, previousHeader };
  return head as unknown as SegmentHead;
}

/** One peak for each bit of the size, by height. */
function arePeaks(peaks: JsonValue | undefined, size: number): boolean {
  if (!Array.isArray(peaks)) return false;
  const bits = size === 0 ? '' : size.toString(2);
  const wanted = [...bits].reverse();
  return (
    peaks.length === wanted.length &&
    peaks.every((peak: JsonValue, at) =>
      wanted[at] === '1' ? isHex(peak, HASH_BYTES) : peak === null,
    )
  );
}

/** Pages begin at `first`, follow one another, and none is empty. */
function arePages(pages: JsonValue | undefined, first: number, end: number): boolean {
  if (!Array.isArray(pages) || pages.length === 0) return false;
  let before = first - 1;
  for (const page of pages as readonly JsonValue[]) {
    if (!isObject(page) || !hasMembers(page, 'bytes,first')) return false;
    const { bytes, first: at } = page;
    if (!isCount(bytes) || bytes === 0 || !isCount(at) || at <= before || at >= end) return false;
    before = at;
  }
  return (pages as unknown as readonly SegmentPage[])[0]?.first === first;
}

const BLOCK_START = '{"block":';

/** A block's line, with its newline; its entries' lines are those of an exported log. */
export function encodeSegmentBlock(header: string): string {
  return `${BLOCK_START}${header}}\n`;
}

export { encodeExportEntry as encodeSegmentEntry };

/** The lines of a page's text. Throws SegmentInvalid when the text does not end with a newline. */
export function pageLines(text: string): readonly string[] {
  if (!text.endsWith('\n')) throw new SegmentInvalid('a page does not end with a whole line');
  return text.slice(0, -1).split('\n');
}

/** The entries whose lines are in a page's text. */
export function pageEntries(text: string): readonly EntryTexts[] {
  return pageLines(text).flatMap((line) => splitExportEntry(line) ?? []);
}

/**
 * Puts the lines of a segment together into blocks. Whether they are true is for others; here the
 * lines must be of the right kind. Throws SegmentInvalid.
 */
export function* segmentBlocks(lines: Iterable<string>): Generator<BlockTexts> {
  let open: { readonly header: string; readonly entries: EntryTexts[] } | undefined;
  for (const line of lines) {
    const entry = splitExportEntry(line);
    if (entry !== undefined) {
      if (open === undefined) throw new SegmentInvalid('an entry stands before the first block');
      open.entries.push(entry);
    } else if (line.startsWith(BLOCK_START) && line.endsWith('}')) {
      if (open !== undefined) yield open;
      open = { header: line.slice(BLOCK_START.length, -1), entries: [] };
    } else throw new SegmentInvalid('a line is no block and no entry');
  }
  if (open !== undefined) yield open;
}

const NAME = /^segment-(?<first>\d{16})\.clseg$/;
const NAME_DIGITS = 16;

/** Name of the segment that begins at `first`. */
export function segmentName(first: number): string {
  return `segment-${String(first).padStart(NAME_DIGITS, '0')}.clseg`;
}

/** Where the segment with this file name begins, or undefined when it is no such name. */
export function segmentFirst(name: string): number | undefined {
  const digits = NAME.exec(name)?.groups?.['first'];
  return digits === undefined ? undefined : Number(digits);
}

/** Name of the voucher beside it. */
export function voucherName(first: number): string {
  return `segment-${String(first).padStart(NAME_DIGITS, '0')}.voucher.json`;
}
