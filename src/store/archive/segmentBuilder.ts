/**
 * Gathers whole blocks until they make a segment, compressing page by page, so that no more than
 * one segment is ever in memory. The compressor is JavaScript on purpose: zlib's output depends on
 * the machine's instructions and on the version of Node.js, and segments have to be equal
 * everywhere.
 */
import { deflateSync } from 'fflate';
import { concatBytes, utf8 } from '../../crypto/bytes.js';
import {
  encodeSegmentBlock,
  encodeSegmentEntry,
  encodeSegmentHead,
  PAGE_BYTES,
  SEGMENT_BYTES,
  SEGMENT_ENTRIES,
  type SegmentHead,
} from '../../ledger/archive/segment.js';
import type { BlockTexts } from '../../ledger/logVerifier.js';

/** Part of the format: another level gives other bytes. */
const DEFLATE_LEVEL = 6;

/** Where a segment begins. */
export type SegmentStart = Pick<
  SegmentHead,
  'ledger' | 'first' | 'height' | 'previousHeader' | 'previousEntry' | 'peaks'
>;

/** Entries that make a segment; tests take fewer. */
export interface SegmentSize {
  readonly entries: number;
  readonly bytes: number;
}

/** As the format has it. */
export const SEGMENT_SIZE: SegmentSize = { entries: SEGMENT_ENTRIES, bytes: SEGMENT_BYTES };

export class SegmentBuilder {
  readonly #start: SegmentStart;
  readonly #size: SegmentSize;
  readonly #pages: { readonly first: number; readonly packed: Uint8Array }[] = [];
  #lines: Uint8Array[] = [];
  #lineBytes = 0;
  #pageFirst: number;
  #next: number;
  #bytes = 0;

  constructor(start: SegmentStart, size: SegmentSize = SEGMENT_SIZE) {
    this.#start = start;
    this.#size = size;
    this.#next = start.first;
    this.#pageFirst = start.first;
  }

  /** Takes the next block; true when the segment ends with it. */
  add({ header, entries }: BlockTexts): boolean {
    this.#line(encodeSegmentBlock(header));
    for (const entry of entries) {
      this.#line(encodeSegmentEntry(entry));
      this.#next += 1;
      if (this.#lineBytes >= PAGE_BYTES) this.#closePage();
    }
    const { first } = this.#start;
    return this.#next - first >= this.#size.entries || this.#bytes >= this.#size.bytes;
  }

  /** Position after the last entry. */
  get end(): number {
    return this.#next;
  }

  /** The whole file. */
  finish(): Uint8Array {
    if (this.#lineBytes > 0) this.#closePage();
    const pages = this.#pages.map(({ first, packed }) => ({ first, bytes: packed.length }));
    const head = encodeSegmentHead({ ...this.#start, end: this.#next, pages });
    return concatBytes(utf8(head), ...this.#pages.map(({ packed }) => packed));
  }

  #line(text: string): void {
    const bytes = utf8(text);
    this.#lines.push(bytes);
    this.#lineBytes += bytes.length;
    this.#bytes += bytes.length;
  }

  #closePage(): void {
    const packed = deflateSync(concatBytes(...this.#lines), { level: DEFLATE_LEVEL });
    this.#pages.push({ first: this.#pageFirst, packed });
    this.#pageFirst = this.#next;
    this.#lines = [];
    this.#lineBytes = 0;
  }
}
