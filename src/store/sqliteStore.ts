/**
 * CommitStore on SQLite: log, state and used ids in one file, one durable transaction per block.
 *
 * A transaction writes entries, header, and the block's changes as one journal row: all of them at
 * the end of their tables. `state` and `used_ids` follow later, in bulk (pendingWrites.ts), in the
 * transaction of some later block; until then the journal has them, and opening replays it.
 */
import type { Database, Statement } from 'better-sqlite3';
import { fromHex, type Hex } from '../crypto/bytes.js';
import type { BlockRecord, CommitStore, EntryRecord, Head } from '../execution/ports.js';
import { type BlockHeader, headerHash } from '../ledger/blockHeader.js';
import { type Entry, entryHash } from '../ledger/entry.js';
import type { StateChange } from '../ledger/stateCommitment.js';
import { PendingWrites } from './pendingWrites.js';
import { openForWriting, StoreUnusable } from './schema.js';
import { usedIdKey } from './usedIdKey.js';
import { takeWriterLock } from './writerLock.js';

export interface SqliteStoreOptions {
  /** State keys, and used ids, that may wait in memory to be written in bulk (of each). */
  readonly pendingWritesMax: number;
}

/** Names whose keys are remembered between two commits. */
const REMEMBERED_KEYS_MAX = 10_000;

/** A used id as the journal has it: key, position of the signed entry. */
type UsedIdRow = readonly [key: Hex, position: number];

/** The one writer of a ledger database. */
export class SqliteStore implements CommitStore {
  readonly #options: SqliteStoreOptions;
  readonly #database: Database;
  readonly #lock: { release(): void };
  readonly #statements: Statements;
  readonly #state = new PendingWrites<string | null>(stateBucket);
  readonly #ids = new PendingWrites<number>(idBucket);
  /** Keys of the names looked up since the last commit. */
  readonly #keys = new Map<string, Hex>();
  #head: Head | undefined;
  #journalFrom = 0;

  /** Opens or creates the database at `path`. Throws StoreUnusable when it is locked or foreign. */
  constructor(path: string, options: SqliteStoreOptions) {
    this.#options = options;
    this.#lock = takeWriterLock(path);
    this.#database = openForWriting(path);
    this.#statements = prepare(this.#database);
    this.#head = this.#readHead();
    this.#replayJournal();
  }

  head(): Head | undefined {
    return this.#head;
  }

