/**
 * The file of the read models: its settings, its tables, and how far it is. It can be rebuilt from
 * the log at any time, so it is never migrated: when the tables or the folds have changed,
 * everything in it is dropped and folded again. All projections stand at one position, so that one
 * query never answers from two moments.
 */
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Hex } from '../crypto/bytes.js';
import { NO_PREVIOUS } from '../ledger/entry.js';
import type { Projection } from './projection.js';
import type { ReadModels } from './readModels.js';

/** The file is not one of ours: nothing in it may be dropped. */
export class ReadModelsUnusable extends Error {}

/** Where the folds stand. */
export interface FoldPosition {
  /** The next position to apply. */
  readonly next: number;
  /** Hash of the entry before it, or NO_PREVIOUS. */
  readonly entryHash: Hex;
}

/** `PRAGMA application_id` of our files: "clrm" in ASCII. */
const APPLICATION_ID = 0x63_6c_72_6d;

const POSITIONS_TABLE = `
  CREATE TABLE projection_positions (
    projection TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    next_position INTEGER NOT NULL,  -- every entry below it is in the tables
    entry_hash TEXT NOT NULL  -- hash of the entry before next_position
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Opens the file for the one runner, creating it and its tables when there are none of these
 * versions.
 * - page_size 16 KiB: most rows go to the end of their table; fewer pages are fewer system calls.
 * - journal_mode WAL: queries go on while the runner writes, and see whole transactions only.
 * - synchronous NORMAL: a commit does not wait for the disk. A power cut may take the last commits,
 *   rows and position together, and they are folded again. OFF would save the fsync of checkpoints
 *   only and could leave a damaged file that still opens.
 * - wal_autocheckpoint 8 MiB: what is copied back at once keeps the disk from the ledger's commits
 *   beside it; with 64 MiB they waited up to 220 ms for theirs, with this 30. journal_size_limit
 *   gives the disk back after a rebuild.
 * - cache_size 96 MiB: holds the inner pages of every index and what one transaction changes.
 * - temp_store MEMORY: no temporary files beside the database.
 * Throws ReadModelsUnusable when the file holds anything else.
 */
export function openForFolding(
  path: string,
  projections: readonly Projection[],
): Database.Database {
  const database = new Database(path);
  try {
    requireOwnFile(database, path);
    database.pragma('page_size = 16384');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('wal_autocheckpoint = 512');
    database.pragma('journal_size_limit = 67108864');
    database.pragma('cache_size = -98304');
    database.pragma('temp_store = MEMORY');
    if (!isCurrent(database, projections)) resetReadModels(database, projections);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens the file for queries, beside the runner. Writes are refused twice: by the open mode and by
 * query_only. cache_size 32 MiB bounds the memory; mmap_size 1 GiB lets reads of a large file come
 * straight from the page cache of the system. Throws when the file does not exist yet.
 */
export function openReadModels(path: string): Kysely<ReadModels> {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  database.pragma('query_only = ON');
  database.pragma('cache_size = -32768');
  database.pragma('mmap_size = 1073741824');
  return new Kysely<ReadModels>({ dialect: new SqliteDialect({ database }) });
}

/**
 * Drops every table and view and creates those of `projections`, at position 0. One transaction.
 */
export function resetReadModels(
  database: Database.Database,
  projections: readonly Projection[],
): void {
  const objects = database.prepare<[], { readonly type: string; readonly name: string }>(
    `SELECT type, name FROM sqlite_schema
     WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  const reset = database.transaction(() => {
    for (const { type, name } of objects.all()) database.exec(`DROP ${type} "${name}"`);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.exec(POSITIONS_TABLE);
    const insert = database.prepare('INSERT INTO projection_positions VALUES (?, ?, 0, ?)');
    for (const { name, version, tables } of projections) {
      database.exec(tables);
      insert.run(name, version, NO_PREVIOUS);
    }
  });
  reset.immediate();
}

/** Reads and writes where the folds stand, in whatever transaction is open. */
export interface FoldPositions {
  read(): FoldPosition;
  write(position: FoldPosition): void;
}

/** Prepares the statements for the one position that all projections stand at. */
export function foldPositions(database: Database.Database): FoldPositions {
  const select = database.prepare<[], FoldPosition>(
    'SELECT DISTINCT next_position AS next, entry_hash AS entryHash FROM projection_positions',
  );
  const update = database.prepare<[number, Hex]>(
    'UPDATE projection_positions SET next_position = ?, entry_hash = ?',
  );
  return {
    read() {
      const [position, ...others] = select.all();
      if (position !== undefined && others.length === 0) return position;
      throw new ReadModelsUnusable(
        `the projections of ${database.name} stand at different positions; remove the file and ` +
          'it will be made again from the log',
      );
    },
    write({ next, entryHash }) {
      update.run(next, entryHash);
    },
  };
}

function requireOwnFile(database: Database.Database, path: string): void {
  const { id, objects } = whatItHolds(database, path);
  if (id === APPLICATION_ID || (id === 0 && objects === 0)) return;
  throw new ReadModelsUnusable(`${path} is a database of another kind; name an unused file`);
}

function whatItHolds(database: Database.Database, path: string) {
  try {
    const id = database.pragma('application_id', { simple: true });
    const objects = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
    return { id, objects };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ReadModelsUnusable(`${path} cannot be read (${why})`);
  }
}

/** True when the file has the tables of exactly these projections and versions, at one position. */
function isCurrent(database: Database.Database, projections: readonly Projection[]): boolean {
  const table = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'projection_positions'`);
  if (table.get() === undefined) return false;
  const rows = database
    .prepare('SELECT projection, version FROM projection_positions ORDER BY projection')
    .raw()
    .all();
  const wanted = projections.map(({ name, version }) => [name, version]).sort();
  return JSON.stringify(rows) === JSON.stringify(wanted);
}
