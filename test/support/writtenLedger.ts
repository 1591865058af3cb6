/** A ledger database as a node leaves it behind, and a hand that changes it. */
import Database from 'better-sqlite3';
import { SqliteStore } from '../../src/store/sqliteStore.js';
import { registration, type TestConsortium } from './consortium.js';
import { executorOver, runBlock } from './testNode.js';

/** Writes a closed ledger of `items` registrations, in blocks of 50, to `path`. */
export function writeLedger(path: string, kit: TestConsortium, items: number): void {
  const store = new SqliteStore(path, { pendingWritesMax: 100 });
  const executor = executorOver(store, kit);
  executor.init(kit.genesisText);
  const events = Array.from({ length: items }, (_, index) =>
    registration(kit, `item ${index}`, `item-${index}`),
  );
  for (let from = 0; from < items; from += 50) runBlock(executor, events.slice(from, from + 50));
  store.close();
}

/** Runs SQL on a closed ledger database. */
export function alterLedger(path: string, sql: string): void {
  const database = new Database(path);
  database.exec(sql);
  database.close();
}
