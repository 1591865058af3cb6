/**
 * The snapshots as the engine sees them: every task goes to a thread of their own, so that neither
 * taking one nor restoring one holds up anything else of the node.
 */
import type { Worker } from 'node:worker_threads';
import type { SnapshotKeeper } from '../../consensus/cometbft/stateSync.js';
import type { Head } from '../../execution/ports.js';
import { SnapshotInvalid } from '../../ledger/snapshot.js';
import type { BlockHeader } from '../../ledger/blockHeader.js';
import type { ListedSnapshot } from '../../store/snapshotIndex.js';
import type { SnapshotAnswer, SnapshotResult, SnapshotTask } from './snapshotMessages.js';

export interface SnapshotHostOptions {
  /** Every how many blocks of the engine one is taken; 0: none. Equal on all nodes. */
  readonly interval: number;
  /** Called when a restore is durable: whatever holds the old log must let go of it. */
  readonly onRestored: () => void;
  /** A snapshot could not be taken; the log is not touched by that. */
  readonly onNotTaken: (error: Error) => void;
}

interface Waiting {
  readonly resolve: (result: SnapshotResult) => void;
  readonly reject: (error: Error) => void;
}

type Task = SnapshotTask extends infer One
  ? One extends { readonly number: number }
    ? Omit<One, 'number'>
    : never
  : never;

export class SnapshotHost implements SnapshotKeeper {
  readonly #options: SnapshotHostOptions;
  readonly #thread: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #numbers = 0;
  #joinersFrom: number | undefined;
  #ended: Error | undefined;
  #closing = false;

  constructor(options: SnapshotHostOptions, thread: Worker) {
    this.#options = options;
    this.#thread = thread;
    thread.on('message', (answer: SnapshotAnswer) => this.#receive(answer));
    thread.on('error', (error) => this.#end(error));
    thread.on('exit', () => this.#end(new Error('the thread of the snapshots has ended')));
    // Until there is a snapshot, who joins begins with the first block.
    this.#joinersFrom = options.interval === 0 ? undefined : 1;
    this.list().then(
      (kept) => this.#noteOldest(kept.length > 0 ? kept : undefined),
      () => undefined,
    );
  }

  reached({ engineHeight, header }: Head): void {
    const { interval, onNotTaken } = this.#options;
    if (interval === 0 || engineHeight === 0 || engineHeight % interval !== 0) return;
    const take = { height: engineHeight, last: header.height };
    this.#ask({ take })
      .then(() => this.list())
      .then((kept) => this.#noteOldest(kept))
      .catch((error: unknown) => {
        if (!this.#closing) onNotTaken(error as Error);
      });
  }

  joinersFrom(): number | undefined {
    return this.#joinersFrom;
  }

  async list(): Promise<readonly ListedSnapshot[]> {
    return (await this.#ask({ list: true })) as readonly ListedSnapshot[];
  }

  async chunk(height: number, index: number): Promise<Uint8Array | undefined> {
    return (await this.#ask({ chunk: { height, index } })) as Uint8Array | undefined;
  }

  async begin(header: BlockHeader): Promise<void> {
    await this.#ask({ begin: { header } });
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#ask({ append: chunk });
  }

  async finish(engineHeight: number): Promise<void> {
    await this.#ask({ finish: { engineHeight } });
    this.#options.onRestored();
  }

  async abandon(): Promise<void> {
    await this.#ask({ abandon: true });
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#thread.terminate();
  }

  /** `kept`: the newest first; undefined when nothing is known yet. */
  #noteOldest(kept: readonly ListedSnapshot[] | undefined): void {
    if (kept !== undefined) this.#joinersFrom = kept.at(-1)?.height;
  }

  #ask(task: Task): Promise<SnapshotResult> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#numbers += 1;
    const number = this.#numbers;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#thread.postMessage({ ...task, number });
    });
  }

  #receive({ number, result, fault }: SnapshotAnswer): void {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (fault === undefined) waiting?.resolve(result);
    else if (fault.invalid) waiting?.reject(new SnapshotInvalid(fault.message));
    else waiting?.reject(new Error(`snapshots: ${fault.message}`));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}
