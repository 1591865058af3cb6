/**
 * The entries of a ledger database by position, wherever they are: in its table, or, where they
 * were pruned, in the archive. Leaf hashes come from tiles, which are never pruned.
 */
import type { Database } from 'better-sqlite3';
import { fromHex } from '../crypto/bytes.js';
import { EntriesPruned } from '../ledger/archive/entriesPruned.js';
import { type Entry, entryHash } from '../ledger/entry.js';
import { HASH_BYTES } from '../ledger/merkleHash.js';
import { TILE_WIDTH } from '../ledger/tile.js';
import { Archive, ArchiveUnusable } from './archive/archive.js';
import { ArchivedEntries } from './archive/archivedEntries.js';
import { prunedBelow } from './prunedTables.js';

export interface EntryRow {
  readonly position: number;
  readonly entry: string;
  readonly event: string;
}

export class EntryRows {
  readonly #database: Database;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #archiveFolder: string | undefined;
  #archived: ArchivedEntries | undefined;

  /** `archiveFolder`: where pruned entries are; without it they are refused. */
  constructor(database: Database, archiveFolder: string | undefined) {
    this.#database = database;
    this.#statements = prepare(database);
    this.#archiveFolder = archiveFolder;
  }

  size(): number {
    return (this.#statements.maxPosition.get() ?? -1) + 1;
  }

  /** Entries from 1 up to and without this position are not in the table; 1 when all are. */
  prunedBelow(): number {
    return prunedBelow(this.#database);
  }

  /** True when every entry can be read here. */
  isWhole(): boolean {
    return this.#archiveFolder !== undefined || this.prunedBelow() === 1;
  }

  /**
   * Up to `limit` entries from `from` upwards, gap-free: fewer only at the end of the log, or
   * before an entry that is missing. Throws EntriesPruned for one that is in no archive that is
   * named.
   */
  read(from: number, limit: number): readonly EntryRow[] {
    const rows = this.#statements.range.all(from, limit);
    // Rows come in the order of positions: first and last tell whether there is a gap.
    if (rows.length === 0 || rows.at(-1)?.position === from + rows.length - 1) return rows;
    return this.#readAcross(from, Math.min(from + limit, this.size()));
  }

  /** Throws a RangeError when the log ends before. */
  leafHashes(from: number, count: number): Uint8Array {
    const hashes = new Uint8Array(count * HASH_BYTES);
    for (let at = from; at < from + count;) {
      const column = at % TILE_WIDTH;
      const taken = Math.min(TILE_WIDTH - column, from + count - at);
      const tile = this.#statements.tile.get(0, (at - column) / TILE_WIDTH);
      const run =
        tile?.subarray(column * HASH_BYTES, (column + taken) * HASH_BYTES) ??
        this.#hashesOfTexts(at, taken);
      hashes.set(run, (at - from) * HASH_BYTES);
      at += taken;
    }
    return hashes;
  }

  /** Of entries behind the last complete tile: those are never pruned. */
  #hashesOfTexts(from: number, count: number): Uint8Array {
    const rows = this.#statements.range.all(from, count);
    if (rows.length < count) throw new RangeError(`the log ends before ${from + count}`);
    const hashes = new Uint8Array(count * HASH_BYTES);
    rows.forEach(({ entry }, at) => hashes.set(fromHex(entryHash(entry)), at * HASH_BYTES));
    return hashes;
  }

  #readAcross(from: number, end: number): readonly EntryRow[] {
    const entries: EntryRow[] = [];
    for (let next = from; next < end; next = from + entries.length) {
      // Read first and bound second: what is pruned in between is then below the bound.
      const rows = gapFree(this.#statements.range.all(next, end - next), next);
      const below = this.prunedBelow();
      if (rows.length > 0) entries.push(...rows);
      else if (next > 0 && next < below) {
        entries.push(...this.#fromArchive(next, Math.min(end, below) - next, below));
      } else break;
    }
    return entries;
  }

  #fromArchive(position: number, limit: number, below: number): readonly EntryRow[] {
    if (this.#archiveFolder === undefined) throw new EntriesPruned(position, below);
    try {
      this.#archived ??= this.#openArchive(this.#archiveFolder);
      return this.#archived.from(position, limit);
    } catch (error) {
      if (!(error instanceof ArchiveUnusable)) throw error;
      throw new EntriesPruned(position, below, error.message);
    }
  }

  #openArchive(folder: string): ArchivedEntries {
    const [genesis] = this.#statements.range.all(0, 1);
    const ledger = (JSON.parse(genesis?.entry ?? '{}') as Entry).event;
    const leafHashes = (from: number, count: number): Uint8Array => this.leafHashes(from, count);
    return new ArchivedEntries(new Archive(folder, ledger), leafHashes);
  }
}

/** The rows from `from` up to the first gap. */
function gapFree(rows: readonly EntryRow[], from: number): readonly EntryRow[] {
  const wrong = rows.findIndex(({ position }, at) => position !== from + at);
  return wrong === -1 ? rows : rows.slice(0, wrong);
}

function prepare(database: Database) {
  return {
    maxPosition: database.prepare<[], number | null>('SELECT max(position) FROM entries').pluck(),
    range: database.prepare<[number, number], EntryRow>(
      'SELECT position, entry, event FROM entries WHERE position >= ? ORDER BY position LIMIT ?',
    ),
    tile: database
      .prepare<[number, number], Uint8Array>(
        'SELECT hashes FROM tiles WHERE level = ? AND number = ?',
      )
      .pluck(),
  };
}
