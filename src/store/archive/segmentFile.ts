/**
 * One segment's file as it lies in an archive: its head, its pages one at a time, and the check of
 * the whole against the hash that the manifest has. What is read here has the right form only;
 * whether it is the log's, the reader's own leaf hashes say.
 */
import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import type { Hex } from '../../crypto/bytes.js';
import {
  PAGE_BYTES,
  pageLines,
  parseSegmentHead,
  segmentBlocks,
  type SegmentHead,
  SegmentInvalid,
} from '../../ledger/archive/segment.js';
import { sha256Hex } from '../../crypto/sha256.js';
import type { BlockTexts } from '../../ledger/logVerifier.js';

const NEWLINE = 0x0a;
const READ_BYTES = 65_536;
/** A page of 256 KiB a line is some 40 bytes of the head: room for the largest block. */
const HEAD_BYTES_MAX = 1_048_576;
/** The longest line that a ledger can make, and the page that it ends. */
const PAGE_TEXT_MAX = PAGE_BYTES + 16 * 1_048_576;

export class SegmentFile {
  readonly head: SegmentHead;
  readonly #path: string;
  readonly #file: number;
  /** Where each page begins. */
  readonly #offsets: readonly number[];

  /** Opens the file and reads its head. Throws SegmentInvalid, or the system's error. */
  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'r');
    try {
      const line = this.#readHeadLine();
      this.head = parseSegmentHead(line.toString('utf8'));
      let offset = line.length + 1;
      this.#offsets = this.head.pages.map(({ bytes }) => (offset += bytes) - bytes);
      const { size } = fstatSync(this.#file);
      if (size !== offset) throw new SegmentInvalid(`the file has ${size} bytes, not ${offset}`);
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  /** Text of the page at `index`. Throws SegmentInvalid when it cannot be decompressed. */
  page(index: number): string {
    const { bytes } = this.head.pages[index] as SegmentHead['pages'][number];
    const packed = this.#read(this.#offsets[index] as number, bytes);
    let text: Buffer;
    try {
      text = inflateRawSync(packed, { maxOutputLength: PAGE_TEXT_MAX });
    } catch (error) {
      const why = (error as Error).message;
      throw new SegmentInvalid(`page ${index} cannot be decompressed: ${why}`);
    }
    if (!isUtf8(text)) throw new SegmentInvalid(`page ${index} is not UTF-8`);
    return text.toString('utf8');
  }

  /** All blocks, in order. Throws SegmentInvalid. */
  blocks(): Generator<BlockTexts> {
    return segmentBlocks(this.#lines());
  }

  /** SHA-256 over the whole file. */
  sha256(): Hex {
    return sha256Hex(readFileSync(this.#path));
  }

  close(): void {
    closeSync(this.#file);
  }

  *#lines(): Generator<string> {
    for (let index = 0; index < this.head.pages.length; index += 1) {
      yield* pageLines(this.page(index));
    }
  }

  #readHeadLine(): Buffer {
    let bytes = Buffer.alloc(0);
    while (bytes.length < HEAD_BYTES_MAX) {
      const more = this.#read(bytes.length, READ_BYTES, false);
      const end = more.indexOf(NEWLINE);
      bytes = Buffer.concat([bytes, end === -1 ? more : more.subarray(0, end)]);
      if (end !== -1) return bytes;
      if (more.length === 0) break;
    }
    throw new SegmentInvalid('the file does not begin with a line that could be a head');
  }

  #read(offset: number, length: number, whole = true): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    const read = readSync(this.#file, bytes, 0, length, offset);
    if (whole && read < length) throw new SegmentInvalid('the file is cut off');
    return bytes.subarray(0, read);
  }
}
