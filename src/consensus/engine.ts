/**
 * The port of every engine: it takes events that passed admission, gives them an order, and answers
 * each caller from the committed block, never from the first check.
 */
import type { EventResult, OrderedEvent } from '../execution/ports.js';

/** The engine cannot take more now; the caller may try again after the given time. */
export class Overloaded extends Error {
  readonly retryAfterMs: number;

  constructor(what: string, retryAfterMs: number) {
    super(`${what}; try again in ${retryAfterMs} ms`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The engine is stopping or has failed; what was not answered may or may not be in the log. */
export class EngineStopped extends Error {}

/** What the rest of the node wants to know of a block. */
export interface CommittedBlock {
  /** Size of the log after it. */
  readonly size: number;
  /** Signed events that were ordered, duplicates included. */
  readonly events: number;
  /** Entries that it added. */
  readonly entries: number;
  /** Time to execute it and make it durable. */
  readonly seconds: number;
}

export interface Engine {
  readonly name: 'solo' | 'cometbft';
  /**
   * Orders `events` and resolves when they are durable, with one result per event in order.
   * Rejects with Overloaded before anything was ordered, or with EngineStopped when the outcome is
   * unknown: the caller asks again with the same ids and gets the first outcome.
   */
  submit(events: readonly OrderedEvent[]): Promise<readonly EventResult[]>;
  /** Events taken and not yet answered. */
  pending(): number;
  /** Why the engine can order no more, or undefined while it can. */
  failure(): Error | undefined;
  /** Why the engine cannot order now, though it may later by itself; undefined when it can. */
  unready(): string | undefined;
  /** Stops taking events, finishes what was taken, and resolves. */
  stop(): Promise<void>;
}
