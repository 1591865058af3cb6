/**
 * Uploads under way. One request at a time adds to an upload, and the newest wins: the client that
 * asks again has lost its earlier request, whether or not this side has noticed. A few uploads are
 * kept open with their digests so far; any other is read back when it is continued.
 */
import type { Readable } from 'node:stream';
import type { Hex } from '../crypto/bytes.js';
import { lengthOf } from './contentFacts.js';
import { ContentFault } from './contentFault.js';
import type { ContentFiles } from './contentFiles.js';
import type { ContentIndex, UploadRow } from './contentIndex.js';
import type { UploadProgress } from './contentPort.js';
import type { OpenObject } from './objectReader.js';
import { ObjectWriter } from './objectWriter.js';
import type { Instant } from '../ledger/instant.js';

export interface UploadsOptions {
  /** Requests that may add bytes at once. */
  readonly appendsMax: number;
  /** Uploads kept open between requests. Each takes a file and 64 KiB. */
  readonly openMax: number;
}

export interface UploadsParts {
  readonly index: ContentIndex;
  readonly files: ContentFiles;
  readonly now: () => Instant;
  /** The object of a row with its data key and facts. */
  readonly unlock: (row: UploadRow) => OpenObject;
}

interface OpenUpload {
  readonly object: OpenObject;
  readonly writer: ObjectWriter;
}

/** Whose turn it is on one upload. */
interface Turn {
  /** Resolves when the requests before are over. */
  done: Promise<void>;
  /** Requests that have the turn or wait for it. */
  waiting: number;
  /** Ends the request that has the turn. */
  cutOff?: (reason: Error) => void;
}

export class Uploads {
  readonly #options: UploadsOptions;
  readonly #parts: UploadsParts;
  /** In the order of last use. */
  readonly #open = new Map<Hex, OpenUpload>();
  readonly #turns = new Map<Hex, Turn>();
  #appends = 0;

  constructor(options: UploadsOptions, parts: UploadsParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Makes the file of an upload whose row is in the index. */
  async create(object: OpenObject): Promise<UploadProgress> {
    return this.#inTurn(object.id, async () => {
      const writer = await ObjectWriter.create(this.#parts.files.upload(object.id), object);
      await this.#keepOpen({ object, writer });
      return this.#after({ object, writer });
    });
  }

  progress(id: Hex): Promise<UploadProgress> {
    return this.#inTurn(id, async () => this.#after(await this.#opened(id)));
  }

  /** See ContentPort. */
  async append(id: Hex, offset: number, bytes: Readable): Promise<UploadProgress> {
    const { appendsMax } = this.#options;
    if (this.#appends >= appendsMax) throw full('uploads at once', appendsMax);
    this.#appends += 1;
    try {
      return await this.#inTurn(
        id,
        async () => {
          const upload = await this.#opened(id);
          await this.#take(upload, offset, bytes);
          return this.#after(upload);
        },
        (reason) => bytes.destroy(reason),
      );
    } finally {
      this.#appends -= 1;
    }
  }