  commit(record: BlockRecord): void {
    const ids = record.usedIds.map(({ name, position }) => [this.#idKey(name), position] as const);
    this.#keys.clear();
    this.#transaction(() => this.#write(record, ids));
    this.#head = record.head;
    if (record.entries.length > 0) this.#remember(record, ids);
  }

  readState(key: string): string | undefined {
    const pending = this.#state.get(key);
    if (pending !== undefined) return pending ?? undefined;
    return this.#statements.readState.get(key);
  }

  /**
   * Looked up once for every event of a block. The transaction that `commit` will end is begun here
   * already: a read outside one takes and drops a file lock, twice the cost of the look-up itself.
   */
  findId(name: string): { readonly eventHash: Hex; readonly position: number } | undefined {
    const key = this.#idKey(name);
    if (!this.#database.inTransaction) this.#statements.begin.run();
    const position = this.#ids.get(key) ?? this.#statements.findId.get(fromHex(key));
    if (position === undefined) return undefined;
    return { eventHash: (JSON.parse(this.#existing(position).entry) as Entry).event, position };
  }

  headerOfSize(size: number): string | undefined {
    const header = this.#statements.headerBelow.get(size);
    if (header === undefined) return undefined;
    return (JSON.parse(header) as BlockHeader).size === size ? header : undefined;
  }

  /** Text of the block header at `height`, or undefined beyond the end. */
  header(height: number): string | undefined {
    return this.#statements.header.get(height);
  }

  entry(position: number): EntryRecord | undefined {
    const row = this.#statements.entry.get(position);
    return row && { ...row, hash: entryHash(row.entry) };
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.#statements.tile.get(level, index);
  }

  /** Writes what is pending, closes the database and gives the lock back. */
  close(): void {
    this.#transaction(() => this.#flushTo(0));
    this.#database.close();
    this.#lock.release();
  }

  /** Each name is looked up once and then used: it is hashed only the first time. */
  #idKey(name: string): Hex {
    let key = this.#keys.get(name);
    if (key === undefined) {
      if (this.#keys.size >= REMEMBERED_KEYS_MAX) this.#keys.clear();
      key = usedIdKey(name);
      this.#keys.set(name, key);
    }
    return key;
  }

  #existing(position: number): EntryRecord {
    const record = this.entry(position);
    if (record === undefined) throw new StoreUnusable(`no entry at position ${position}`);
    return record;
  }

  #transaction(write: () => void): void {
    if (!this.#database.inTransaction) this.#statements.begin.run();
    try {
      write();
      // Before COMMIT returns nothing of this survives a crash; after it, all of it does.
      this.#statements.commit.run();
    } catch (error) {
      // What was pending may have left memory: this object must not be used again, a new one can.
      if (this.#database.inTransaction) this.#statements.rollback.run();
      throw error;
    }
  }

  #write(record: BlockRecord, ids: readonly UsedIdRow[]): void {
    const { head, entries, fullTiles, checkpoint } = record;
    const statements = this.#statements;
    statements.engineHeight.run(head.engineHeight);
    if (entries.length === 0) return;
    const { height, first } = head.header;
    let position = first;
    for (const { entry, event } of entries) statements.insertEntry.run(position++, entry, event);
    for (const { level, index, hashes } of fullTiles) {
      statements.insertTile.run(level, index, hashes);
    }
    statements.insertBlock.run(height, first, head.headerText, checkpoint);
    this.#flushTo(this.#options.pendingWritesMax);
    statements.insertJournal.run(height, JSON.stringify(record.changes), JSON.stringify(ids));
  }

  /** Moves the oldest pending writes into their tables, and drops the journal that they were in. */
  #flushTo(remaining: number): void {
    const { writeState, deleteState, insertId, trimJournal } = this.#statements;
    this.#state.flushTo(remaining, (key, value) => {
      if (value === null) deleteState.run(key);
      else writeState.run(key, value);
    });
    this.#ids.flushTo(remaining, (key, position) => insertId.run(fromHex(key), position));
    const end = (this.#head?.header.height ?? -1) + 1;
    const oldest = Math.min(this.#state.oldestHeight() ?? end, this.#ids.oldestHeight() ?? end);
    if (oldest > this.#journalFrom) trimJournal.run(oldest);
    this.#journalFrom = oldest;
  }

  #remember({ head, changes }: BlockRecord, ids: readonly UsedIdRow[]): void {
    const { height } = head.header;
    for (const [key, value] of changes) this.#state.add(key, value, height);
    for (const [key, position] of ids) this.#ids.add(key, position, height);
  }

  /** Recovery takes the same path as the normal one: what the journal holds is pending again. */
  #replayJournal(): void {
    for (const { height, changes, ids: idsText } of this.#statements.journal.iterate()) {
      for (const [key, value] of JSON.parse(changes) as StateChange[]) {
        this.#state.add(key, value, height);
      }
      for (const [key, position] of JSON.parse(idsText) as UsedIdRow[]) {
        this.#ids.add(key, position, height);
      }
    }
  }

  #readHead(): Head | undefined {
    const row = this.#statements.lastBlock.get();
    if (row === undefined) return undefined;
    const header = JSON.parse(row.header) as BlockHeader;
    return {
      header,
      headerText: row.header,
      headerHash: headerHash(row.header),
      lastEntryHash: this.#existing(header.size - 1).hash,
      engineHeight: row.engineHeight,
    };
  }
}

/**
 * `evidence/item/3f…` → `evidence/item/3f`: a 256th of the keys of one kind, when they are hashes.
 */
function stateBucket(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 3);
}

function idBucket(key: string): string {
  return key.slice(0, 2);
}

type Statements = ReturnType<typeof prepare>;

function prepare(database: Database) {
  const one = <Args extends unknown[], Row>(sql: string): Statement<Args, Row> =>
    database.prepare<Args, Row>(sql);
  const pluck = <Args extends unknown[], Value>(sql: string): Statement<Args, Value> =>
    database.prepare<Args, Value>(sql).pluck();
  return {
    begin: one<[], never>('BEGIN IMMEDIATE'),
    commit: one<[], never>('COMMIT'),
    rollback: one<[], never>('ROLLBACK'),
    insertEntry: one<[number, string, string], never>('INSERT INTO entries VALUES (?, ?, ?)'),
    insertBlock: one<[number, number, string, string], never>(
      'INSERT INTO blocks VALUES (?, ?, ?, ?)',
    ),
    insertTile: one<[number, number, Uint8Array], never>('INSERT INTO tiles VALUES (?, ?, ?)'),
    insertJournal: one<[number, string, string], never>('INSERT INTO journal VALUES (?, ?, ?)'),
    trimJournal: one<[number], never>('DELETE FROM journal WHERE height < ?'),
    journal: one<[], { height: number; changes: string; ids: string }>(
      'SELECT height, changes, ids FROM journal ORDER BY height',
    ),
    insertId: one<[Uint8Array, number], never>('INSERT OR REPLACE INTO used_ids VALUES (?, ?)'),
    writeState: one<[string, string], never>('INSERT OR REPLACE INTO state VALUES (?, ?)'),
    deleteState: one<[string], never>('DELETE FROM state WHERE key = ?'),
    engineHeight: one<[number], never>('INSERT OR REPLACE INTO engine VALUES (1, ?)'),
    readState: pluck<[string], string>('SELECT value FROM state WHERE key = ?'),
    findId: pluck<[Uint8Array], number>('SELECT position FROM used_ids WHERE name = ?'),
    headerBelow: pluck<[number], string>(
      'SELECT header FROM blocks WHERE first < ? ORDER BY first DESC LIMIT 1',
    ),
    header: pluck<[number], string>('SELECT header FROM blocks WHERE height = ?'),
    tile: pluck<[number, number], Uint8Array>(
      'SELECT hashes FROM tiles WHERE level = ? AND number = ?',
    ),
    entry: one<[number], { entry: string; event: string }>(
      'SELECT entry, event FROM entries WHERE position = ?',
    ),
    lastBlock: one<[], { header: string; engineHeight: number }>(
      `SELECT header, engine.height AS engineHeight FROM blocks, engine
       ORDER BY blocks.height DESC LIMIT 1`,
    ),
  };
}
