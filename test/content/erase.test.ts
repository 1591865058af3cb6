/** Erasure (PIPL art. 47): afterwards no file holds the content, its key, its salt or a digest. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ContentStore } from '../../src/content/contentStore.js';
import { unwrapKey } from '../../src/content/storeKey.js';
import { deposit, filesHolding, filesIn, newFolder } from './support.js';
import { NOW, openStore, OPTIONS, pieces, readAll, sample } from './support.js';

let folder: string;
let remove: () => void;
let store: ContentStore;

beforeEach(async () => {
  ({ folder, remove } = newFolder());
  store = await openStore(folder);
});

afterEach(async () => {
  await store.close();
  remove();
});

interface Row {
  readonly object: string;
  readonly key: Buffer;
  readonly facts: Buffer;
}

function rowOf(table: string, item: string): Row {
  const database = new Database(join(folder, 'index.sqlite'), { readonly: true });
  const row = database.prepare(`SELECT * FROM ${table} WHERE item = ?`).get(item) as Row;
  database.close();
  return row;
}

/** All that must be gone: pieces of the content, keys, salt, digests, and their sealed forms. */
function secrets({ bytes, facts }: ReturnType<typeof sample>, row: Row): readonly Buffer[] {
  const { object, key, facts: sealed } = row;
  const dataKey = unwrapKey(readFileSync(join(folder, 'store.key')), key, object);
  const slices = [0, 65_536, bytes.length - 64].map((from) => bytes.subarray(from, from + 64));
  const texts = [...facts.digests.map(({ value }) => value), facts.salt ?? ''];
  return [
    ...slices,
    ...[key, key.subarray(12, 44), sealed, sealed.subarray(12, 60), dataKey],
    ...texts.flatMap((hex) => [Buffer.from(hex), Buffer.from(hex, 'hex')]),
    Buffer.from(dataKey.toString('hex')),
    Buffer.from(object),
  ];
}

const PRIVATE = (): ReturnType<typeof sample> => sample(100_000, randomBytes(32).toString('hex'));

