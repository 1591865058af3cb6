/**
 * A map from text to text that stays within a bound of memory: the newest keys in a Map, the others
 * in a temporary SQLite file that SQLite itself removes. An audit needs the state of the whole log,
 * which may be larger than memory.
 */
import Database from 'better-sqlite3';

type Row = readonly [key: string, value: string | null];

/** Keys held in memory before they move to the file: some 150 MB of ledger state. */
const MEMORY_KEYS_MAX = 400_000;

export class SpillingMap {
  readonly #memoryKeysMax: number;
  /** Null marks a key that was removed after it had moved to the file. */
  #recent = new Map<string, string | null>();
  #file: SpillFile | undefined;

  constructor(memoryKeysMax: number = MEMORY_KEYS_MAX) {
    this.#memoryKeysMax = memoryKeysMax;
  }

  get(key: string): string | undefined {
    const recent = this.#recent.get(key);
    if (recent !== undefined) return recent ?? undefined;
    return this.#file?.get(key);
  }

  set(key: string, value: string | null): void {
    if (value === null && this.#file === undefined) this.#recent.delete(key);
    else this.#recent.set(key, value);
    if (this.#recent.size >= this.#memoryKeysMax) this.#spill();
  }

  /** Every key with its value, in no particular order. Nothing may be set meanwhile. */
  *entries(): Generator<readonly [key: string, value: string]> {
    for (const [key, value] of this.#recent) if (value !== null) yield [key, value];
    for (const pair of this.#file?.entries() ?? []) if (!this.#recent.has(pair[0])) yield pair;
  }

  /** Number of keys that have a value. */
  size(): number {
    if (this.#file === undefined) return this.#recent.size;
    this.#spill();
    return this.#file.size();
  }

  /** Removes the file. */
  close(): void {
    this.#recent.clear();
    this.#file?.close();
    this.#file = undefined;
  }

  #spill(): void {
    this.#file ??= openSpillFile();
    // In key order, neighbouring keys share pages and the tree is written once from left to right.
    this.#file.write([...this.#recent].sort(([left], [right]) => (left < right ? -1 : 1)));
    this.#recent = new Map();
  }
}

interface SpillFile {
  get(key: string): string | undefined;
  entries(): Iterable<readonly [key: string, value: string]>;
  write(rows: readonly Row[]): void;
  size(): number;
  close(): void;
}

/** An empty path is SQLite's own temporary file: unlinked at once, gone with the process. */
function openSpillFile(): SpillFile {
  const database = new Database('');
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -65536');
  database.exec('CREATE TABLE pairs (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
  const select = database
    .prepare<[string], string>('SELECT value FROM pairs WHERE key = ?')
    .pluck();
  const insert = database.prepare<[string, string]>('INSERT OR REPLACE INTO pairs VALUES (?, ?)');
  const remove = database.prepare<[string]>('DELETE FROM pairs WHERE key = ?');
  const all = database.prepare<[]>('SELECT key, value FROM pairs').raw();
  const count = database.prepare<[], number>('SELECT count(*) FROM pairs').pluck();
  const write = database.transaction((rows: readonly Row[]) => {
    for (const [key, value] of rows) {
      if (value === null) remove.run(key);
      else insert.run(key, value);
    }
  });
  return {
    get: (key) => select.get(key),
    entries: () => all.iterate() as Iterable<[string, string]>,
    write,
    size: () => count.get() as unknown as number,
    close: () => database.close(),
  };
}
