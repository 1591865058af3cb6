/**
 * The snapshot (docs/formats.md §20): the log up to a block as one stream of bytes, cut into chunks
 * of one size, and a description that names each chunk's hash. Entries, headers, tree, state and
 * used ids follow from the stream and the genesis document, so nothing of them is in it; and since
 * the log only grows, a later snapshot has the same chunks, but for the last one of the earlier.
 */
import { concatBytes, fromHex, type Hex, isHex, toHex, utf8 } from '../crypto/bytes.js';
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
  const parts = [...part(utf8(time)), number(events.length)];
  for (const { body, signature, derived } of events) {
    parts.push(...part(utf8(body)), ...part(fromHex(signature)), number(derived.length));
    for (const text of derived) parts.push(...part(utf8(text)));
  }
  const block = concatBytes(...parts);
  return concatBytes(number(block.length), block);
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

function number(value: number): Uint8Array {
  const bytes = new Uint8Array(LENGTH_BYTES);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function part(bytes: Uint8Array): readonly [Uint8Array, Uint8Array] {
  return [number(bytes.length), bytes];
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
