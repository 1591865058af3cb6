/**
 * The tables of a ledger as one connection reads and writes them: entries, headers and tiles at
 * once, state and used ids gathered first (pendingWrites.ts). Transactions are the callers' affair:
 * a block each (sqliteStore.ts), or a whole log in one (sqliteRestore.ts).
 */
import type BetterSqlite3 from 'better-sqlite3';
import { fromHex, type Hex } from '../crypto/bytes.js';
import type { BlockRecord, EntryRecord, Head, KeptOutcome } from '../execution/ports.js';
import { type BlockHeader, headerHash } from '../ledger/blockHeader.js';
import { type Entry, entryHash } from '../ledger/entry.js';
import type { StateChange } from '../ledger/stateCommitment.js';
import { KeyFilter } from './keyFilter.js';
import { PendingWrites } from './pendingWrites.js';
import { prunedOutcome } from './prunedTables.js';
import { StoreUnusable } from './schema.js';

/** A used id as the journal has it: key, position of the signed entry. */
export type UsedIdRow = readonly [key: Hex, position: number];

/** 2 MiB to begin with. */
const FILTERED_IDS = 2 ** 20;
/** Ids of the table that a block takes into the filter after opening: ten milliseconds or so. */
const FILTERED_PER_BLOCK = 10_000;

export class LogTables {
  readonly #database: BetterSqlite3.Database;
  readonly #statements: Statements;
  readonly #state = new PendingWrites<string | null>(stateBucket);
  readonly #ids = new PendingWrites<number>(idBucket);
  /** Of the ids that wait, and of those in the table as far as they have been read. */
  readonly #idFilter = new KeyFilter(FILTERED_IDS);
  /** The last id of the table that the filter has read; undefined: it has them all. */
  #filteredUpTo: Uint8Array | undefined = new Uint8Array();
  #journalFrom = 0;

  constructor(database: BetterSqlite3.Database) {
    this.#database = database;
    this.#statements = prepare(database);
  }

  /** The lock on the file is taken by the first write: a look-up alone is in nobody's way. */
  begin(): void {
    this.#statements.begin.run();
  }

  /** Takes the lock at once. */
  beginWriting(): void {
    this.#statements.beginWriting.run();
  }

  commit(): void {
    this.#statements.commit.run();
  }

  rollback(): void {
    this.#statements.rollback.run();
  }

  /** Height of the engine's newest block. */
  writeEngineHeight(height: number): void {
    this.#statements.engineHeight.run(height);
  }

  /** Keeps the changes of block `height` until they have reached their tables. */
  writeJournal(height: number, changes: readonly StateChange[], ids: readonly UsedIdRow[]): void {
    this.#statements.insertJournal.run(height, JSON.stringify(changes), JSON.stringify(ids));
  }

  /** The newest block of the tables. */
  readHead(): Head | undefined {
    const row = this.#statements.lastBlock.get();
    if (row === undefined) return undefined;
    const header = JSON.parse(row.header) as BlockHeader;
    return {
      header,
      headerText: row.header,
      headerHash: headerHash(row.header),
      lastEntryHash: this.existing(header.size - 1).hash,
      engineHeight: row.engineHeight,
    };
  }

  readState(key: string): string | undefined {
    const pending = this.#state.get(key);
    if (pending !== undefined) return pending ?? undefined;
    return this.#statements.readState.get(key);
  }