describe('erasing a content', () => {
  test('leaves nothing of it in any file, and everything of the others', async () => {
    const [victim, ...others] = Array.from({ length: 6 }, PRIVATE) as [
      ReturnType<typeof sample>,
      ...ReturnType<typeof sample>[],
    ];
    for (const content of [...others.slice(0, 3), victim, ...others.slice(3)]) {
      await deposit(store, content);
    }
    const needles = secrets(victim, rowOf('contents', victim.facts.item));
    const held = [rowOf('contents', victim.facts.item).key];
    expect(filesHolding(folder, held)).toEqual([join(folder, 'index.sqlite')]);
    await store.erase(victim.facts.item);
    expect(filesHolding(folder, needles)).toEqual([]);
    expect(filesIn(join(folder, 'objects')).length).toBe(others.length);
    for (const { bytes, facts } of others) expect(await readAll(store, facts.item)).toEqual(bytes);
  }, 30_000);

  test('leaves exactly the id of the item and when', async () => {
    const victim = PRIVATE();
    await deposit(store, victim);
    await store.erase(victim.facts.item);
    const database = new Database(join(folder, 'index.sqlite'), { readonly: true });
    const rows = ['contents', 'uploads', 'erasures'].map((table) =>
      database.prepare(`SELECT * FROM ${table}`).all(),
    );
    database.close();
    expect(rows).toEqual([[], [], [{ item: victim.facts.item, time: NOW, cleaned: 1 }]]);
    const left = filesIn(folder).filter((path) => readFileSync(path).length > 0);
    expect(left.map((path) => basename(path)).sort()).toEqual(['index.sqlite', 'store.key']);
  });

  test('finds no digest, salt or content in the open before an erasure either', async () => {
    const content = PRIVATE();
    await deposit(store, content);
    const { bytes, facts } = content;
    const texts = [...facts.digests.map(({ value }) => value), facts.salt as string];
    const needles = texts.flatMap((hex) => [Buffer.from(hex), Buffer.from(hex, 'hex')]);
    expect(filesHolding(folder, [...needles, bytes.subarray(0, 64)])).toEqual([]);
  });

  test('ends an upload under way and leaves nothing of it', async () => {
    const victim = PRIVATE();
    const { id } = await store.beginUpload(victim.facts);
    await store.append(id, 0, pieces(victim.bytes.subarray(0, 70_000)));
    const needles = secrets(victim, rowOf('uploads', victim.facts.item));
    await store.erase(victim.facts.item);
    expect(filesHolding(folder, needles)).toEqual([]);
    await expect(store.uploadProgress(id)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
  });

  test('cuts off a read under way', async () => {
    const victim = PRIVATE();
    await deposit(store, victim);
    const { bytes } = store.read(victim.facts.item);
    await bytes.next();
    await store.erase(victim.facts.item);
    await expect(bytes.next()).rejects.toMatchObject({ code: 'CONTENT_ERASED' });
  });

  test('is for ever: reads and new deposits are refused, also of what was never here', async () => {
    const [victim, neverHere] = [PRIVATE(), PRIVATE()];
    await deposit(store, victim);
    for (const { facts } of [victim, neverHere]) {
      await store.erase(facts.item);
      await store.erase(facts.item);
      expect(() => store.describe(facts.item)).toThrow('CONTENT_ERASED');
      await expect(store.beginUpload(facts)).rejects.toMatchObject({ code: 'CONTENT_ERASED' });
    }
  });

  test('by another process beside this one holds here at once', async () => {
    const [victim, uploading] = [PRIVATE(), PRIVATE()];
    await deposit(store, victim);
    const { id } = await store.beginUpload(uploading.facts);
    await store.append(id, 0, pieces(uploading.bytes.subarray(0, 10)));
    const operator = openBeside();
    for (const { facts } of [victim, uploading]) await operator.erase(facts.item);
    await operator.close();
    expect(() => store.read(victim.facts.item)).toThrow('CONTENT_ERASED');
    const rest = pieces(uploading.bytes.subarray(10));
    await expect(store.append(id, 10, rest)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
  });
});

describe('a crash', () => {
  test('during an erasure is made good at the next start', async () => {
    const victim = PRIVATE();
    const id = await deposit(store, victim);
    const row = rowOf('contents', victim.facts.item);
    const copy = join(folder, 'copy');
    copyFileSync(join(folder, 'objects', id), copy);
    const needles = secrets(victim, row);
    await store.erase(victim.facts.item);
    // As if the process had ended between the commit of the index and the deletion of the file.
    copyFileSync(copy, join(folder, 'objects', id));
    await store.close();
    const database = new Database(join(folder, 'index.sqlite'));
    database.exec('UPDATE erasures SET cleaned = 0');
    database.close();
    store = await openStore(folder);
    expect(filesIn(join(folder, 'objects'))).toEqual([]);
    expect(filesHolding(folder, needles)).toEqual([]);
  });

  test('between the move of a complete upload and its row continues the upload', async () => {
    const content = PRIVATE();
    const { id } = await store.beginUpload(content.facts);
    await store.append(id, 0, pieces(content.bytes.subarray(0, 99_999)));
    await store.close();
    renameSync(join(folder, 'uploads', id), join(folder, 'objects', id));
    writeFileSync(join(folder, 'uploads', 'stray'), 'left behind');
    store = await openStore(folder);
    expect(await store.uploadProgress(id)).toMatchObject({ offset: 99_999 });
    await store.append(id, 99_999, pieces(content.bytes.subarray(99_999)));
    expect(await readAll(store, content.facts.item)).toEqual(content.bytes);
    expect(filesIn(join(folder, 'uploads'))).toEqual([]);
  });
});

/** A store on the same folder, as the operator's command opens it beside the node. */
function openBeside(): ContentStore {
  return new ContentStore({ ...OPTIONS, folder }, () => NOW);
}
