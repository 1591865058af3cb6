/**
 * The content store: what evidence items stand for, outside the log, encrypted under a key of its
 * own for each content, so that it can be erased for ever. What it takes has the registered digests
 * and is checked again on every read; nothing is ever held in memory whole. ContentPort states what
 * the methods promise.
 */
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Hex } from '../crypto/bytes.js';
import { randomBytes } from '../crypto/randomBytes.js';
import type { Instant } from '../ledger/instant.js';
import { type ContentFacts, lengthOf, sealFacts, unsealFacts } from './contentFacts.js';
import { ContentFault } from './contentFault.js';
import { ContentFiles } from './contentFiles.js';
import { ContentIndex, type ObjectRow } from './contentIndex.js';
import type { ContentPort, ContentReading, HeldContent, UploadProgress } from './contentPort.js';
import { collectLeftovers } from './leftovers.js';
import { newObjectId } from './objectFormat.js';
import { type ByteRange, checkObjectFile, type OpenObject, readRange } from './objectReader.js';
import { KEY_BYTES } from './seal.js';
import { openStoreKey, StoreKeyUnusable, unwrapKey, wrapKey } from './storeKey.js';
import { full, unknownUpload, Uploads } from './uploads.js';

export interface ContentStoreOptions {
  readonly folder: string;
  /** Bytes of one content. */
  readonly lengthMax: number;
  /** Uploads that are not complete. */
  readonly uploadsMax: number;
  /** Requests that add to uploads at once. */
  readonly appendsMax: number;
  /** Reads at once. */
  readonly readsMax: number;
  /** Milliseconds after which an upload that nothing is added to makes room for others. */
  readonly uploadIdleMs: number;
}

/** A read under way, which an erasure cuts off. */
interface Reading {
  readonly item: string;
  ended: boolean;
}

export class ContentStore implements ContentPort {
  readonly #options: ContentStoreOptions;
  readonly #now: () => Instant;
  readonly #files: ContentFiles;
  readonly #index: ContentIndex;
  readonly #storeKey: Uint8Array;
  readonly #uploads: Uploads;
  readonly #readings = new Set<Reading>();

  /**
   * Opens or creates the store in `options.folder`. Throws StoreKeyUnusable or IndexUnusable. Call
   * `collectLeftovers` before the first upload, unless another process is using the folder.
   */
  constructor(options: ContentStoreOptions, now: () => Instant) {
    this.#options = options;
    this.#now = now;
    this.#files = new ContentFiles(options.folder);
    this.#storeKey = openStoreKey(this.#files.storeKey);
    this.#index = new ContentIndex(this.#files.index);
    this.#uploads = new Uploads(
      { appendsMax: options.appendsMax, openMax: options.appendsMax * 2 },
      { index: this.#index, files: this.#files, now, unlock: (row) => this.#unlock(row) },
    );
  }

  get lengthMax(): number {
    return this.#options.lengthMax;
  }

