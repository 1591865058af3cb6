/**
 * The fold of the log into the read models, one transaction at a time: rows and position become
 * visible together or not at all, so that no entry is applied twice and none is left out, whenever
 * the process ends.
 */
import type { Database } from 'better-sqlite3';
import { type Entry, entryHash, NO_PREVIOUS } from '../ledger/entry.js';
import { toHex } from '../crypto/bytes.js';
import { type FoldPosition, type FoldPositions, foldPositions } from './database.js';
import type { LogEntry, LogReader } from './logReader.js';
import { projectedEntry } from './projectedEntry.js';
import type { Projection, ProjectionWriter } from './projection.js';

/**
 * A projection could not fold an entry. The runner stops there: skipping would falsify the rest.
 */
export class ProjectionFailed extends Error {
  readonly projection: string;
  readonly position: number;

  constructor(projection: string, position: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`projection ${projection} failed at position ${position}: ${reason}`, { cause });
    this.projection = projection;
    this.position = position;
  }
}

/** The log does not go on where the read models end: it is another log, or one cut short. */
export class LogMismatch extends Error {}

/**
 * How much one transaction takes. A large one is cheaper per entry, because a page of the lookup
 * index is written once for all rows that fall on it; a small one is visible sooner and needs less
 * memory.
 */
export interface FoldLimits {
  readonly entries: number;
  /** Of event text, in UTF-16 code units: a batch of 10,000 items is one entry of 670,000. */
  readonly characters: number;
}

/** Entries that one read takes from the log: bounds the memory when each is as large as can be. */
const ENTRIES_PER_READ = 128;

export interface FoldParts {
  readonly database: Database;
  readonly reader: LogReader;
  readonly projections: readonly Projection[];
}

/** One fold over one connection. After an error it must not be used again. */
export class Fold {
  readonly #reader: LogReader;
  readonly #writers: readonly { readonly name: string; readonly writer: ProjectionWriter }[];
  readonly #positions: FoldPositions;
  readonly #transaction;

  constructor(limits: FoldLimits, { database, reader, projections }: FoldParts) {
    this.#reader = reader;
    this.#writers = projections.map((projection) => ({
      name: projection.name,
      writer: projection.writer(database),
    }));
    this.#positions = foldPositions(database);
    this.#transaction = database.transaction(() => this.#foldBatch(limits));
  }

  /** The next position to apply, as committed. */
  position(): number {
    return this.#positions.read().next;
  }

  /** Throws LogMismatch when the last applied entry is not in the log. */
  requireSameLog(): void {
    const { next, entryHash: expected } = this.#positions.read();
    if (next > this.#reader.size()) {
      throw new LogMismatch(`the log has ${this.#reader.size()} entries, the read models ${next}`);
    }
    const found = next === 0 ? NO_PREVIOUS : toHex(this.#reader.leafHashes(next - 1, 1));
    if (found !== expected) {
      throw new LogMismatch(`the read models were folded from another log than this one`);
    }
  }

  /**
   * Applies what the log has, up to the limits, in one transaction; returns the next position.
   * Throws ProjectionFailed or LogMismatch, and nothing of the batch is there.
   */
  advance(): number {
    // IMMEDIATE takes the write lock before the position is read: two runners cannot both apply it.
    return this.#transaction.immediate();
  }

  #foldBatch(limits: FoldLimits): number {
    const start = this.#positions.read();
    const end = Math.min(this.#reader.size(), start.next + limits.entries);
    let next = start.next;
    let characters = 0;
    let last: LogEntry | undefined;
    while (next < end && characters < limits.characters) {
      const stored = this.#reader.entries(next, Math.min(ENTRIES_PER_READ, end - next));
      if (stored.length === 0) throw new LogMismatch(`the log has no entry at position ${next}`);
      for (const entry of stored) {
        this.#apply(entry, next, start);
        characters += entry.event.length;
        next += 1;
      }
      last = stored.at(-1);
    }
    if (last !== undefined) this.#finish({ next, entryHash: entryHash(last.entry) });
    return next;
  }

  #apply(stored: LogEntry, position: number, start: FoldPosition): void {
    const projected = projectedEntry(stored);
    requireNext(projected.entry, position, start);
    for (const { name, writer } of this.#writers) {
      attempt(name, position, () => writer.apply(projected));
    }
  }

  #finish(position: FoldPosition): void {
    for (const { name, writer } of this.#writers) {
      attempt(name, position.next - 1, () => writer.flush?.());
    }
    this.#positions.write(position);
  }
}

function requireNext(entry: Entry, position: number, start: FoldPosition): void {
  if (entry.position !== position) {
    throw new LogMismatch(`the log answers position ${position} with entry ${entry.position}`);
  }
  if (position === start.next && entry.previous !== start.entryHash) {
    throw new LogMismatch(`entry ${position} does not follow the last entry of the read models`);
  }
}

function attempt(projection: string, position: number, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new ProjectionFailed(projection, position, error);
  }
}
