/** The check of one range of entries in a thread of its own. */
import { Worker } from 'node:worker_threads';
import { BrokenChain } from './brokenChain.js';
import type { EntryRange } from './entryRangeCheck.js';

/** What the thread is started with. */
export interface RangeJob {
  /** Of the ledger database. */
  readonly path: string;
  readonly range: EntryRange;
}

/** What it says: entries checked since it last spoke, or the first fault that it found. */
export type RangeMessage =
  { readonly more: number } | { readonly broken: Pick<BrokenChain, 'position' | 'what'> };

const WORKER = new URL('./entryRangeWorker.js', import.meta.url);

/** Resolves with the range's first fault; rejects when the thread cannot do its work. */
export function checkRangeInThread(
  job: RangeJob,
  onEntries: (more: number) => void,
  workerFile: URL = WORKER,
): Promise<BrokenChain | undefined> {
  const worker = new Worker(workerFile, { workerData: job });
  return new Promise((resolve, reject) => {
    let fault: BrokenChain | undefined;
    worker.on('message', (message: RangeMessage) => {
      if ('more' in message) onEntries(message.more);
      else fault = new BrokenChain(message.broken.position, message.broken.what);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve(fault);
      else reject(new Error(`a thread of the chain check ended with code ${code}`));
    });
  });
}
