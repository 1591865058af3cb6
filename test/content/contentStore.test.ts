import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectLength } from '../../src/content/objectFormat.js';
import type { ContentStore } from '../../src/content/contentStore.js';
import type { Instant } from '../../src/ledger/instant.js';
import { deposit, filesIn, newFolder, openStore, pieces, readAll, sample } from './support.js';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function folderUnderTest(): string {
  const { folder, remove } = newFolder();
  cleanUps.push(remove);
  return folder;
}

async function storeUnderTest(...args: Parameters<typeof openStore>): Promise<ContentStore> {
  const store = await openStore(...args);
  cleanUps.push(() => store.close());
  return store;
}

describe('the content store', () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_000])(
    'gives back a content of %d bytes as it was deposited',
    async (length) => {
      const folder = folderUnderTest();
      const store = await storeUnderTest(folder);
      const content = sample(length);
      const id = length === 0 ? (await store.beginUpload(content.facts)).id : '';
      const object = length === 0 ? id : await deposit(store, content);
      expect(await readAll(store, content.facts.item)).toEqual(content.bytes);
      expect(store.describe(content.facts.item)).toMatchObject({ length });
      expect(statSync(join(folder, 'objects', object)).size).toBe(objectLength(length));
      expect(await store.uploadProgress(object)).toMatchObject({ offset: length, length });
    },
  );

  test('gives back any range of it', async () => {
    const store = await storeUnderTest(folderUnderTest());
    const content = sample(200_000);
    await deposit(store, content);
    const bounds = fc.tuple(fc.nat(200_000), fc.nat(200_000)).filter(([from, to]) => from < to);
    const property = fc.asyncProperty(bounds, async ([from, to]) => {
      const read = await readAll(store, content.facts.item, { from, to });
      expect(read.equals(content.bytes.subarray(from, to))).toBe(true);
    });
    await fc.assert(property, { numRuns: 50 });
  });

  test('continues an upload from wherever it was cut, in this process or the next', async () => {
    const folder = folderUnderTest();
    const content = sample(300_001);
    let store = await openStore(folder);
    const { id } = await store.beginUpload(content.facts);
    let offset = 0;
    for (const step of [1, 70_000, 65_536, 99_999]) {
      const part = content.bytes.subarray(offset, offset + step);
      ({ offset } = await store.append(id, offset, pieces(part)));
      if (step % 2 === 1) {
        await store.close();
        store = await openStore(folder);
        expect((await store.uploadProgress(id)).offset).toBe(offset);
      }
    }
    cleanUps.push(() => store.close());
    expect(offset).toBe(235_536);
    await store.append(id, offset, pieces(content.bytes.subarray(offset)));
    expect(await readAll(store, content.facts.item)).toEqual(content.bytes);
  });

  test('keeps what came before a request broke off', async () => {
    const store = await storeUnderTest(folderUnderTest());
    const content = sample(200_000);
    const { id } = await store.beginUpload(content.facts);
    const broken = Readable.from(breakAfter(content.bytes.subarray(0, 150_000)));
    await expect(store.append(id, 0, broken)).rejects.toThrow('connection lost');
    expect(await store.uploadProgress(id)).toMatchObject({ offset: 150_000 });
  });

  test('lets the newest request continue an upload, and cuts the one before off', async () => {
    const store = await storeUnderTest(folderUnderTest());
    const content = sample(100_000);
    const { id } = await store.beginUpload(content.facts);
    const { stream: silent, drained } = silentAfter(content.bytes.subarray(0, 10));
    const first = store.append(id, 0, silent);
    const cutOff = expect(first).rejects.toMatchObject({ code: 'UPLOAD_TAKEN_OVER' });
    await drained;
    const { offset } = await store.uploadProgress(id);
    await cutOff;
    await store.append(id, offset, pieces(content.bytes.subarray(offset)));
    expect(await readAll(store, content.facts.item)).toEqual(content.bytes);
  });

  test('discards bytes that are not the registered content', async () => {
    const folder = folderUnderTest();
    const store = await storeUnderTest(folder);
    const content = sample(70_000);
    const { id } = await store.beginUpload(content.facts);
    const other = Buffer.from(content.bytes).fill(0, 100, 101);
    other[100] = (content.bytes[100] as number) ^ 1;
    await expect(store.append(id, 0, pieces(other))).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
      facts: { field: 'sha-256 digest' },
    });
    await expect(store.uploadProgress(id)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
    expect(filesIn(folder).filter((path) => path.includes(id))).toEqual([]);
    await deposit(store, content);
    expect(await readAll(store, content.facts.item)).toEqual(content.bytes);
  });

  test('refuses wrong offsets, more bytes than announced, and a second deposit', async () => {
    const store = await storeUnderTest(folderUnderTest());
    const content = sample(1_000);
    const { id } = await store.beginUpload(content.facts);
    const append = (offset: number, bytes: Buffer) => store.append(id, offset, pieces(bytes));
    for (const offset of [1, -1, Number.MAX_SAFE_INTEGER]) {
      await expect(append(offset, content.bytes)).rejects.toMatchObject({ code: 'UPLOAD_OFFSET' });
    }
    const longer = Buffer.concat([content.bytes, Buffer.alloc(1)]);
    const whole = store.append(id, 0, Readable.from([longer]));
    await expect(whole).rejects.toMatchObject({ code: 'UPLOAD_TOO_LONG' });
    await append(0, content.bytes);
    const again = store.beginUpload(content.facts);
    await expect(again).rejects.toMatchObject({ code: 'CONTENT_HELD' });
    expect(() => store.describe('f'.repeat(64))).toThrow('CONTENT_UNKNOWN');
  });

  test('is bounded in uploads, in their length and in reads; idle uploads make room', async () => {
    let now = '2026-11-24T08:00:00.000Z' as Instant;
    const limits = { uploadsMax: 2, lengthMax: 1_000, readsMax: 1 };
    const store = await storeUnderTest(folderUnderTest(), limits, () => now);
    const tooLong = store.beginUpload(sample(1_001).facts);
    await expect(tooLong).rejects.toMatchObject({ code: 'LENGTH_LIMIT' });
    const idle = await store.beginUpload(sample(10).facts);
    now = '2026-11-24T08:30:00.000Z' as Instant;
    const busy = sample(10);
    const kept = await store.beginUpload(busy.facts);
    const third = sample(10);
    await expect(store.beginUpload(third.facts)).rejects.toMatchObject({ code: 'UPLOADS_FULL' });
    now = '2026-11-24T09:00:00.001Z' as Instant;
    await store.beginUpload(third.facts);
    await expect(store.uploadProgress(idle.id)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
    await store.append(kept.id, 0, pieces(busy.bytes));
    const reading = store.read(busy.facts.item).bytes;
    await reading.next();
    const second = store.read(busy.facts.item).bytes.next();
    await expect(second).rejects.toMatchObject({ code: 'DOWNLOADS_FULL' });
    await reading.return(undefined);
    expect(await readAll(store, busy.facts.item)).toEqual(busy.bytes);
  });

  test('refuses a store key that others can read or that is not the right one', async () => {
    const folder = folderUnderTest();
    const store = await openStore(folder);
    const content = sample(10);
    await deposit(store, content);
    await store.close();
    const path = join(folder, 'store.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o640);
    await expect(openStore(folder)).rejects.toThrow('can be read by others');
    chmodSync(path, 0o600);
    writeFileSync(path, Buffer.alloc(31));
    await expect(openStore(folder)).rejects.toThrow('has 31 bytes');
    writeFileSync(path, Buffer.alloc(32));
    const other = await storeUnderTest(folder);
    expect(() => other.describe(content.facts.item)).toThrow('does not open');
    expect(existsSync(path)).toBe(true);
  });
});

/** A connection that sends `bytes` and then nothing; `drained` resolves when more is awaited. */
function silentAfter(bytes: Buffer): {
  readonly stream: Readable;
  readonly drained: Promise<void>;
} {
  let stream = new Readable();
  const drained = new Promise<void>((resolve) => {
    const parts = [bytes];
    stream = new Readable({
      read() {
        const part = parts.shift();
        if (part === undefined) resolve();
        else this.push(part);
      },
    });
  });
  return { stream, drained };
}

async function* breakAfter(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
  throw new Error('connection lost');
}
