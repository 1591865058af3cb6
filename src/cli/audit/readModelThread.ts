/** The check of the read models in a thread of its own, beside the audit of the log. */
import { Worker } from 'node:worker_threads';
import type { ReadModelCheck, ReadModelVerdict } from './readModelCheck.js';

/** What the thread is started with. */
export type ReadModelJob = Omit<ReadModelCheck, 'onProgress'>;

/** What it says: the share that is folded, often; the verdict, once. */
export type ReadModelMessage = { readonly share: number } | { readonly verdict: ReadModelVerdict };

/** A check on its way. */
export interface StartedReadModelCheck {
  /** Rejects when the check cannot be done, as over a log that does not hold. */
  readonly verdict: Promise<ReadModelVerdict>;
  /** Ends the thread: the verdict is not wanted any more. */
  stop(): Promise<void>;
}

const WORKER = new URL('./readModelWorker.js', import.meta.url);

export function startReadModelCheck(
  { onProgress, ...job }: ReadModelCheck,
  workerFile: URL = WORKER,
): StartedReadModelCheck {
  const worker = new Worker(workerFile, { workerData: job satisfies ReadModelJob });
  const verdict = new Promise<ReadModelVerdict>((resolve, reject) => {
    worker.on('message', (message: ReadModelMessage) => {
      if ('verdict' in message) resolve(message.verdict);
      else onProgress(message.share);
    });
    worker.on('error', reject);
    // After a verdict this comes too late to change anything.
    worker.on('exit', (code) => reject(new Error(`the read-model thread ended with code ${code}`)));
  });
  // Whoever finds the log broken never asks for the verdict.
  verdict.catch(() => undefined);
  const stop = async (): Promise<void> => void (await worker.terminate());
  return { verdict, stop };
}
