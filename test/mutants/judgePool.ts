/** Batches of mutants over threads, with progress and a guard against one that hangs. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { compileWorker, type CompiledWorker } from '../support/compiledWorker.js';
import type { Batch } from './judgeMutants.js';
import type { Sample } from './mutant.js';
import type { Tally } from './tally.js';

/** A batch that takes longer than this hangs: it takes seconds. */
const BATCH_MS_MAX = 300_000;

export class JudgePool {
  readonly #compiled: CompiledWorker;
  readonly #workers: readonly Worker[];

  static async start(samples: readonly Sample[], seed: number): Promise<JudgePool> {
    const compiled = await compileWorker('test/mutants/judgeWorker.ts');
    const options = { workerData: { samples, seed } };
    const threads = Array.from({ length: availableParallelism() });
    return new JudgePool(
      compiled,
      threads.map(() => new Worker(compiled.file, options)),
    );
  }

  private constructor(compiled: CompiledWorker, workers: readonly Worker[]) {
    this.#compiled = compiled;
    this.#workers = workers;
  }

  /** Judges all batches; `onTally` hears of each. Rejects when a thread fell over or hangs. */
  async run(batches: readonly Batch[], onTally: (tally: Tally) => void): Promise<void> {
    const waiting = [...batches];
    const work = async (worker: Worker): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        onTally(await answer(worker, next));
      }
    };
    await Promise.all(this.#workers.map(work));
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) worker.postMessage('end');
    await Promise.all(
      this.#workers.map((worker) => new Promise((end) => worker.once('exit', end))),
    );
    await this.#compiled.remove();
  }
}

function answer(worker: Worker, batch: Batch): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const guard = setTimeout(() => {
      const { sample, from, to } = batch;
      reject(new Error(`a mutant hangs: sample ${sample}, ${from} to ${to}`));
      void worker.terminate();
    }, BATCH_MS_MAX);
    worker.once('error', reject);
    worker.once('message', (tally: Tally) => {
      clearTimeout(guard);
      worker.off('error', reject);
      resolve(tally);
    });
    worker.postMessage(batch);
  });
}
