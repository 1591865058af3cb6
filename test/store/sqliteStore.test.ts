import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { openForReading } from '../../src/store/schema.js';
import { openLogReader } from '../../src/store/sqliteLogReader.js';
import { SqliteStore } from '../../src/store/sqliteStore.js';
import { commitStoreContract } from '../support/commitStore.contract.js';
import { consortium, registration } from '../support/consortium.js';
import { executorOver, runBlock } from '../support/testNode.js';
import { alterLedger, writeLedger } from '../support/writtenLedger.js';

const kit = consortium();
const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
});

function ledgerPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'civic-ledger-store-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  return join(folder, 'ledger.sqlite');
}

function open(path: string, pendingWritesMax = 1000): SqliteStore {
  const store = new SqliteStore(path, { pendingWritesMax });
  cleanUps.push(() => store.close());
  return store;
}

function writtenLedger(items: number): string {
  const path = ledgerPath();
  writeLedger(path, kit, items);
  return path;
}

describe('the SQLite store', () => {
  for (const pendingWritesMax of [0, 3, 1000]) {
    describe(`with ${pendingWritesMax} pending writes`, () => {
      commitStoreContract(() => {
        const path = ledgerPath();
        let store = new SqliteStore(path, { pendingWritesMax });
        cleanUps.push(() => store.close());
        const reopen = () => {
          store.close();
          store = new SqliteStore(path, { pendingWritesMax });
        };
        return { store: () => store, reopen };
      });
    });
  }

  test('refuses a second writer and says what to do', () => {
    const path = ledgerPath();
    open(path);
    expect(() => new SqliteStore(path, { pendingWritesMax: 0 })).toThrow(/another process/);
  });

  test('refuses a database of another version', () => {
    const path = writtenLedger(1);
    alterLedger(path, 'PRAGMA user_version = 99');
    expect(() => new SqliteStore(path, { pendingWritesMax: 0 })).toThrow(/store version 99/);
  });

  test('has every state key and id in its tables after a clean close', () => {
    const path = writtenLedger(120);
    const database = new Database(path, { readonly: true });
    cleanUps.push(() => database.close());
    const count = (table: string) =>
      database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect(count('used_ids')).toBe(120);
    expect(count("state WHERE key GLOB 'evidence/item/*'")).toBe(120);
    expect(count('journal')).toBe(0);
  });

  test('finds the ids of a large table in every block after it was opened', () => {
    const path = writtenLedger(120);
    alterLedger(
      path,
      `INSERT INTO used_ids WITH RECURSIVE numbers (n) AS
         (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 25000)
       SELECT randomblob(16), n FROM numbers`,
    );
    const store = open(path);
    const executor = executorOver(store, kit);
    const names = Array.from({ length: 120 }, (_, n) => `depositor@evidence-platform/item-${n}`);
    const missing = () => names.filter((name) => store.findId(name) === undefined);
    for (const block of [1, 2, 3, 4]) {
      expect(missing()).toEqual([]);
      expect(store.findId(`depositor@evidence-platform/block-${block}`)).toBeUndefined();
      runBlock(executor, [registration(kit, `of block ${block}`, `block-${block}`)]);
      names.push(`depositor@evidence-platform/block-${block}`);
    }
    expect(missing()).toEqual([]);
  });

  test('is opened by tools for reading only, and never made by them', () => {
    const path = writtenLedger(1);
    const before = readFileSync(path);
    const database = openForReading(path);
    const writes = ['DELETE FROM entries', 'PRAGMA user_version = 99', 'CREATE TABLE notes (a)'];
    for (const sql of writes) expect(() => database.exec(sql)).toThrow(/readonly/);
    database.close();
    expect(readFileSync(path)).toEqual(before);
    const nowhere = ledgerPath();
    expect(() => openLogReader(nowhere)).toThrow(/unable to open database file/);
    expect(existsSync(nowhere)).toBe(false);
  });

  test('a reader beside the writer finds ids that are still in the journal', () => {
    const path = ledgerPath();
    const executor = executorOver(open(path), kit);
    executor.init(kit.genesisText);
    const event = registration(kit, 'a deed', 'deed');
    runBlock(executor, [event]);
    const reader = openLogReader(path);
    cleanUps.push(() => reader.close());
    const found = { eventHash: event.hash, position: 1 };
    expect(reader.findId('depositor@evidence-platform/deed')).toEqual(found);
    expect(reader.findId('depositor@evidence-platform/other')).toBeUndefined();
  });
});
