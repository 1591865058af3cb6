/**
 * Writes an object as its bytes arrive: a chunk is sealed when it is full, and what is left over
 * when a request ends is kept sealed as the tail. What was written can be taken up again after any
 * crash: everything in the file is read and checked, and what does not pass was never there.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { RunningDigests } from '../crypto/runningDigests.js';
import { lengthOf } from './contentFacts.js';
import {
  CHUNK_BYTES,
  chunkContext,
  chunkLength,
  chunkOffset,
  kindOf,
  objectHeader,
} from './objectFormat.js';
import { type OpenObject, readChunk } from './objectReader.js';
import { seal, unseal } from './seal.js';

/** Mode of object files. */
const OWNER_ONLY = 0o600;

export class ObjectWriter {
  readonly #file: FileHandle;
  readonly #object: OpenObject;
  readonly #length: number;
  readonly #digests: RunningDigests;
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  /** Chunks in the file. */
  #chunks = 0;
  /** Bytes that wait in #chunk. */
  #waiting = 0;

  private constructor(file: FileHandle, object: OpenObject) {
    this.#file = file;
    this.#object = object;
    this.#length = lengthOf(object.facts);
    this.#digests = new RunningDigests(object.facts.digests.map(({ algorithm }) => algorithm));
  }

  /** Makes the file of a new object. Rejects when there is one. */
  static async create(path: string, object: OpenObject): Promise<ObjectWriter> {
    const file = await open(path, 'wx+', OWNER_ONLY);
    await writeAll(file, objectHeader(object.id), 0);
    return new ObjectWriter(file, object);
  }

  /** Takes up the file at `path` where its last whole chunk ends, and then the tail. */
  static async resume(
    path: string,
    object: OpenObject,
    tail: Buffer | null,
  ): Promise<ObjectWriter> {
    const file = await open(path, 'r+', OWNER_ONLY);
    try {
      const writer = new ObjectWriter(file, object);
      await writer.#readBack();
      if (tail !== null) writer.#takeTail(tail);
      return writer;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Bytes of content that were taken. */
  get offset(): number {
    return this.#digests.length;
  }

  /** Takes `bytes`, which may not go beyond the registered length. */
  async append(bytes: Uint8Array): Promise<void> {
    if (this.offset + bytes.length > this.#length) throw new RangeError('beyond the length');
    for (let taken = 0; taken < bytes.length;) {
      const piece = bytes.subarray(taken, taken + CHUNK_BYTES - this.#waiting);
      this.#add(piece);
      taken += piece.length;
      if (this.#waiting === chunkLength(this.#chunks, this.#length)) await this.#writeChunk();
    }
  }

  /** Makes durable what is in the file; answers the tail to keep beside it, or null. */
  async settle(): Promise<Buffer | null> {
    await this.#file.datasync();
    if (this.#waiting === 0) return null;
    const { id, dataKey } = this.#object;
    const context = chunkContext(id, this.#chunks, 'tail');
    return seal(dataKey, this.#chunk.subarray(0, this.#waiting), { context });
  }

  /**
   * Ends a file that has all its bytes, durably. Answers the algorithm of the first digest that is
   * not the registered one, or undefined when all are.
   */
  async finish(): Promise<string | undefined> {
    if (this.#length === 0) await this.#writeChunk();
    await this.#file.sync();
    const { digests } = this.#object.facts;
    const found = this.#digests.finish();
    return found.find(({ value }, index) => value !== digests[index]?.value)?.algorithm;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #add(piece: Uint8Array): void {
    this.#chunk.set(piece, this.#waiting);
    this.#waiting += piece.length;
    this.#digests.update(piece);
  }

  async #writeChunk(): Promise<void> {
    const { id, dataKey } = this.#object;
    const context = chunkContext(id, this.#chunks, kindOf(this.#chunks, this.#length));
    const sealed = seal(dataKey, this.#chunk.subarray(0, this.#waiting), { context });
    await writeAll(this.#file, sealed, chunkOffset(this.#chunks));
    this.#chunks += 1;
    this.#waiting = 0;
  }

  async #readBack(): Promise<void> {
    const { size } = await this.#file.stat();
    while (this.offset < this.#length && chunkOffset(this.#chunks) < size) {
      const plain = await readChunk(this.#file, this.#object, this.#chunks);
      if (plain === undefined) break;
      this.#digests.update(plain);
      this.#chunks += 1;
    }
    await writeAll(this.#file, objectHeader(this.#object.id), 0);
    await this.#file.truncate(chunkOffset(this.#chunks));
  }

  #takeTail(tail: Buffer): void {
    const { id, dataKey } = this.#object;
    // A tail of an earlier chunk is in the file by now: it does not open here.
    const plain = unseal(dataKey, tail, chunkContext(id, this.#chunks, 'tail'));
    if (plain !== undefined) this.#add(plain);
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const rest = bytes.length - written;
    written += (await file.write(bytes, written, rest, position + written)).bytesWritten;
  }
}
