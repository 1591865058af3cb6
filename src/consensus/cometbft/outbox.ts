/**
 * The way of a node's own events to the mempool: callers' events are gathered into transactions,
 * and each caller is answered from the committed block by the hash of its events. What is not
 * committed yet is bounded in bytes: beyond it callers are told to come back.
 *
 * The events of one submission stay together in one transaction, and so in their order, unless
 * they are more than a transaction may hold.
 */
import type { Hex } from '../../crypto/bytes.js';
import { randomBytes } from '../../crypto/randomBytes.js';
import type { EventResult, OrderedEvent } from '../../execution/ports.js';
import { BATCH_NONCE_BYTES, EVENT_BATCH_OVERHEAD } from '../../ledger/eventBatch.js';
import { EngineStopped, Overloaded } from '../engine.js';
import { RpcLost, RpcRefused } from './cometRpc.js';
import { batchBytes, encodeTransaction } from './transaction.js';

export interface OutboxOptions {
  /** Milliseconds for which the first event of a transaction waits for others. */
  readonly gatherMs: number;
  /** Bytes of a batch, not compressed, at which it is sent without waiting for more. */
  readonly batchBytes: number;
  /** Bytes of a batch, not compressed, that holds more than one event. */
  readonly batchBytesMax: number;
  /** Bytes of events taken and not yet committed; one submission alone is always taken. */
  readonly pendingBytesMax: number;
}

export interface OutboxParts {
  /** Hands a transaction to the mempool (CometRpc.broadcast). */
  readonly broadcast: (transaction: Uint8Array) => Promise<void>;
  /** Told when a transaction was not taken, or when nobody knows whether it was. */
  readonly onNotTaken: (error: unknown) => void;
  /** Told of each transaction before it is sent. */
  readonly onBatch: (transaction: Uint8Array, events: readonly OrderedEvent[]) => void;
}

/** Transactions on their way to the mempool at once; while they are, the next one gathers. */
const BROADCASTS_MAX = 4;
const RETRY_AFTER_MS = 200;
const RETRY_AFTER_DOWN_MS = 1_000;

interface Submission {
  readonly events: readonly OrderedEvent[];
  readonly results: EventResult[];
  readonly resolve: (results: readonly EventResult[]) => void;
  readonly reject: (error: Error) => void;
  open: number;
  bytes: number;
  /** Transactions that carry its events. */
  batches: number;
}

/** Part of a submission, as one transaction carries it. */
interface Part {
  readonly submission: Submission;
  readonly events: readonly OrderedEvent[];
  readonly bytes: number;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #parts: OutboxParts;
  /** Not yet in a transaction. */
  #queue: Part[] = [];
  #queuedBytes = 0;
  /** Who waits for an event, by its hash, and at which place of the submission. */
  readonly #waiting = new Map<Hex, [Submission, number][]>();
  readonly #submissions = new Set<Submission>();
  #pendingBytes = 0;
  #pendingEvents = 0;
  #broadcasts = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: OutboxOptions, parts: OutboxParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Events taken and not yet answered. */
  pending(): number {
    return this.#pendingEvents;
  }

  /** Bytes of them. */
  pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** As Engine.submit. */
  submit(events: readonly OrderedEvent[]): Promise<readonly EventResult[]> {
    if (events.length === 0) return Promise.resolve([]);
    const bytes = batchBytes(events);
    if (this.#pendingBytes > 0 && this.#pendingBytes + bytes > this.#options.pendingBytesMax) {
      const what = `${this.#pendingBytes} bytes of events are waiting to be ordered`;
      return Promise.reject(new Overloaded(what, RETRY_AFTER_MS));
    }
    return new Promise((resolve, reject) => {
      const open = events.length;
      this.#take({ events, results: [], resolve, reject, open, bytes, batches: 0 });
      this.#schedule();
    });
  }

  /** Answers whoever waits for one of `results`, which are durable. */
  settle(results: readonly EventResult[]): void {
    for (const result of results) {
      const waiting = this.#waiting.get(result.eventHash);
      if (waiting === undefined) continue;
      this.#waiting.delete(result.eventHash);
      for (const [submission, index] of waiting) {
        submission.results[index] = result;
        submission.open -= 1;
        if (submission.open > 0) continue;
        this.#close(submission);
        submission.resolve(submission.results);
      }
    }
  }

