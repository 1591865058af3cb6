/**
 * Copies committed pages from the write-ahead log back into the ledger database, in a thread beside
 * the writer: done by the writer it holds up every sixteenth mebibyte of blocks for a tenth of a
 * second. The writer's own copying stays as the bound for when this one cannot keep up.
 */
import { Worker } from 'node:worker_threads';

export interface WalCopierOptions {
  /** Of the ledger database. */
  readonly path: string;
  /** Told once when the thread has ended too early; the writer then copies by itself. */
  readonly onFailure: (error: Error) => void;
}

/** About 5 MiB of log. */
const COPY_EVERY_ENTRIES = 4_096;

const WORKER = new URL('./walCopierWorker.js', import.meta.url);

export class WalCopier {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #newEntries = 0;
  #isCopying = false;

  constructor({ path, onFailure }: WalCopierOptions, workerFile: URL = WORKER) {
    this.#worker = new Worker(workerFile, { workerData: path });
    this.#worker.on('message', () => (this.#isCopying = false));
    this.#worker.on('error', onFailure);
    this.#ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
  }

  /** Told of each block that became durable, with the number of its entries. */
  grew(entries: number): void {
    this.#newEntries += entries;
    if (this.#isCopying || this.#newEntries < COPY_EVERY_ENTRIES) return;
    this.#newEntries = 0;
    this.#isCopying = true;
    this.#worker.postMessage('copy');
  }

  /** Lets a copy in hand come to its end; to be awaited before the writer closes the database. */
  async close(): Promise<void> {
    this.#worker.postMessage('end');
    await this.#ended;
  }
}
