import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { openForReading } from '../../src/store/schema.js';
import type { BlockRecord } from '../../src/execution/ports.js';
import { openLogReader } from '../../src/store/sqliteLogReader.js';
import { SqliteStore } from '../../src/store/sqliteStore.js';
import { commitStoreContract } from '../support/commitStore.contract.js';
import { consortium, registration } from '../support/consortium.js';
import { memoryStore } from '../support/memoryStore.js';
import { executorOver, recordingStore, runBlock } from '../support/testNode.js';
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

  test('gives the lock back when it cannot open the database', () => {
    const path = writtenLedger(1);
    alterLedger(path, 'PRAGMA user_version = 99');
    expect(() => new SqliteStore(path, { pendingWritesMax: 0 })).toThrow(/store version 99/);
    alterLedger(path, 'PRAGMA user_version = 1');
    expect(open(path).head()?.header.height).toBe(1);
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

describe('a commit that fails after it has moved pending writes', () => {
  const BLOCKS = 10;
  const PENDING = 20;
  const items = Array.from({ length: 4 * BLOCKS }, (_, number) =>
    registration(kit, `item ${number}`),
  );

  /** The records of a ledger of BLOCKS blocks of four items, genesis before them. */
  function records(): readonly BlockRecord[] {
    const { store, records: kept } = recordingStore(memoryStore());
    const executor = executorOver(store, kit);
    executor.init(kit.genesisText);
    for (let from = 0; from < items.length; from += 4) {
      runBlock(executor, items.slice(from, from + 4));
    }
    return kept;
  }

  /** Cannot be written to the journal, which comes last: as if the disk were full by then. */
  function unwritable(record: BlockRecord): BlockRecord {
    const value = {
      toJSON: () => {
        throw new Error('the disk is full');
      },
    };
    return { ...record, changes: [['a key', value as unknown as string]] };
  }

  function missing(store: SqliteStore): readonly string[] {
    return items
      .map(({ hash }) => hash)
      .filter((hash, number) => {
        const used = store.findId(`depositor@evidence-platform/item ${number}`);
        return store.readState(`evidence/item/${hash}`) === undefined || used?.eventHash !== hash;
      });
  }

  test('loses nothing of the blocks before it, closed and opened again', () => {
    const path = ledgerPath();
    const [last, ...before] = [...records()].reverse() as [BlockRecord, ...BlockRecord[]];
    const store = new SqliteStore(path, { pendingWritesMax: PENDING });
    for (const record of before.reverse()) store.commit(record);
    expect(() => store.commit(unwritable(last))).toThrow('the disk is full');
    store.close();
    const again = open(path, PENDING);
    expect(missing(again)).toEqual(items.slice(-4).map(({ hash }) => hash));
    again.commit(last);
    expect(missing(again)).toEqual([]);
  });

  test('is the last one that this store takes', () => {
    const path = ledgerPath();
    const [genesis, first, second] = records() as [BlockRecord, BlockRecord, BlockRecord];
    const store = open(path, PENDING);
    store.commit(genesis);
    store.commit(first);
    expect(() => store.commit(unwritable(second))).toThrow('the disk is full');
    expect(() => store.commit(second)).toThrow(/open the ledger anew/);
  });
});
