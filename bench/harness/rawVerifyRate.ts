/**
 * This machine's own ceiling: Ed25519 verifications per second with libsodium on every core at
 * once, over 500-byte messages. Every other figure is given as a ratio to this one, measured in the
 * same run.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

export interface RawRate {
  readonly perSecond: number;
  readonly workers: number;
}

/** Verifies for `seconds` on `workers` threads. */
export async function rawVerifyRate(
  seconds: number,
  workers: number = availableParallelism(),
): Promise<RawRate> {
  const rates = await Promise.all(Array.from({ length: workers }, () => rateOfOne(seconds)));
  return { perSecond: rates.reduce((sum, rate) => sum + rate, 0), workers };
}

function rateOfOne(seconds: number): Promise<number> {
  const worker = new Worker(new URL('./verifyWorker.js', import.meta.url), {
    workerData: { seconds },
  });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
