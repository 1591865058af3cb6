/**
 * Reads an object back, chunk by chunk and never more than one in memory. Every chunk is checked
 * before a byte of it is handed out, and a read of the whole content checks the registered digests
 * before it hands out the last one. What fails is named by its chunk.
 */
import type { FileHandle } from 'node:fs/promises';
import { equalBytes, type Hex } from '../crypto/bytes.js';
import { RunningDigests } from '../crypto/runningDigests.js';
import { type ContentFacts, lengthOf } from './contentFacts.js';
import { ContentFault } from './contentFault.js';
import {
  CHUNK_BYTES,
  chunkContext,
  chunkCount,
  chunkLength,
  chunkOffset,
  HEADER_BYTES,
  kindOf,
  objectHeader,
  objectLength,
  SEAL_BYTES,
  SEALED_CHUNK_BYTES,
} from './objectFormat.js';
import { unseal } from './seal.js';

/** An object with what opens it. */
export interface OpenObject {
  readonly id: Hex;
  readonly dataKey: Uint8Array;
  readonly facts: ContentFacts;
}

/** Bytes of a content: from `from`, before `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** Checks the header and the length of the file. Throws CONTENT_DAMAGED. */
export async function checkObjectFile(file: FileHandle, { id, facts }: OpenObject): Promise<void> {
  const header = Buffer.alloc(HEADER_BYTES);
  await file.read(header, 0, HEADER_BYTES, 0);
  if (!equalBytes(header, objectHeader(id))) throw damaged(facts.item, 'the header is another');
  const { size } = await file.stat();
  const expected = objectLength(lengthOf(facts));
  if (size > expected) throw damaged(facts.item, `${size - expected} bytes after the last chunk`);
  if (size === expected) return;
  const first = Math.floor((size - HEADER_BYTES) / SEALED_CHUNK_BYTES);
  throw damaged(facts.item, `chunk ${first} ends early`);
}

/** The bytes of `range`. Throws CONTENT_DAMAGED naming the first chunk that fails. */
export async function* readRange(
  file: FileHandle,
  object: OpenObject,
  { from, to }: ByteRange,
): AsyncGenerator<Buffer> {
  const { facts } = object;
  const length = lengthOf(facts);
  const whole = from === 0 && to === length;
  const digests = whole ? new RunningDigests(facts.digests.map((one) => one.algorithm)) : undefined;
  const last = Math.min(chunkCount(length), Math.ceil(to / CHUNK_BYTES) || 1) - 1;
  for (let number = Math.floor(from / CHUNK_BYTES); number <= last; number += 1) {
    const plain = await readChunk(file, object, number);
    if (plain === undefined) throw damaged(facts.item, `chunk ${number} fails its check`);
    digests?.update(plain);
    if (number === last && digests !== undefined) requireDigests(digests, facts);
    const start = number * CHUNK_BYTES;
    yield plain.subarray(Math.max(0, from - start), to - start);
  }
}

/** One chunk, or undefined when it is not whole and untouched. */
export async function readChunk(
  file: FileHandle,
  { id, dataKey, facts }: OpenObject,
  number: number,
): Promise<Buffer | undefined> {
  const length = lengthOf(facts);
  const sealed = Buffer.allocUnsafe(chunkLength(number, length) + SEAL_BYTES);
  const { bytesRead } = await file.read(sealed, 0, sealed.length, chunkOffset(number));
  if (bytesRead < sealed.length) return undefined;
  return unseal(dataKey, sealed, chunkContext(id, number, kindOf(number, length)));
}

/** The seals hold, so only who has the keys can have made other bytes of it. */
function requireDigests(digests: RunningDigests, { item, digests: registered }: ContentFacts) {
  const wrong = digests.finish().find(({ value }, index) => value !== registered[index]?.value);
  if (wrong !== undefined) throw damaged(item, `the ${wrong.algorithm} digest is another`);
}

function damaged(item: string, what: string): ContentFault {
  return new ContentFault('CONTENT_DAMAGED', {
    field: `content of ${item}`,
    limit: 'as it was deposited',
    value: what,
  });
}