  /** Puts right what a crash left behind. */
  collectLeftovers(): Promise<void> {
    return collectLeftovers(this.#index, this.#files);
  }

  async beginUpload(facts: ContentFacts): Promise<UploadProgress> {
    const { item } = facts;
    const { lengthMax } = this.#options;
    if (lengthOf(facts) > lengthMax) throw tooLarge(lengthOf(facts), lengthMax);
    if (this.#index.upload(item) === undefined) await this.#makeRoom();
    this.#refuseErased(item);
    if (this.#index.content(item) !== undefined) throw held(item);
    const underway = this.#index.upload(item);
    if (underway !== undefined) return this.#uploads.progress(underway.object);
    const object: OpenObject = { id: newObjectId(), dataKey: randomBytes(KEY_BYTES), facts };
    this.#index.addUpload(this.#lock(object), this.#now());
    return this.#uploads.create(object);
  }

  async uploadProgress(id: Hex): Promise<UploadProgress> {
    const done = this.#index.contentOfObject(id);
    if (done === undefined) return this.#uploads.progress(id);
    const length = lengthOf(this.#unlock(done).facts);
    return { id, item: done.item, offset: length, length };
  }

  append(id: Hex, offset: number, bytes: Readable): Promise<UploadProgress> {
    return this.#uploads.append(id, offset, bytes);
  }

  async discardUpload(id: Hex): Promise<void> {
    if (this.#index.uploadOfObject(id) === undefined) throw unknownUpload(id);
    await this.#uploads.discard(id);
  }

  describe(item: string): HeldContent {
    return heldContent(this.#unlock(this.#heldRow(item)));
  }

  read(item: string, range?: ByteRange): ContentReading {
    const object = this.#unlock(this.#heldRow(item));
    const description = heldContent(object);
    const wanted = range ?? { from: 0, to: description.length };
    return { ...description, bytes: this.#read({ item, ended: false }, object, wanted) };
  }

  async erase(item: string): Promise<void> {
    if (this.#index.erasedAt(item) !== undefined && !this.#index.hasUncleanErasure()) return;
    const objects = this.#index.erase(item, this.#now());
    for (const reading of this.#readings) if (reading.item === item) reading.ended = true;
    for (const id of objects) await this.#uploads.discard(id);
    this.#index.cleanErasures();
  }

  async close(): Promise<void> {
    await this.#uploads.close();
    this.#index.close();
  }

  async *#read(reading: Reading, object: OpenObject, range: ByteRange): AsyncGenerator<Buffer> {
    const { readsMax } = this.#options;
    if (this.#readings.size >= readsMax) throw tooManyReads(readsMax);
    this.#readings.add(reading);
    try {
      const file = await open(this.#files.object(object.id), 'r').catch(() => undefined);
      if (file === undefined) throw lost(reading.item);
      try {
        await checkObjectFile(file, object);
        for await (const bytes of readRange(file, object, range)) {
          if (reading.ended) throw erased(reading.item, 'just now');
          yield bytes;
        }
      } finally {
        await file.close();
      }
    } finally {
      this.#readings.delete(reading);
    }
  }

  #heldRow(item: string): ObjectRow {
    this.#refuseErased(item);
    const row = this.#index.content(item);
    if (row !== undefined) return row;
    throw new ContentFault('CONTENT_UNKNOWN', {
      field: 'item',
      limit: 'one whose content was deposited here',
      value: item,
    });
  }

  #refuseErased(item: string): void {
    const time = this.#index.erasedAt(item);
    if (time !== undefined) throw erased(item, time);
  }

  async #makeRoom(): Promise<void> {
    const { uploadsMax, uploadIdleMs } = this.#options;
    if (this.#index.countUploads() < uploadsMax) return;
    const before = new Date(Date.parse(this.#now()) - uploadIdleMs).toISOString() as Instant;
    for (const { object } of this.#index.uploadsBefore(before)) await this.#uploads.discard(object);
    if (this.#index.countUploads() >= uploadsMax) throw full('uploads under way', uploadsMax);
  }

  #lock(object: OpenObject): ObjectRow {
    const { id, dataKey, facts } = object;
    const key = wrapKey(this.#storeKey, dataKey, id);
    return { item: facts.item, object: id, key, facts: sealFacts(dataKey, facts, id) };
  }

  #unlock(row: ObjectRow): OpenObject {
    const dataKey = unwrapKey(this.#storeKey, row.key, row.object);
    const facts = unsealFacts(dataKey, row.facts, row.object);
    if (facts?.item === row.item) return { id: row.object, dataKey, facts };
    throw new StoreKeyUnusable(`the facts of the content of ${row.item} were changed`);
  }
}

function heldContent({ facts }: OpenObject): HeldContent {
  return { ...facts, length: lengthOf(facts) };
}

function erased(item: string, time: string): ContentFault {
  const limit = 'one whose content was not erased';
  return new ContentFault('CONTENT_ERASED', { field: 'item', limit, value: `${item}, ${time}` });
}

function held(item: string): ContentFault {
  const limit = 'one whose content is not here yet';
  return new ContentFault('CONTENT_HELD', { field: 'item', limit, value: item });
}

function lost(item: string): ContentFault {
  const [field, limit] = [`content of ${item}`, 'as it was deposited'];
  return new ContentFault('CONTENT_DAMAGED', { field, limit, value: 'no longer on disk' });
}

function tooLarge(length: number, limit: number): ContentFault {
  const facts = { field: 'length', limit: `at most ${limit}`, value: String(length) };
  return new ContentFault('LENGTH_LIMIT', facts);
}

function tooManyReads(limit: number): ContentFault {
  const facts = { field: 'downloads at once', limit: `at most ${limit}`, value: 'more' };
  return new ContentFault('DOWNLOADS_FULL', facts);
}
