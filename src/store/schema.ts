/**
 * The tables of the ledger database and the settings of every connection to it. One file holds log,
 * state and used ids, so that one transaction makes a block durable as a whole.
 */
import Database from 'better-sqlite3';
import { brokenPage } from './brokenChain.js';
import { PRUNED_STORE_VERSION } from './prunedTables.js';

/**
 * Raised when the tables change; a database of another version is refused, never migrated silently.
 * A pruned one has two tables more and PRUNED_STORE_VERSION.
 */
export const STORE_VERSION = 1;

/** The database is not one this program may use. */
export class StoreUnusable extends Error {}

const TABLES = `
  CREATE TABLE entries (
    position INTEGER PRIMARY KEY,
    entry TEXT NOT NULL,   -- canonical JSON: the Merkle leaf
    event TEXT NOT NULL    -- body, derived event or genesis document, exactly as hashed
  );
  CREATE TABLE blocks (
    height INTEGER PRIMARY KEY,
    first INTEGER NOT NULL UNIQUE,  -- position of the block's first entry
    header TEXT NOT NULL,
    checkpoint TEXT NOT NULL
  );
  CREATE TABLE tiles (
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hashes BLOB NOT NULL,  -- 256 hashes of 32 bytes
    PRIMARY KEY (level, number)
  );
  CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE used_ids (
    name BLOB PRIMARY KEY,  -- 16 bytes that stand for the name (usedIdKey.ts)
    position INTEGER NOT NULL
  ) WITHOUT ROWID;
  -- The changes of recent blocks that have not reached state and used_ids yet (pendingWrites.ts).
  CREATE TABLE journal (
    height INTEGER PRIMARY KEY,
    changes TEXT NOT NULL,  -- [[key, value or null], …]
    ids TEXT NOT NULL       -- [[hex of used_ids.name, position], …]
  );
  CREATE TABLE engine (id INTEGER PRIMARY KEY CHECK (id = 1), height INTEGER NOT NULL);
`;

/**
 * Opens the database for the one writer.
 * - WAL: readers (projections, GraphQL, tools) never block the writer and see whole blocks only.
 * - synchronous FULL: COMMIT returns after fsync of the WAL. NORMAL would be faster and would lose
 *   acknowledged events at a power cut.
 * - page_size 16 KiB: the log grows at its end, so whole pages fill; a quarter of the pages is a
 *   quarter of the system calls, and halves the time of a commit.
 * - wal_autocheckpoint 16 MiB: pages that many blocks touch are copied back once, not per block.
 * - cache_size 64 MiB: the bound on memory for state and ids, however large they grow on disk.
 */
export function openForWriting(path: string): Database.Database {
  const database = new Database(path);
  database.pragma('page_size = 16384');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('wal_autocheckpoint = 1024');
  database.pragma('cache_size = -65536');
  if (database.pragma('user_version', { simple: true }) === 0) {
    database.transaction(() => {
      database.exec(TABLES);
      database.pragma(`user_version = ${STORE_VERSION}`);
    })();
  }
  requireVersion(database, path);
  return database;
}

/**
 * Opens the database for reading only, beside a running writer or alone. Throws StoreUnusable,
 * BrokenChain for a file that is no database, or SQLite's own error when there is none.
 */
export function openForReading(path: string): Database.Database {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    database.pragma('query_only = ON');
    database.pragma('cache_size = -16384');
    requireVersion(database, path);
    return database;
  } catch (error) {
    database.close();
    throw brokenPage(error, 0);
  }
}

function requireVersion(database: Database.Database, path: string): void {
  const version = database.pragma('user_version', { simple: true });
  if (version === STORE_VERSION || version === PRUNED_STORE_VERSION) return;
  database.close();
  throw new StoreUnusable(
    `${path} has store version ${String(version)}; this program reads version ${STORE_VERSION}`,
  );
}
