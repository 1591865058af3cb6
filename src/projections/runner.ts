/**
 * Keeps the read models up with the log: pulls from its own position, folds in large transactions
 * while it is behind and in small ones when it has caught up, and starts again from position 0 when
 * the tables, the folds or the log are not those that the file was made from. A fold that fails
 * stops the runner with the position and the projection; it never skips.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { openForFolding, resetReadModels } from './database.js';
import { Fold, type FoldLimits, LogMismatch } from './fold.js';
import type { LogReader } from './logReader.js';
import type { Projection } from './projection.js';

/** What every run over the log needs. */
export interface FoldSource {
  readonly reader: LogReader;
  /** File of the read models; made when it is not there. */
  readonly databasePath: string;
  readonly projections: readonly Projection[];
  /** Ends the run between two transactions; what is committed stays. */
  readonly signal: AbortSignal;
}

export interface RunOptions extends FoldSource {
  /** Called with the next position: at the start, once the tables can be read, and per commit. */
  readonly onAdvance: (position: number) => void;
  /** Called with the reason when the file is folded again from position 0. */
  readonly onRebuild: (reason: string) => void;
  /**
   * Resolves when the log may have grown beyond `position`, early answers allowed; rejects or
   * resolves on abort.
   */
  readonly waitForHead: (position: number, signal: AbortSignal) => Promise<void>;
}

export interface RebuildOptions extends FoldSource {
  /** Entries folded and entries to fold. */
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}

const LIMITS: FoldLimits = { entries: 32_768, characters: 32 * 1024 * 1024 };

/**
 * Follows the log until `signal` aborts. Rejects with what stopped it, ProjectionFailed above all.
 */
export async function runProjections(options: RunOptions): Promise<void> {
  const { reader, databasePath, projections, signal, onAdvance, waitForHead } = options;
  const database = openForFolding(databasePath, projections);
  try {
    const fold = foldOfThisLog(database, options);
    let position = fold.position();
    onAdvance(position);
    while (!signal.aborted) {
      const next = fold.advance();
      if (next > position) onAdvance(next);
      position = next;
      // Between transactions the thread serves its messages, aborts among them.
      await (position < reader.size() ? nextTurn() : waitForHead(position, signal));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    database.close();
  }
}

/**
 * Folds the whole log again, up to its size at the start, and resolves with the next position.
 * Stops early, with what is folded so far, when `signal` aborts.
 */
export async function rebuildReadModels(options: RebuildOptions): Promise<number> {
  const { reader, databasePath, projections, signal, onProgress } = options;
  const database = openForFolding(databasePath, projections);
  try {
    resetReadModels(database, projections);
    const fold = new Fold(LIMITS, { database, reader, projections });
    const total = reader.size();
    let done = 0;
    onProgress({ done, total });
    while (done < total && !signal.aborted) {
      done = fold.advance();
      onProgress({ done, total: Math.max(total, done) });
      await nextTurn();
    }
    return done;
  } finally {
    database.close();
  }
}

function foldOfThisLog(database: Database, options: RunOptions): Fold {
  const { reader, projections, onRebuild } = options;
  const fold = new Fold(LIMITS, { database, reader, projections });
  try {
    fold.requireSameLog();
    return fold;
  } catch (error) {
    if (!(error instanceof LogMismatch)) throw error;
    onRebuild(error.message);
    resetReadModels(database, projections);
    return new Fold(LIMITS, { database, reader, projections });
  }
}
