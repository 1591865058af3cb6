/**
 * Keeps the ledger of a running node from growing for ever: now and then a thread archives what is
 * old, and the writer's own connection removes, step by step and between blocks, what was read back
 * from the archive. What goes wrong is told and tried again; the ledger goes on.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { OutcomeOf } from '../../execution/ports.js';
import type { Hex } from '../../crypto/bytes.js';
import { SEGMENT_ENTRIES } from '../../ledger/archive/segment.js';
import { Archive } from '../../store/archive/archive.js';
import { pruneEnd } from '../../store/pruneEntries.js';
import type { SqliteStore, StorePruning } from '../../store/sqliteStore.js';
import type { ArchiveAnswer } from './archiveThread.js';

export interface PruneHostOptions {
  readonly ledger: Hex;
  /** Folder of the archive. */
  readonly archive: string;
  /** Newest entries that stay. */
  readonly keep: number;
  /** How often it is looked whether there is enough to do. */
  readonly intervalMs: number;
}

export interface PruneHostParts {
  readonly store: Pick<SqliteStore, 'head' | 'pruning' | 'giveBack'>;
  /** Runs archiveThread.js. */
  readonly thread: Worker;
  readonly outcomeOf: OutcomeOf;
  /** Told of each run that removed something: entries below `below` are gone. */
  readonly onPruned: (below: number) => void;
  readonly onFault: (error: unknown) => void;
}

/** Between two steps, so that blocks go on. */
const STEP_PAUSE_MS = 25;
/** Unused pages that one step gives back: some milliseconds. */
const PAGES_A_STEP = 64;

export class PruneHost {
  readonly #options: PruneHostOptions;
  readonly #parts: PruneHostParts;
  readonly #timer: NodeJS.Timeout;
  #archive: Archive | undefined;
  #pruning: StorePruning | undefined;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(options: PruneHostOptions, parts: PruneHostParts) {
    this.#options = options;
    this.#parts = parts;
    parts.thread.on('error', parts.onFault);
    this.#timer = setInterval(() => this.#look(), options.intervalMs);
    this.#look();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#parts.thread.terminate();
    await this.#running;
  }

  #look(): void {
    if (this.#running !== undefined) return;
    const run = this.#run()
      .catch((error: unknown) => {
        if (!this.#closed) this.#parts.onFault(error);
      })
      .finally(() => (this.#running = undefined));
    this.#running = run;
  }

  async #run(): Promise<void> {
    const { store, outcomeOf, onPruned } = this.#parts;
    const { ledger, archive: folder, keep } = this.#options;
    const size = store.head()?.header.size ?? 0;
    const before = size - keep;
    const archive = (this.#archive ??= new Archive(folder, ledger));
    const pruning = (this.#pruning ??= store.pruning(archive, outcomeOf));
    archive.refresh();
    const wanted = Math.max(pruning.below(), archive.end) + SEGMENT_ENTRIES;
    const isBehind = pruning.below() < pruneEnd(size, archive.end, { keep });
    if (before < wanted && !isBehind) return;
    await this.#archiveUpTo(before);
    archive.refresh();
    const [start, end] = [pruning.below(), pruneEnd(size, archive.end, { keep })];
    while (pruning.below() < end && !this.#closed) {
      pruning.step(end);
      store.giveBack(PAGES_A_STEP);
      await pause(STEP_PAUSE_MS);
    }
    if (pruning.below() > start) onPruned(pruning.below());
  }

  #archiveUpTo(before: number): Promise<void> {
    const { thread } = this.#parts;
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the thread of the archive has ended'));
      thread.once('exit', ended);
      thread.once('message', (answer: ArchiveAnswer) => {
        thread.off('exit', ended);
        if ('fault' in answer) reject(new Error(answer.fault));
        else resolve();
      });
      thread.postMessage(before);
    });
  }
}
