import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { checkChain } from '../../src/store/chainCheck.js';
import { openLogReader } from '../../src/store/sqliteLogReader.js';
import { SqliteStore } from '../../src/store/sqliteStore.js';
import { commitStoreContract } from '../support/commitStore.contract.js';
import { consortium, registration } from '../support/consortium.js';
import { executorOver, runBlock } from '../support/testNode.js';

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

/** A closed ledger of `items` registrations in blocks of 50. */
function writtenLedger(items: number): string {
  const path = ledgerPath();
  const store = new SqliteStore(path, { pendingWritesMax: 100 });
  const executor = executorOver(store, kit);
  executor.init(kit.genesisText);
  const events = Array.from({ length: items }, (_, index) => registration(kit, `item ${index}`));
  for (let from = 0; from < items; from += 50) runBlock(executor, events.slice(from, from + 50));
  store.close();
  return path;
}

function alter(path: string, sql: string): void {
  const database = new Database(path);
  database.exec(sql);
  database.close();
}

const quietly = (): void => undefined;

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
    alter(path, 'PRAGMA user_version = 99');
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

describe('the check before a start', () => {
  test('passes a whole ledger and says its size', () => {
    expect(checkChain(writtenLedger(300), quietly)).toBe(601);
  });

  const faults: readonly (readonly [string, string, RegExp])[] = [
    [
      'a changed entry',
      `UPDATE entries SET entry = replace(entry, '"height":3', '"height":4') WHERE position = 210`,
      /position 211/,
    ],
    [
      'an entry that is gone',
      'DELETE FROM entries WHERE position = 77',
      /position 77: the entry is missing/,
    ],
    ['a log cut short', 'DELETE FROM entries WHERE position > 590', /position 591: .*counts 601/],
    [
      'a changed last entry',
      `UPDATE entries SET entry = replace(entry, '"cause":599', '"cause":5') WHERE position = 600`,
      /position 501: the root/,
    ],
    [
      'a changed tile',
      'UPDATE tiles SET hashes = zeroblob(8192) WHERE number = 1',
      /position 256: tile 0\/1/,
    ],
    [
      'a changed header',
      `UPDATE blocks SET header = replace(header, '"height":2', '"height":3') WHERE height = 2`,
      /position 101: block 2/,
    ],
  ];

  test.each(faults)('names the position of %s', (_, sql, message) => {
    const path = writtenLedger(300);
    alter(path, sql);
    expect(() => checkChain(path, quietly)).toThrow(message);
  });
});
