/**
 * CommitStore for a restore: a whole log in the place of the one that is there, in one transaction.
 * Readers see the old log until the end and then the new one; a process that ends before the end
 * has written nothing.
 */
import type { Database } from 'better-sqlite3';
import type { Hex } from '../crypto/bytes.js';
import type {
  BlockRecord,
  CommitStore,
  EntryRecord,
  Head,
  KeptOutcome,
} from '../execution/ports.js';
import { LogTables } from './logTables.js';
import { clearPruned } from './prunedTables.js';
import { openForWriting } from './schema.js';
import type { SqliteStoreOptions } from './sqliteStore.js';
import { usedIdKey } from './usedIdKey.js';

const TABLES = ['entries', 'blocks', 'tiles', 'state', 'used_ids', 'journal', 'engine'] as const;

/** One restore. Use it once, and end it with `finish` or `abandon`. */
export class SqliteRestore implements CommitStore {
  readonly #options: SqliteStoreOptions;
  readonly #database: Database;
  readonly #tables: LogTables;
  #head: Head | undefined;

  /** Begins on the database at `path`, whose writer holds the lock and writes nothing meanwhile. */
  constructor(path: string, options: SqliteStoreOptions) {
    this.#options = options;
    this.#database = openForWriting(path);
    this.#tables = new LogTables(this.#database);
    this.#tables.beginWriting();
    for (const table of TABLES) this.#database.exec(`DELETE FROM ${table}`);
    clearPruned(this.#database);
  }

  head(): Head | undefined {
    return this.#head;
  }

  commit(record: BlockRecord): void {
    const { height } = record.head.header;
    const ids = record.usedIds.map(({ name, position }) => [usedIdKey(name), position] as const);
    this.#tables.insertBlock(record);
    this.#tables.remember(height, record.changes, ids);
    this.#tables.flushTo(this.#options.pendingWritesMax, height);
    this.#head = record.head;
  }

  readState(key: string): string | undefined {
    return this.#tables.readState(key);
  }

  findId(name: string): { readonly eventHash: Hex; readonly position: number } | undefined {
    const position = this.#tables.findId(usedIdKey(name));
    if (position === undefined) return undefined;
    return { eventHash: this.#tables.eventHashAt(position), position };
  }

  headerOfSize(size: number): string | undefined {
    return this.#tables.headerOfSize(size);
  }

  entry(position: number): EntryRecord | undefined {
    return this.#tables.entry(position);
  }

  prunedOutcome(position: number): KeptOutcome | undefined {
    return this.#tables.prunedOutcome(position);
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.#tables.tile(level, index);
  }

  /** Makes everything durable at once, as of the engine's block `engineHeight`. */
  finish(engineHeight: number): void {
    this.#tables.flushTo(0, this.#head?.header.height ?? -1);
    this.#tables.writeEngineHeight(engineHeight);
    // Before COMMIT returns the old log stands; after it, the new one does.
    this.#tables.commit();
    // The write-ahead log is as large as the ledger by now: the next commit must not pay for it.
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
    this.#database.close();
  }

  /** Leaves everything as it was. */
  abandon(): void {
    this.#tables.rollback();
    this.#database.close();
  }
}
