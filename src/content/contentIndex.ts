/**
 * Which object holds the content of which item, with the wrapped key that opens it; which uploads
 * are under way; and which contents were erased. An SQLite file of its own. Erasing leaves nothing
 * behind in it: deleted cells are overwritten (secure_delete), the file is written anew (VACUUM),
 * and the rollback journal, which had the old pages, is truncated with every commit.
 */
import Database from 'better-sqlite3';
import type { Hex } from '../crypto/bytes.js';
import type { Instant } from '../ledger/instant.js';

/** What opens an object: the data key under the store key, the facts under the data key. */
export interface ObjectRow {
  readonly item: string;
  readonly object: Hex;
  readonly key: Buffer;
  readonly facts: Buffer;
}

/** An upload that is not complete. */
export interface UploadRow extends ObjectRow {
  /** The sealed beginning of the chunk that has not been filled yet; null: none. */
  readonly tail: Buffer | null;
}

const INDEX_VERSION = 1;

const TABLES = `
  CREATE TABLE contents (
    item TEXT PRIMARY KEY,
    object TEXT NOT NULL UNIQUE,
    key BLOB NOT NULL,
    facts BLOB NOT NULL
  ) STRICT;
  CREATE TABLE uploads (
    item TEXT PRIMARY KEY,
    object TEXT NOT NULL UNIQUE,
    key BLOB NOT NULL,
    facts BLOB NOT NULL,
    tail BLOB,
    touched TEXT NOT NULL
  ) STRICT;
  CREATE TABLE erasures (
    item TEXT PRIMARY KEY,
    time TEXT NOT NULL,
    cleaned INTEGER NOT NULL  -- 0 until the object is gone and this file was written anew
  ) STRICT;
`;

/** Another process may hold the file for as long as it writes it anew. */
const BUSY_MS = 30_000;

/** The index cannot be used by this program. */
export class IndexUnusable extends Error {}

export class ContentIndex {
  readonly #database: Database.Database;

  /** Opens or creates the index at `path`. */
  constructor(path: string) {
    const database = new Database(path, { timeout: BUSY_MS });
    database.pragma('journal_mode = TRUNCATE');
    database.pragma('synchronous = FULL');
    database.pragma('secure_delete = ON');
    const version = (): unknown => database.pragma('user_version', { simple: true });
    database
      .transaction(() => {
        if (version() !== 0) return;
        database.exec(TABLES);
        database.pragma(`user_version = ${INDEX_VERSION}`);
      })
      .immediate();
    if (version() !== INDEX_VERSION) {
      throw new IndexUnusable(
        `${path} has version ${String(version())}; this program reads version ${INDEX_VERSION}`,
      );
    }
    this.#database = database;
  }

  content(item: string): ObjectRow | undefined {
    return this.#get<ObjectRow>('SELECT * FROM contents WHERE item = ?', item);
  }

  contentOfObject(object: Hex): ObjectRow | undefined {
    return this.#get<ObjectRow>('SELECT * FROM contents WHERE object = ?', object);
  }

  upload(item: string): UploadRow | undefined {
    return this.#get<UploadRow>('SELECT * FROM uploads WHERE item = ?', item);
  }

  uploadOfObject(object: Hex): UploadRow | undefined {
    return this.#get<UploadRow>('SELECT * FROM uploads WHERE object = ?', object);
  }

  /** When the content of `item` was erased, or undefined. */
  erasedAt(item: string): Instant | undefined {
    const row = this.#get<{ time: Instant }>('SELECT time FROM erasures WHERE item = ?', item);
    return row?.time;
  }

  countUploads(): number {
    return this.#get<{ n: number }>('SELECT count(*) AS n FROM uploads')?.n ?? 0;
  }

  /** Uploads that nothing was added to since `time`. */
  uploadsBefore(time: Instant): readonly UploadRow[] {
    return this.#database.prepare<[string], UploadRow>(UPLOADS_BEFORE).all(time);
  }

  /** Objects that a row stands for. */
  objects(): ReadonlySet<Hex> {
    const rows = this.#database.prepare<[], Hex>(ALL_OBJECTS).pluck().all();
    return new Set(rows);
  }

  addUpload({ item, object, key, facts }: ObjectRow, time: Instant): void {
    this.#run('INSERT INTO uploads VALUES (?, ?, ?, ?, NULL, ?)', item, object, key, facts, time);
  }

  /** Keeps what was added to an upload beyond its full chunks. */
  keepTail(object: Hex, tail: Buffer | null, time: Instant): void {
    this.#run('UPDATE uploads SET tail = ?, touched = ? WHERE object = ?', tail, time, object);
  }

  removeUpload(object: Hex): void {
    this.#run('DELETE FROM uploads WHERE object = ?', object);
  }

  /** Makes an upload the content of its item; false when it was erased or removed meanwhile. */
  complete(object: Hex): boolean {
    return this.#database
      .transaction(() => {
        const { changes } = this.#run(COMPLETE, object);
        this.removeUpload(object);
        return changes === 1;
      })
      .immediate();
  }

  /** Destroys keys and facts of `item`, and remembers that; returns the objects to delete. */
  erase(item: string, time: Instant): readonly Hex[] {
    return this.#database
      .transaction(() => {
        const objects = [this.content(item), this.upload(item)].flatMap((row) =>
          row === undefined ? [] : [row.object],
        );
        // Overwritten first, so that the bytes are gone even from cells that stay in use.
        for (const table of ['contents', 'uploads']) {
          this.#run(
            `UPDATE ${table} SET key = zeroblob(length(key)), facts = zeroblob(length(facts))
             WHERE item = ?`,
            item,
          );
          this.#run(`DELETE FROM ${table} WHERE item = ?`, item);
        }
        this.#run('INSERT OR IGNORE INTO erasures VALUES (?, ?, 0)', item, time);
        return objects;
      })
      .immediate();
  }

  /** True when an erasure has not been cleaned up after. */
  hasUncleanErasure(): boolean {
    return this.#get('SELECT 1 FROM erasures WHERE cleaned = 0 LIMIT 1') !== undefined;
  }

  /** Writes the file anew, without what pages keep of deleted rows. */
  cleanErasures(): void {
    this.#database.exec('VACUUM');
    this.#run('UPDATE erasures SET cleaned = 1 WHERE cleaned = 0');
  }

  close(): void {
    this.#database.close();
  }

  #get<Row>(sql: string, ...parameters: readonly unknown[]): Row | undefined {
    return this.#database.prepare<unknown[], Row>(sql).get(...parameters);
  }

  #run(sql: string, ...parameters: readonly unknown[]): Database.RunResult {
    return this.#database.prepare<unknown[]>(sql).run(...parameters);
  }
}

const UPLOADS_BEFORE = 'SELECT * FROM uploads WHERE touched < ?';
const ALL_OBJECTS = 'SELECT object FROM contents UNION ALL SELECT object FROM uploads';
const COMPLETE = `INSERT INTO contents SELECT item, object, key, facts FROM uploads
  WHERE object = ? AND item NOT IN (SELECT item FROM erasures)`;
