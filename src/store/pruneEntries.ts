/**
 * Removes entries from a ledger database, a few at a time, each only after it was read back from
 * the archive and found to be the same, byte for byte, under the log's own leaf hash. What answers
 * an id again is kept in the same transaction, so a process may end at any moment.
 */
import type { Database } from 'better-sqlite3';
import type { OutcomeOf } from '../execution/ports.js';
import type { Entry } from '../ledger/entry.js';
import { segmentName } from '../ledger/archive/segment.js';
import { TILE_WIDTH } from '../ledger/tile.js';
import { type Archive, ArchiveUnusable } from './archive/archive.js';
import { ArchivedEntries, type ArchivedEntry } from './archive/archivedEntries.js';
import { EntryRows, type EntryRow } from './entryRows.js';
import { keepOutcome, makePrunedTables, setPrunedBelow } from './prunedTables.js';

/** Entries of one step: some 10 ms. */
const STEP_ENTRIES = TILE_WIDTH;

export interface PruneOptions {
  /** Newest entries that stay, at least 1. */
  readonly keep: number;
}

/**
 * How far a log of `size` entries can be pruned: to a whole tile, because leaf hashes of complete
 * tiles only are kept apart from the entries.
 */
export function pruneEnd(size: number, archivedEnd: number, { keep }: PruneOptions): number {
  const end = Math.min(size - keep, archivedEnd);
  return Math.max(1, Math.floor(end / TILE_WIDTH) * TILE_WIDTH);
}

/** One run of pruning over the connection of the one writer. */
export class Pruning {
  readonly #database: Database;
  readonly #archive: Archive;
  readonly #rows: EntryRows;
  readonly #archived: ArchivedEntries;
  readonly #outcomeOf: OutcomeOf;
  #checkedUpTo = 0;

  constructor(database: Database, archive: Archive, outcomeOf: OutcomeOf) {
    this.#database = database;
    this.#archive = archive;
    this.#rows = new EntryRows(database, undefined);
    this.#archived = new ArchivedEntries(archive, (from, count) =>
      this.#rows.leafHashes(from, count),
    );
    this.#outcomeOf = outcomeOf;
  }

  /** Entries from 1 up to and without this position are gone. */
  below(): number {
    return this.#rows.prunedBelow();
  }

  /**
   * Removes the next entries below `end`, within the caller's transaction, and returns how far it
   * has come. Throws ArchiveUnusable; the transaction has to be rolled back then.
   */
  step(end: number): number {
    const from = this.below();
    const next = Math.min(end, (Math.floor(from / STEP_ENTRIES) + 1) * STEP_ENTRIES);
    if (next <= from) return from;
    this.#checkSegments(from, next);
    const rows = this.#rows.read(from, next - from);
    this.#requireArchived(rows, from, next);
    makePrunedTables(this.#database);
    const keep = keepOutcome(this.#database);
    for (const row of rows) this.#keepOutcome(row, rows, keep);
    this.#database
      .prepare<[number, number]>('DELETE FROM entries WHERE position >= ? AND position < ?')
      .run(from, next);
    setPrunedBelow(this.#database, next);
    return next;
  }

  /** Each file is held against the manifest once, its voucher must be there. */
  #checkSegments(from: number, end: number): void {
    for (const segment of this.#archive.segments) {
      if (segment.end <= from || segment.end <= this.#checkedUpTo) continue;
      if (segment.first >= end) return;
      this.#archive.readWhole(segment, () => this.#archive.voucher(segment.first));
      this.#checkedUpTo = segment.end;
    }
  }

  #requireArchived(rows: readonly EntryRow[], from: number, end: number): void {
    const archived: ArchivedEntry[] = [];
    while (from + archived.length < end) {
      const next = from + archived.length;
      archived.push(...this.#archived.from(next, end - next));
    }
    const differs = archived.findIndex(
      ({ entry, event }, at) => rows[at]?.entry !== entry || rows[at]?.event !== event,
    );
    if (differs === -1) return;
    const segment = this.#archive.segmentOf(from + differs);
    const what = `entry ${from + differs} is another one than in the ledger`;
    throw new ArchiveUnusable(segmentName(segment?.first ?? 0), from + differs, what);
  }

  #keepOutcome(
    { position, entry: text }: EntryRow,
    rows: readonly EntryRow[],
    keep: ReturnType<typeof keepOutcome>,
  ): void {
    const entry = JSON.parse(text) as Entry;
    if (entry.kind !== 'signed') return;
    const at = position - (rows[0] as EntryRow).position;
    const next = rows[at + 1] ?? this.#rows.read(position + 1, 1)[0];
    keep(position, { eventHash: entry.event, ...this.#outcomeOf(text, next?.event) });
  }
}
