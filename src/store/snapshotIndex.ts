/**
 * Where the chunks of snapshots begin in the log, and their hashes: kept in a file of its own that
 * can be thrown away. Taking a snapshot hashes what the log has gained since the last one; the
 * bytes of a chunk are read from the log when somebody asks for them.
 */
import Database from 'better-sqlite3';
import { concatBytes, type Hex } from '../crypto/bytes.js';
import { sha256Hex } from '../crypto/sha256.js';
import type { BlockHeader } from '../ledger/blockHeader.js';
import type { Entry } from '../ledger/entry.js';
import {
  encodeBlock,
  encodeDescription,
  type RecordedBlock,
  type RecordedEvent,
  SNAPSHOT_CHUNK_BYTES,
} from '../ledger/snapshot.js';
import type { SqliteLogReader } from './sqliteLogReader.js';

/** A snapshot that can be handed out. */
export interface ListedSnapshot {
  /** The engine's height after which it was taken. */
  readonly height: number;
  readonly chunks: number;
  /** Canonical description (ledger/snapshot.ts). */
  readonly description: string;
}

/** CometBFT asks for the newest ten. */
const SNAPSHOTS_KEPT = 10;

const TABLES = `
  CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY,
    height INTEGER NOT NULL,  -- block in which the chunk begins
    skipped INTEGER NOT NULL, -- bytes of that block's encoding before it
    hash TEXT                 -- null while the chunk is not full
  );
  CREATE TABLE IF NOT EXISTS snapshots (
    height INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,    -- height of its last block in the ledger
    bytes INTEGER NOT NULL,
    description TEXT NOT NULL
  );
`;

interface ChunkRow {
  readonly number: number;
  readonly height: number;
  readonly skipped: number;
}

interface SnapshotRow {
  readonly height: number;
  readonly last: number;
  readonly bytes: number;
  readonly description: string;
}

export class SnapshotIndex {
  readonly #database: Database.Database;
  readonly #log: SqliteLogReader;

  /** Opens or makes the index at `path` over the log that `log` reads. */
  constructor(path: string, log: SqliteLogReader) {
    this.#log = log;
    this.#database = new Database(path);
    this.#database.exec(TABLES);
    this.#database.prepare('INSERT OR IGNORE INTO chunks VALUES (0, 1, 0, NULL)').run();
  }

  /** The snapshots that are kept, the newest first. */
  list(): readonly ListedSnapshot[] {
    return this.#rows().map(({ height, bytes, description }) => ({
      height,
      chunks: Math.ceil(bytes / SNAPSHOT_CHUNK_BYTES),
      description,
    }));
  }

  /**
   * Takes the snapshot of the log up to its block `last`, as it was after the engine's block
   * `height`. A log with nothing but its genesis block has none.
   */
  take(height: number, last: number): void {
    if (last < 1) return;
    this.#database.transaction(() => {
      const rest = this.#hashFullChunks(last);
      const hashes = this.#database
        .prepare<[], Hex>('SELECT hash FROM chunks WHERE hash IS NOT NULL ORDER BY number')
        .pluck()
        .all();
      const bytes = hashes.length * SNAPSHOT_CHUNK_BYTES + rest.length;
      const chunks = rest.length === 0 ? hashes : [...hashes, sha256Hex(rest)];
      const header = JSON.parse(this.#log.block(last)?.header as string) as BlockHeader;
      const description = encodeDescription({ header, bytes, chunks });
      this.#database
        .prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)')
        .run(height, last, bytes, description);
      this.#database
        .prepare(
          `DELETE FROM snapshots WHERE height NOT IN
             (SELECT height FROM snapshots ORDER BY height DESC LIMIT ${SNAPSHOTS_KEPT})`,
        )
        .run();
    })();
  }

  /** The bytes of a chunk of the snapshot at `height`; undefined when there is no such one. */
  chunk(height: number, number: number): Uint8Array | undefined {
    const snapshot = this.#rows().find((row) => row.height === height);
    const start = this.#database
      .prepare<[number], ChunkRow>('SELECT * FROM chunks WHERE number = ?')
      .get(number);
    if (snapshot === undefined || start === undefined) return undefined;
    if (number * SNAPSHOT_CHUNK_BYTES >= snapshot.bytes) return undefined;
    return this.#read(start, snapshot.last).bytes;
  }

  close(): void {
    this.#database.close();
  }

  #rows(): readonly SnapshotRow[] {
    return this.#database
      .prepare<[], SnapshotRow>('SELECT * FROM snapshots ORDER BY height DESC')
      .all();
  }

  /** Enters every chunk that is full by block `last`; the bytes behind the last of them. */
  #hashFullChunks(last: number): Uint8Array {
    const open = this.#database
      .prepare<[], ChunkRow>('SELECT * FROM chunks WHERE hash IS NULL')
      .get() as ChunkRow;
    const setHash = this.#database.prepare('UPDATE chunks SET hash = ? WHERE number = ?');
    const insert = this.#database.prepare('INSERT INTO chunks VALUES (?, ?, ?, NULL)');
    let start = open;
    for (;;) {
      const { bytes, next } = this.#read(start, last);
      if (next === undefined) return bytes;
      setHash.run(sha256Hex(bytes), start.number);
      start = { number: start.number + 1, ...next };
      insert.run(start.number, start.height, start.skipped);
    }
  }

  /** One chunk's bytes, cut at the end of block `last`, and where the next begins if it is full. */
  #read(
    { height: first, skipped }: Omit<ChunkRow, 'number'>,
    last: number,
  ): { readonly bytes: Uint8Array; readonly next?: Omit<ChunkRow, 'number'> } {
    const pieces: Uint8Array[] = [];
    let room = SNAPSHOT_CHUNK_BYTES;
    let from = skipped;
    for (let height = first; height <= last; height += 1) {
      const block = encodeBlock(this.#recordedBlock(height)).subarray(from);
      const taken = block.subarray(0, room);
      pieces.push(taken);
      room -= taken.length;
      if (room === 0) {
        const isCut = taken.length < block.length;
        const next = isCut
          ? { height, skipped: from + taken.length }
          : { height: height + 1, skipped: 0 };
        return { bytes: concatBytes(...pieces), next };
      }
      from = 0;
    }
    return { bytes: concatBytes(...pieces) };
  }

  #recordedBlock(height: number): RecordedBlock {
    const row = this.#log.block(height);
    if (row === undefined) throw new RangeError(`the log has no block ${height}`);
    const { time, first, size } = JSON.parse(row.header) as BlockHeader;
    const events: (RecordedEvent & { readonly derived: string[] })[] = [];
    for (const { entry: text, event } of this.#log.entries(first, size - first)) {
      const entry = JSON.parse(text) as Entry;
      if (entry.kind === 'signed') {
        events.push({ body: event, signature: entry.signature, derived: [] });
      } else events.at(-1)?.derived.push(event);
    }
    return { time, events };
  }
}