  /** Position of the signed entry that used the id, by its key (usedIdKey.ts). */
  findId(key: Hex): number | undefined {
    if (this.#filteredUpTo === undefined && !this.#idFilter.mayHave(key)) return undefined;
    return this.#ids.get(key) ?? this.#statements.findId.get(fromHex(key));
  }

  /** Text of the block header at `height`, or undefined beyond the end. */
  header(height: number): string | undefined {
    return this.#statements.header.get(height);
  }

  headerOfSize(size: number): string | undefined {
    const header = this.#statements.headerBelow.get(size);
    if (header === undefined) return undefined;
    return (JSON.parse(header) as BlockHeader).size === size ? header : undefined;
  }

  entry(position: number): EntryRecord | undefined {
    const row = this.#statements.entry.get(position);
    return row && { ...row, hash: entryHash(row.entry) };
  }

  /** The entry at a position that must be there. */
  existing(position: number): EntryRecord {
    const record = this.entry(position);
    if (record === undefined) throw new StoreUnusable(`no entry at position ${position}`);
    return record;
  }

  /** What is kept of the signed entry at `position`, which was pruned. */
  prunedOutcome(position: number): KeptOutcome | undefined {
    return prunedOutcome(this.#database, position);
  }

  /** Hash of the event whose signed entry is at `position`, wherever that is. */
  eventHashAt(position: number): Hex {
    const row = this.#statements.entry.get(position);
    if (row !== undefined) return (JSON.parse(row.entry) as Entry).event;
    const pruned = this.prunedOutcome(position);
    if (pruned === undefined) throw new StoreUnusable(`no entry at position ${position}`);
    return pruned.eventHash;
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.#statements.tile.get(level, index);
  }

  /** Entries, tiles and header of a block that has entries. */
  insertBlock({ head, entries, fullTiles, checkpoint }: BlockRecord): void {
    const { insertEntry, insertTile, insertBlock } = this.#statements;
    const { height, first } = head.header;
    let position = first;
    for (const { entry, event } of entries) insertEntry.run(position++, entry, event);
    for (const { level, index, hashes } of fullTiles) insertTile.run(level, index, hashes);
    insertBlock.run(height, first, head.headerText, checkpoint);
  }

  /** State changes and used ids of block `height`, to be written later. */
  remember(height: number, changes: readonly StateChange[], ids: readonly UsedIdRow[]): void {
    this.#gather(height, changes, ids);
    this.#filterMore();
  }

  /**
   * Moves the oldest pending writes into their tables until `remaining` of each wait, and drops the
   * journal that they were in. `headHeight`: height of the newest durable block.
   */
  flushTo(remaining: number, headHeight: number): void {
    const { writeState, deleteState, insertId, trimJournal } = this.#statements;
    this.#state.flushTo(remaining, (key, value) => {
      if (value === null) deleteState.run(key);
      else writeState.run(key, value);
    });
    this.#ids.flushTo(remaining, (key, position) => insertId.run(fromHex(key), position));
    const end = headHeight + 1;
    const oldest = Math.min(this.#state.oldestHeight() ?? end, this.#ids.oldestHeight() ?? end);
    if (oldest > this.#journalFrom) trimJournal.run(oldest);
    this.#journalFrom = oldest;
  }

  /** Recovery takes the same path as the normal one: what the journal holds is pending again. */
  replayJournal(): void {
    for (const { height, changes, ids } of this.#statements.journal.iterate()) {
      this.#gather(height, JSON.parse(changes) as StateChange[], JSON.parse(ids) as UsedIdRow[]);
    }
  }

  #gather(height: number, changes: readonly StateChange[], ids: readonly UsedIdRow[]): void {
    for (const [key, value] of changes) this.#state.add(key, value, height);
    for (const [key, position] of ids) {
      this.#ids.add(key, position, height);
      this.#idFilter.add(key);
    }
  }

  /** A part of the table with every block, so that opening a large one does not wait for all. */
  #filterMore(): void {
    if (this.#filteredUpTo === undefined) return;
    const keys = this.#statements.idsAfter.all(this.#filteredUpTo, FILTERED_PER_BLOCK);
    for (const key of keys) this.#idFilter.add(key);
    const isWhole = keys.length < FILTERED_PER_BLOCK;
    this.#filteredUpTo = isWhole ? undefined : fromHex(keys.at(-1) as Hex);
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

function prepare(database: BetterSqlite3.Database) {
  const one = <Args extends unknown[], Row>(sql: string): BetterSqlite3.Statement<Args, Row> =>
    database.prepare<Args, Row>(sql);
  const pluck = <Args extends unknown[], Value>(
    sql: string,
  ): BetterSqlite3.Statement<Args, Value> => database.prepare<Args, Value>(sql).pluck();
  return {
    begin: one<[], never>('BEGIN'),
    beginWriting: one<[], never>('BEGIN IMMEDIATE'),
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
    idsAfter: pluck<[Uint8Array, number], Hex>(
      'SELECT lower(hex(name)) FROM used_ids WHERE name > ? ORDER BY name LIMIT ?',
    ),
    findId: pluck<[Uint8Array], number>('SELECT position FROM used_ids WHERE name = ?'),
    header: pluck<[number], string>('SELECT header FROM blocks WHERE height = ?'),
    headerBelow: pluck<[number], string>(
      'SELECT header FROM blocks WHERE first < ? ORDER BY first DESC LIMIT 1',
    ),
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
