/**
 * The layout of an object, the encrypted file of one content (docs/formats.md §16): a header that
 * names the object, then chunks of equal size, the last one shorter. Each chunk is authenticated
 * together with the object's name, its own number and whether it is the last, so that a chunk that
 * was changed, moved, left out or taken from elsewhere is found, and so is a missing end.
 */
import { concatBytes, type Hex, toHex, utf8 } from '../crypto/bytes.js';
import { randomBytes } from '../crypto/randomBytes.js';

/** First bytes of every object. */
const MAGIC = utf8('civic-content/1\n');
/** Random bytes that name an object: nothing of the content is in the name. */
const OBJECT_ID_BYTES = 16;
export const HEADER_BYTES = MAGIC.length + OBJECT_ID_BYTES;

/** Bytes of content in every chunk but the last. */
export const CHUNK_BYTES = 65_536;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What sealing adds to a chunk. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;
/** Bytes of a full chunk in the file. */
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + SEAL_BYTES;

/** What stands at a place: a chunk with more after it, the last one, or a beginning of one. */
export type ChunkKind = 'middle' | 'last' | 'tail';

const KIND_BYTE: { readonly [Kind in ChunkKind]: number } = { middle: 0, last: 1, tail: 2 };

/** A new name for an object: 16 random bytes in hex. */
export function newObjectId(): Hex {
  return toHex(randomBytes(OBJECT_ID_BYTES));
}

/** The header of the object `id`. */
export function objectHeader(id: Hex): Uint8Array {
  return concatBytes(MAGIC, Buffer.from(id, 'hex'));
}

/** Chunks of a content of `length` bytes. An empty content has one empty chunk. */
export function chunkCount(length: number): number {
  return Math.max(1, Math.ceil(length / CHUNK_BYTES));
}

/** Bytes of content in the chunk `number` of a content of `length` bytes. */
export function chunkLength(number: number, length: number): number {
  return Math.min(CHUNK_BYTES, length - number * CHUNK_BYTES);
}

/** Offset in the file of the chunk `number`. */
export function chunkOffset(number: number): number {
  return HEADER_BYTES + number * SEALED_CHUNK_BYTES;
}

/** Length of the file that holds a content of `length` bytes. */
export function objectLength(length: number): number {
  return HEADER_BYTES + length + chunkCount(length) * SEAL_BYTES;
}

/** Whether the chunk `number` of a content of `length` bytes is its last. */
export function kindOf(number: number, length: number): ChunkKind {
  return number === chunkCount(length) - 1 ? 'last' : 'middle';
}

/** What is authenticated with a chunk: header ‖ number (8 bytes, big-endian) ‖ kind (1 byte). */
export function chunkContext(id: Hex, number: number, kind: ChunkKind): Uint8Array {
  const place = Buffer.alloc(9);
  place.writeBigUInt64BE(BigInt(number));
  place.writeUInt8(KIND_BYTE[kind], 8);
  return concatBytes(objectHeader(id), place);
}
