/** A thread that judges batches of mutants: one message in, one tally out. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Batch, MutantJudge } from './judgeMutants.js';
import type { Sample } from './mutant.js';

const { samples, seed } = workerData as { readonly samples: readonly Sample[]; seed: number };
const judge = new MutantJudge(samples, seed);

parentPort?.on('message', (batch: Batch | 'end') => {
  if (batch === 'end') {
    judge.close();
    parentPort?.close();
    return;
  }
  void judge.judge(batch).then((tally) => parentPort?.postMessage(tally));
});
