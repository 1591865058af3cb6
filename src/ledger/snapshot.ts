/**
 * The snapshot (docs/formats.md §20): the log up to a block as one stream of bytes, cut into chunks
 * of one size, and a description that names each chunk's hash. Entries, headers, tree, state and
 * used ids follow from the stream and the genesis document, so nothing of them is in it; and since
 * the log only grows, a later snapshot has the same chunks, but for the last one of the earlier.
 */
import { concatBytes, fromHex, type Hex, isHex, toHex } from '../crypto/bytes.js';
import { canonicalJson, type JsonObject } from '../crypto/canonicalJson.js';
import type { BlockHeader } from './blockHeader.js';
import { readHeader } from './parseHeader.js';
import type { SignedEvent } from './signedEvent.js';

/** Bytes of every chunk but the last: CometBFT takes less than 16 MB. */
export const SNAPSHOT_CHUNK_BYTES = 4 * 1024 * 1024;

const FORMAT = 'civic-ledger/snapshot/v1';
/** Longer than any block that two thirds of the validators let through. */
const BLOCK_BYTES_MAX = 256 * 1024 * 1024;

/** A signed event with the texts of what followed from it. */
export interface RecordedEvent extends SignedEvent {
  /** Canonical derived events, in order. */
  readonly derived: readonly string[];
}

/** A block as it is in the stream. */
export interface RecordedBlock {
  readonly time: string;
  readonly events: readonly RecordedEvent[];
}

/** What a snapshot holds. */
export interface SnapshotDescription {
  /** Header of its last block; the hash of it is what the validators have agreed on. */
  readonly header: BlockHeader;
  /** Of the whole stream. */
  readonly bytes: number;
  /** SHA-256 of each chunk, in order. */
  readonly chunks: readonly Hex[];
}

/** The bytes are no snapshot, or not the one that was agreed on. */
export class SnapshotInvalid extends Error {}

/** Canonical JSON text of the description. */
export function encodeDescription({ header, bytes, chunks }: SnapshotDescription): string {
  return canonicalJson({ bytes, chunks, format: FORMAT, header: { ...header } });
}

/** Reads a description, or undefined when `text` is not exactly what encodeDescription writes. */
export function parseDescription(text: string): SnapshotDescription | undefined {
  try {
    const { bytes, chunks, header: fields } = JSON.parse(text) as JsonObject;
    const header = readHeader(fields);
    if (header === undefined || !Array.isArray(chunks)) return undefined;
    if (!chunks.every((chunk) => isHex(chunk, 32)) || typeof bytes !== 'number') return undefined;
    const description = { header, bytes, chunks: chunks as readonly Hex[] };
    const isWhole = Number.isSafeInteger(bytes) && chunksOf(bytes) === chunks.length;
    return isWhole && encodeDescription(description) === text ? description : undefined;
  } catch {
    return undefined;
  }
}

/** How many chunks a stream of `bytes` has. */
export function chunksOf(bytes: number): number {
  return Math.ceil(bytes / SNAPSHOT_CHUNK_BYTES);
}

/** The bytes of a block in the stream. */
export function encodeBlock({ time, events }: RecordedBlock): Uint8Array {
  const block = new PartWriter();
  block.text(time);
  block.number(events.length);
  for (const { body, signature, derived } of events) {
    block.text(body);
    block.part(fromHex(signature));
    block.number(derived.length);
    for (const text of derived) block.text(text);
  }
  return block.withLength();
}

/** Gives the blocks of a stream that comes in pieces, wherever those are cut. */
export class SnapshotReader {
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  /**
   * The blocks that are complete with `piece`. Throws SnapshotInvalid for bytes that are no block.
   */
  *push(piece: Uint8Array): Generator<RecordedBlock> {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    if (this.#bytes < LENGTH_BYTES) return;
    let rest = this.#pieces.length === 1 ? piece : concatBytes(...this.#pieces);
    for (;;) {
      const length = blockLength(rest);
      if (length === undefined || rest.length < LENGTH_BYTES + length) break;
      yield decodeBlock(rest.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
      rest = rest.subarray(LENGTH_BYTES + length);
    }
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#bytes = rest.length;
  }

  /** Throws SnapshotInvalid when the stream has ended within a block. */
  end(): void {
    if (this.#bytes > 0) throw new SnapshotInvalid('the stream ends within a block');
  }
}

const LENGTH_BYTES = 4;

const encoder = new TextEncoder();
/** Of UTF-8, for one UTF-16 code unit. */
const BYTES_PER_UNIT_MAX = 3;

/** Writes the parts of a block behind one another: a buffer for each is most of the time. */
class PartWriter {
  #bytes = new Uint8Array(64 * 1024);
  #view = new DataView(this.#bytes.buffer);
  /** Room for the length of the whole. */
  #end = LENGTH_BYTES;

  number(value: number): void {
    this.#need(LENGTH_BYTES);
    this.#view.setUint32(this.#end, value);
    this.#end += LENGTH_BYTES;
  }

  part(bytes: Uint8Array): void {
    this.number(bytes.length);
    this.#need(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  text(text: string): void {
    this.#need(LENGTH_BYTES + BYTES_PER_UNIT_MAX * text.length);
    const room = this.#bytes.subarray(this.#end + LENGTH_BYTES);
    const { written } = encoder.encodeInto(text, room);
    this.number(written);
    this.#end += written;
  }

  /** Everything written so far, with its length before it. */
  withLength(): Uint8Array {
    this.#view.setUint32(0, this.#end - LENGTH_BYTES);
    return this.#bytes.subarray(0, this.#end);
  }

  #need(room: number): void {
    if (this.#end + room <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * (this.#end + room));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

function blockLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (length <= BLOCK_BYTES_MAX) return length;
  throw new SnapshotInvalid(`a block of ${length} bytes`);
}

function decodeBlock(bytes: Uint8Array): RecordedBlock {
  const reader = new PartReader(bytes);
  const time = reader.text();
  const events = reader.list(() => {
    const [body, signature] = [reader.text(), toHex(reader.part())];
    return { body, signature, derived: reader.list(() => reader.text()) };
  });
  reader.end();
  return { time, events };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads numbers and parts; whatever does not fit is SnapshotInvalid. */
class PartReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  list<Member>(member: () => Member): readonly Member[] {
    const members: Member[] = [];
    for (let left = this.#number(); left > 0; left -= 1) members.push(member());
    return members;
  }

  part(): Uint8Array {
    const length = this.#number();
    const start = this.#offset;
    if (start + length > this.#bytes.length) throw new SnapshotInvalid('a part ends too early');
    this.#offset += length;
    return this.#bytes.subarray(start, this.#offset);
  }

  text(): string {
    try {
      return decoder.decode(this.part());
    } catch (error) {
      if (error instanceof SnapshotInvalid) throw error;
      throw new SnapshotInvalid('a text is not UTF-8');
    }
  }

  end(): void {
    if (this.#offset !== this.#bytes.length) throw new SnapshotInvalid('a block has bytes left');
  }

  #number(): number {
    if (this.#offset + LENGTH_BYTES > this.#bytes.length) {
      throw new SnapshotInvalid('a number ends too early');
    }
    const value = this.#view.getUint32(this.#offset);
    this.#offset += LENGTH_BYTES;
    return value;
  }
}