  /** The mempool is gone, or answers come no more: whoever waits learns that it does not know. */
  lose(why: string): void {
    this.#queue = [];
    this.#queuedBytes = 0;
    const error = new EngineStopped(`${why}; submit the same ids again to learn the outcome`);
    for (const submission of [...this.#submissions]) this.#reject(submission, error);
  }

  #take(submission: Submission): void {
    this.#submissions.add(submission);
    this.#pendingBytes += submission.bytes;
    this.#pendingEvents += submission.events.length;
    submission.events.forEach(({ hash }, index) => {
      const waiting = this.#waiting.get(hash);
      if (waiting === undefined) this.#waiting.set(hash, [[submission, index]]);
      else waiting.push([submission, index]);
    });
    for (const events of splitAt(submission.events, this.#options.batchBytesMax)) {
      const part = { submission, events, bytes: batchBytes(events) };
      submission.batches += 1;
      this.#queue.push(part);
      this.#queuedBytes += part.bytes;
    }
  }

  #schedule(): void {
    if (this.#queue.length === 0 || this.#broadcasts >= BROADCASTS_MAX) return;
    if (this.#queuedBytes >= this.#options.batchBytes) this.#send();
    else {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#send();
      }, this.#options.gatherMs);
    }
  }

  #send(): void {
    if (this.#queue.length === 0 || this.#broadcasts >= BROADCASTS_MAX) return;
    const parts = this.#takeParts();
    const events = parts.flatMap((part) => part.events);
    const transaction = encodeTransaction(events, randomBytes(BATCH_NONCE_BYTES));
    this.#parts.onBatch(transaction, events);
    this.#broadcasts += 1;
    this.#parts
      .broadcast(transaction)
      .catch((error: unknown) => this.#failed(parts, error))
      .finally(() => {
        this.#broadcasts -= 1;
        this.#schedule();
      });
    this.#schedule();
  }

  /** Whole parts up to a transaction's bound; at least one. */
  #takeParts(): readonly Part[] {
    let bytes = EVENT_BATCH_OVERHEAD.batch;
    let taken = 0;
    for (const part of this.#queue) {
      if (taken > 0 && bytes + part.bytes > this.#options.batchBytesMax) break;
      bytes += part.bytes;
      taken += 1;
    }
    const parts = this.#queue.splice(0, taken);
    for (const part of parts) this.#queuedBytes -= part.bytes;
    return parts;
  }

  #failed(parts: readonly Part[], error: unknown): void {
    this.#parts.onNotTaken(error);
    for (const { submission } of parts) {
      // With another transaction under way, or without an answer, the outcome is not known.
      if (error instanceof RpcLost || submission.batches > 1) {
        const what = 'CometBFT did not say whether it took the events';
        this.#reject(submission, new EngineStopped(what));
      } else this.#reject(submission, refusal(error));
    }
  }

  #reject(submission: Submission, error: Error): void {
    if (!this.#submissions.has(submission)) return;
    this.#close(submission);
    for (const { hash } of submission.events) {
      const others = this.#waiting.get(hash)?.filter(([waiting]) => waiting !== submission) ?? [];
      if (others.length === 0) this.#waiting.delete(hash);
      else this.#waiting.set(hash, others);
    }
    this.#queue = this.#queue.filter((part) => part.submission !== submission);
    this.#queuedBytes = this.#queue.reduce((sum, part) => sum + part.bytes, 0);
    submission.reject(error);
  }

  #close(submission: Submission): void {
    this.#submissions.delete(submission);
    this.#pendingBytes -= submission.bytes;
    this.#pendingEvents -= submission.events.length;
  }
}

/** Why the mempool has not taken a transaction, for the caller whose events were in it alone. */
function refusal(error: unknown): Error {
  if (error instanceof RpcRefused) {
    return new Overloaded(`CometBFT took no more (${error.message})`, RETRY_AFTER_MS);
  }
  return new Overloaded('the CometBFT process does not answer', RETRY_AFTER_DOWN_MS);
}

/** Runs of neighbouring events of at most `bytesMax` each; a larger event is a run of its own. */
function splitAt(
  events: readonly OrderedEvent[],
  bytesMax: number,
): readonly (readonly OrderedEvent[])[] {
  const runs: OrderedEvent[][] = [];
  let run: OrderedEvent[] = [];
  let bytes = EVENT_BATCH_OVERHEAD.batch;
  for (const event of events) {
    const size = batchBytes([event]);
    if (run.length > 0 && bytes + size > bytesMax) {
      runs.push(run);
      run = [];
      bytes = EVENT_BATCH_OVERHEAD.batch;
    }
    run.push(event);
    bytes += size;
  }
  return [...runs, run];
}
