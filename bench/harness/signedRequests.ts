/** Requests with signed events, made before a measurement starts: signed on all cores, as bytes. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Hex } from '../../src/crypto/bytes.js';
import type { ItemForm, KeyFile } from '../../test/support/live/depositor.js';

/** What is to be signed. */
export interface SignOrder {
  readonly keyFile: KeyFile;
  readonly ledgerId: Hex;
  /** Beginning of every idempotency key: unique to the measurement. */
  readonly prefix: string;
  readonly events: number;
  /** What each of them registers. */
  readonly form: ItemForm;
  /** 1 makes typed single mutations. */
  readonly eventsPerRequest: number;
  /** The mutation that submits a batch. */
  readonly document: string;
}

/** One thread's part of an order. */
export interface SignShare extends SignOrder {
  /** Index of its first event. */
  readonly first: number;
}

/** The bytes of every request of `order`, in order. */
export async function signedRequests(order: SignOrder): Promise<readonly Buffer[]> {
  const requests = Math.ceil(order.events / order.eventsPerRequest);
  const threads = Math.min(availableParallelism(), requests);
  const perThread = Math.ceil(requests / threads) * order.eventsPerRequest;
  const shares = Array.from({ length: threads }, (_, index): SignShare => {
    const first = index * perThread;
    return { ...order, first, events: Math.max(0, Math.min(perThread, order.events - first)) };
  });
  return (await Promise.all(shares.map(signShare))).flat();
}

function signShare(share: SignShare): Promise<readonly Buffer[]> {
  const worker = new Worker(new URL('./signWorker.js', import.meta.url), { workerData: share });
  return new Promise((resolve, reject) => {
    worker.once('message', (requests: readonly Uint8Array[]) => {
      resolve(
        requests.map(({ buffer, byteOffset, length }) => Buffer.from(buffer, byteOffset, length)),
      );
    });
    worker.once('error', reject);
  });
}
