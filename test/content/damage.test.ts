/** What is changed on disk is never handed out, and the damage is named by its chunk. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { chunkOffset, SEALED_CHUNK_BYTES } from '../../src/content/objectFormat.js';
import type { ContentStore } from '../../src/content/contentStore.js';
import { deposit, newFolder, openStore, readAll, sample } from './support.js';

const { folder, remove } = newFolder();
const content = sample(3 * 65_536 + 1_000);
let store: ContentStore;
let path: string;
let sound: Buffer;

beforeAll(async () => {
  store = await openStore(folder);
  path = join(folder, 'objects', await deposit(store, content));
  sound = readFileSync(path);
});

afterAll(async () => {
  await store.close();
  remove();
});

/** What reading says of the file after `change`; the file is sound again afterwards. */
async function faultAfter(change: () => void, range?: { from: number; to: number }) {
  change();
  try {
    const read = await readAll(store, content.facts.item, range);
    return read.equals(content.bytes) ? 'sound' : 'other bytes';
  } catch (error) {
    return error as object;
  } finally {
    writeFileSync(path, sound);
  }
}

function flipBit(offset: number): void {
  const byte = Buffer.from([(sound[offset] as number) ^ 1]);
  writeSync(openSync(path, 'r+'), byte, 0, 1, offset);
}

function chunk(number: number): Buffer {
  return sound.subarray(chunkOffset(number), chunkOffset(number + 1));
}

function damage(value: string) {
  return { code: 'CONTENT_DAMAGED', facts: { value } };
}

describe('a damaged object', () => {
  test.each([0, 1, 2, 3])('names chunk %d when a bit of it was changed', async (number) => {
    for (const within of [0, 12, 500, chunk(number).length - 1]) {
      const fault = await faultAfter(() => flipBit(chunkOffset(number) + within));
      expect(fault).toMatchObject(damage(`chunk ${number} fails its check`));
    }
  });

  test('names the first of two chunks that changed places', async () => {
    const swapped = Buffer.concat([
      sound.subarray(0, chunkOffset(1)),
      chunk(2),
      chunk(1),
      sound.subarray(chunkOffset(3)),
    ]);
    const fault = await faultAfter(() => writeFileSync(path, swapped));
    expect(fault).toMatchObject(damage('chunk 1 fails its check'));
  });

  test('names where it ends early, even at the border of a chunk', async () => {
    for (const [size, number] of [
      [sound.length - 1, 3],
      [chunkOffset(3), 3],
      [chunkOffset(1) + 5, 1],
      [chunkOffset(0), 0],
    ] as const) {
      const fault = await faultAfter(() => truncateSync(path, size));
      expect(fault).toMatchObject(damage(`chunk ${number} ends early`));
    }
  });

  test('says that there are bytes after its end, or that the file is gone', async () => {
    const longer = Buffer.concat([sound, chunk(0)]);
    const fault = await faultAfter(() => writeFileSync(path, longer));
    expect(fault).toMatchObject(damage(`${SEALED_CHUNK_BYTES} bytes after the last chunk`));
    const gone = await faultAfter(() => rmSync(path));
    expect(gone).toMatchObject(damage('no longer on disk'));
  });

  test('does not pass for another object', async () => {
    const other = sample(content.bytes.length);
    const otherPath = join(folder, 'objects', await deposit(store, other));
    const foreign = readFileSync(otherPath);
    const fault = await faultAfter(() => writeFileSync(path, foreign));
    expect(fault).toMatchObject(damage('the header is another'));
    const body = Buffer.concat([sound.subarray(0, 32), foreign.subarray(32)]);
    const bodyFault = await faultAfter(() => writeFileSync(path, body));
    expect(bodyFault).toMatchObject(damage('chunk 0 fails its check'));
  });

  test('still gives the ranges that the damage does not touch', async () => {
    const change = (): void => flipBit(chunkOffset(2) + 7);
    change();
    const range = { from: 10, to: 2 * 65_536 };
    const read = await readAll(store, content.facts.item, range);
    expect(read.equals(content.bytes.subarray(range.from, range.to))).toBe(true);
    writeFileSync(path, sound);
    const touched = await faultAfter(change, { from: 2 * 65_536, to: 2 * 65_536 + 1 });
    expect(touched).toMatchObject(damage('chunk 2 fails its check'));
  });
});
