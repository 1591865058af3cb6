/**
 * CommitStore on SQLite: log, state and used ids in one file, one durable transaction per block.
 *
 * A transaction writes entries, header, and the block's changes as one journal row: all of them at
 * the end of their tables. `state` and `used_ids` follow later, in bulk (pendingWrites.ts), in the
 * transaction of some later block; until then the journal has them, and opening replays it.
 */
import type { Database } from 'better-sqlite3';
import type { Hex } from '../crypto/bytes.js';
import type {
  BlockRecord,
  CommitStore,
  EntryRecord,
  Head,
  KeptOutcome,
  OutcomeOf,
} from '../execution/ports.js';
import { FOREIGN_MARK } from '../ledger/signedEvent.js';
import { LogTables, type UsedIdRow } from './logTables.js';
import type { Archive } from './archive/archive.js';
import { Pruning } from './pruneEntries.js';
import { openForWriting, StoreUnusable } from './schema.js';
import { usedIdKey } from './usedIdKey.js';
import { takeWriterLock } from './writerLock.js';

export interface SqliteStoreOptions {
  /** State keys, and used ids, that may wait in memory to be written in bulk (of each). */
  readonly pendingWritesMax: number;
}

/** Pruning over the writer's connection. */
export interface StorePruning {
  /** Entries from 1 up to and without this position are gone. */
  below(): number;
  /**
   * Removes some more entries below `end` and returns how far it has come: no further than before
   * while a block is under way. Throws ArchiveUnusable, and nothing was removed.
   */
  step(end: number): number;
}

/** Names whose keys are remembered between two commits. */
const REMEMBERED_KEYS_MAX = 10_000;

/** The one writer of a ledger database. */
export class SqliteStore implements CommitStore {
  readonly #options: SqliteStoreOptions;
  readonly #database: Database;
  readonly #lock: { release(): void };
  /** Keys of the names looked up since the last commit. */
  readonly #keys = new Map<string, Hex>();
  #tables: LogTables;
  #head: Head | undefined;
  /** A transaction has failed: what was pending may have left memory without reaching its table. */
  #failed = false;

  /** Opens or creates the database at `path`. Throws StoreUnusable when it is locked or foreign. */
  constructor(path: string, options: SqliteStoreOptions) {
    this.#options = options;
    this.#lock = takeWriterLock(path);
    try {
      this.#database = openForWriting(path);
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    this.#tables = new LogTables(this.#database);
    this.#head = this.#tables.readHead();
    this.#tables.replayJournal();
  }

  head(): Head | undefined {
    return this.#head;
  }

  commit(record: BlockRecord): void {
    const ids = record.usedIds.map(({ name, position }) => [this.#idKey(name), position] as const);
    this.#keys.clear();
    this.#transaction(() => this.#write(record, ids));
    this.#head = record.head;
    const { head, entries, changes } = record;
    if (entries.length > 0) this.#tables.remember(head.header.height, changes, ids);
  }

  readState(key: string): string | undefined {
    return this.#tables.readState(key);
  }

  /**
   * The transaction that `commit` will end is begun here already: a read outside one takes and
   * drops a file lock, twice the cost of a look-up itself.
   */
  beginBlock(): void {
    if (!this.#database.inTransaction) this.#tables.begin();
  }

  findId(name: string): { readonly eventHash: Hex; readonly position: number } | undefined {
    const position = this.#tables.findId(this.#idKey(name));
    if (position === undefined) return undefined;
    return { eventHash: this.#tables.eventHashAt(position), position };
  }

  headerOfSize(size: number): string | undefined {
    return this.#tables.headerOfSize(size);
  }

  /** Text of the block header at `height`, or undefined beyond the end. */
  header(height: number): string | undefined {
    return this.#tables.header(height);
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

  /** Removes entries that `archive` has, between blocks and step by step. */
  pruning(archive: Archive, outcomeOf: OutcomeOf): StorePruning {
    const pruning = new Pruning(this.#database, archive, outcomeOf);
    return {
      below: () => pruning.below(),
      step: (end) => {
        // A block is under way: its transaction is not for this.
        if (this.#database.inTransaction) return pruning.below();
        this.#tables.beginWriting();
        try {
          const below = pruning.step(end);
          // Before COMMIT returns the entries are here; after it, they are in the archive only.
          this.#tables.commit();
          return below;
        } catch (error) {
          this.#tables.rollback();
          throw error;
        }
      },
    };
  }

  /**
   * Writes the database anew without the room that pruning has left; needs as much free disk as it
   * will have bytes. From then on `giveBack` can shrink it while it is in use.
   */
  compact(): void {
    this.#database.pragma('auto_vacuum = INCREMENTAL');
    this.#database.exec('VACUUM');
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** Gives up to `pages` unused pages at the end of the file back, if it was compacted before. */
  giveBack(pages: number): void {
    if (!this.#database.inTransaction) this.#database.pragma(`incremental_vacuum(${pages})`);
  }

  /** Sees what another connection has put in the place of the log (sqliteRestore.ts). */
  reload(): void {
    if (this.#database.inTransaction) this.#tables.rollback();
    this.#keys.clear();
    this.#tables = new LogTables(this.#database);
    this.#head = this.#tables.readHead();
    this.#tables.replayJournal();
    this.#failed = false;
  }

  /**
   * Writes what is pending, closes the database and gives the lock back. After a transaction that
   * failed nothing is written: the journal on disk has all of it, and opening replays it.
   */
  close(): void {
    try {
      if (!this.#failed) this.#transaction(() => this.#flushTo(0));
    } finally {
      this.#database.close();
      this.#lock.release();
    }
  }

  /** Each name is looked up once and then used: it is hashed only the first time. */
  #idKey(name: string): Hex {
    if (name.startsWith(FOREIGN_MARK)) return usedIdKey(name);
    let key = this.#keys.get(name);
    if (key === undefined) {
      if (this.#keys.size >= REMEMBERED_KEYS_MAX) this.#keys.clear();
      key = usedIdKey(name);
      this.#keys.set(name, key);
    }
    return key;
  }

  #transaction(write: () => void): void {
    if (this.#failed) throw new StoreUnusable('a transaction has failed: open the ledger anew');
    if (!this.#database.inTransaction) this.#tables.begin();
    try {
      write();
      // Before COMMIT returns nothing of this survives a crash; after it, all of it does.
      this.#tables.commit();
    } catch (error) {
      this.#failed = true;
      if (this.#database.inTransaction) this.#tables.rollback();
      throw error;
    }
  }

  #write(record: BlockRecord, ids: readonly UsedIdRow[]): void {
    const { head, entries, changes } = record;
    this.#tables.writeEngineHeight(head.engineHeight);
    if (entries.length === 0) return;
    this.#tables.insertBlock(record);
    this.#flushTo(this.#options.pendingWritesMax);
    this.#tables.writeJournal(head.header.height, changes, ids);
  }

  #flushTo(remaining: number): void {
    this.#tables.flushTo(remaining, this.#head?.header.height ?? -1);
  }
}