  discard(id: Hex): Promise<void> {
    return this.#inTurn(id, async () => {
      await this.#forget(id);
      this.#parts.index.removeUpload(id);
      await this.#parts.files.remove(id);
    });
  }

  async close(): Promise<void> {
    const reason = new Error('the content store is closing');
    const turns = [...this.#turns.values()];
    for (const { cutOff } of turns) cutOff?.(reason);
    await Promise.all(turns.map(({ done }) => done));
    for (const id of [...this.#open.keys()]) await this.#forget(id);
  }

  async #inTurn<Answer>(
    id: Hex,
    work: () => Promise<Answer>,
    cutOff?: (reason: Error) => void,
  ): Promise<Answer> {
    const turn = this.#turns.get(id) ?? { done: Promise.resolve(), waiting: 0 };
    this.#turns.set(id, turn);
    turn.cutOff?.(takenOver(id));
    const before = turn.done;
    let end = (): void => undefined;
    turn.done = new Promise((resolve) => (end = resolve));
    turn.waiting += 1;
    await before;
    if (cutOff !== undefined) turn.cutOff = cutOff;
    try {
      return await work();
    } finally {
      delete turn.cutOff;
      turn.waiting -= 1;
      if (turn.waiting === 0) this.#turns.delete(id);
      end();
    }
  }

  async #opened(id: Hex): Promise<OpenUpload> {
    const row = this.#parts.index.uploadOfObject(id);
    if (row === undefined) {
      await this.#forget(id);
      throw unknownUpload(id);
    }
    const open = this.#open.get(id) ?? (await this.#resume(row));
    await this.#keepOpen(open);
    return open;
  }

  async #resume(row: UploadRow): Promise<OpenUpload> {
    const object = this.#parts.unlock(row);
    const path = this.#parts.files.upload(object.id);
    return { object, writer: await ObjectWriter.resume(path, object, row.tail) };
  }

  /** Puts `upload` last in the order of use, and closes the first when there are too many. */
  async #keepOpen(upload: OpenUpload): Promise<void> {
    this.#open.delete(upload.object.id);
    this.#open.set(upload.object.id, upload);
    const idle = [...this.#open.keys()].find((id) => !this.#turns.has(id));
    if (this.#open.size > this.#options.openMax && idle !== undefined) await this.#forget(idle);
  }

  async #forget(id: Hex): Promise<void> {
    const open = this.#open.get(id);
    this.#open.delete(id);
    await open?.writer.close();
  }

  /** Takes bytes until they end or break off, and keeps durably what came. */
  async #take({ object, writer }: OpenUpload, offset: number, bytes: Readable): Promise<void> {
    if (offset !== writer.offset) throw wrongOffset(offset, writer.offset);
    const length = lengthOf(object.facts);
    try {
      // Not destroyed when we stop: on a connection that stays, the answer has to follow.
      for await (const piece of pieces(bytes)) {
        const after = writer.offset + piece.length;
        if (after > length) throw tooLong(after, length);
        await this.#write(object.id, writer, piece);
      }
    } finally {
      if (this.#open.has(object.id)) await this.#settle(object.id, writer);
    }
  }

  /** A writer that failed is not asked again: what it has on disk is read back instead. */
  async #write(id: Hex, writer: ObjectWriter, piece: Buffer): Promise<void> {
    try {
      await writer.append(piece);
    } catch (error) {
      await this.#forget(id);
      throw error;
    }
  }

  async #settle(id: Hex, writer: ObjectWriter): Promise<void> {
    this.#parts.index.keepTail(id, await writer.settle(), this.#parts.now());
  }

  /** The progress; when every byte is here, the upload has become the item's content. */
  async #after({ object, writer }: OpenUpload): Promise<UploadProgress> {
    const { id, facts } = object;
    const { item } = facts;
    const length = lengthOf(facts);
    if (writer.offset === length) await this.#complete(object, writer);
    return { id, item, offset: writer.offset, length };
  }

  async #complete({ id, facts }: OpenObject, writer: ObjectWriter): Promise<void> {
    const { index, files } = this.#parts;
    const wrong = await writer.finish();
    await this.#forget(id);
    if (wrong !== undefined) {
      index.removeUpload(id);
      await files.remove(id);
      throw new ContentFault('DIGEST_MISMATCH', {
        field: `${wrong} digest`,
        limit: 'the registered one',
        value: 'another; the upload was discarded',
      });
    }
    await files.promote(id);
    if (index.complete(id)) return;
    await files.remove(id);
    throw erasedMeanwhile(facts.item);
  }
}

function pieces(bytes: Readable): AsyncIterable<Buffer> {
  return bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

function takenOver(id: Hex): ContentFault {
  return new ContentFault('UPLOAD_TAKEN_OVER', {
    field: `upload ${id}`,
    limit: 'continued by one request at a time',
    value: 'continued by a newer one',
  });
}

export function unknownUpload(id: Hex): ContentFault {
  return new ContentFault('UPLOAD_UNKNOWN', {
    field: 'upload',
    limit: 'an upload under way',
    value: id,
  });
}

export function full(field: string, limit: number): ContentFault {
  return new ContentFault('UPLOADS_FULL', { field, limit: `at most ${limit}`, value: 'more' });
}

function wrongOffset(offset: number, expected: number): ContentFault {
  return new ContentFault('UPLOAD_OFFSET', {
    field: 'Upload-Offset',
    limit: String(expected),
    value: String(offset),
  });
}

function tooLong(after: number, length: number): ContentFault {
  return new ContentFault('UPLOAD_TOO_LONG', {
    field: 'bytes',
    limit: `at most ${length}`,
    value: `${after} or more`,
  });
}

function erasedMeanwhile(item: string): ContentFault {
  return new ContentFault('CONTENT_ERASED', {
    field: 'item',
    limit: 'one whose content was not erased',
    value: item,
  });
}
