/**
 * The engine `solo`: one operator orders by arrival. Whatever is waiting when the engine gets its
 * turn becomes one block with one fsync (group commit), so that load makes blocks larger, not
 * slower.
 */
import type { Application, EventResult, OrderedEvent } from '../../execution/ports.js';
import type { Instant } from '../../ledger/instant.js';
import { type CommittedBlock, type Engine, EngineStopped, Overloaded } from '../engine.js';

export interface SoloOptions {
  /** Most events in one block: bounds the time for which a commit holds the event loop. */
  readonly blockEventsMax: number;
  /**
   * Milliseconds between the end of a block and the start of the next, to let it gather more: a
   * commit costs about as much for one event as for fifty. An engine that was idle does not wait.
   */
  readonly gatherMs: number;
  /** Most events taken and not yet answered; beyond it callers are told to come back. */
  readonly pendingEventsMax: number;
}

export interface SoloParts {
  readonly application: Application;
  readonly now: () => Instant;
  /** Told after each block that became durable. */
  readonly onCommit: (block: CommittedBlock) => void;
  /** Told when a commit failed: the state on disk is unknown, so the node has to stop. */
  readonly onFailure: (error: unknown) => void;
}

interface Waiting {
  readonly events: readonly OrderedEvent[];
  readonly resolve: (results: readonly EventResult[]) => void;
  readonly reject: (error: Error) => void;
}

const RETRY_AFTER_MS = 100;

export class SoloEngine implements Engine {
  readonly name = 'solo';
  readonly #options: SoloOptions;
  readonly #parts: SoloParts;
  #queue: Waiting[] = [];
  #pendingEvents = 0;
  #turnScheduled = false;
  /** On the clock of performance.now(). */
  #lastBlockEnd = Number.NEGATIVE_INFINITY;
  #stopping: (() => void) | undefined;
  #failure: Error | undefined;

  constructor(options: SoloOptions, parts: SoloParts) {
    this.#options = options;
    this.#parts = parts;
  }

  submit(events: readonly OrderedEvent[]): Promise<readonly EventResult[]> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#stopping !== undefined)
      return Promise.reject(new EngineStopped('the node is stopping'));
    if (this.#pendingEvents + events.length > this.#options.pendingEventsMax) {
      const what = `${this.#pendingEvents} events are waiting to be ordered`;
      return Promise.reject(new Overloaded(what, RETRY_AFTER_MS));
    }
    this.#pendingEvents += events.length;
    return new Promise((resolve, reject) => {
      this.#queue.push({ events, resolve, reject });
      this.#scheduleTurn();
    });
  }

  pending(): number {
    return this.#pendingEvents;
  }

  failure(): Error | undefined {
    return this.#failure;
  }

  /** Alone it waits for nobody. */
  unready(): undefined {}

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#stopping = resolve;
      this.#scheduleTurn();
    });
  }

  #scheduleTurn(): void {
    if (this.#turnScheduled) return;
    this.#turnScheduled = true;
    const turn = (): void => {
      this.#turnScheduled = false;
      this.#turn();
    };
    const wait = this.#lastBlockEnd + this.#options.gatherMs - performance.now();
    const isFull = this.#pendingEvents >= this.#options.blockEventsMax;
    // setImmediate lets every request that has already arrived join the block.
    if (wait <= 0 || isFull || this.#stopping !== undefined) setImmediate(turn);
    else setTimeout(turn, wait);
  }

  #turn(): void {
    const batch = this.#takeBatch();
    if (batch.length > 0) this.#orderBatch(batch);
    if (this.#queue.length > 0) this.#scheduleTurn();
    else this.#stopping?.();
  }

  /** Whole submissions up to the block's bound; at least one. */
  #takeBatch(): Waiting[] {
    let events = 0;
    let taken = 0;
    for (const waiting of this.#queue) {
      if (taken > 0 && events + waiting.events.length > this.#options.blockEventsMax) break;
      events += waiting.events.length;
      taken += 1;
    }
    return this.#queue.splice(0, taken);
  }

  #orderBatch(batch: readonly Waiting[]): void {
    const { application, now, onCommit } = this.#parts;
    const events = batch.flatMap((waiting) => waiting.events);
    this.#pendingEvents -= events.length;
    try {
      const start = performance.now();
      const parent = application.head();
      const engineHeight = (parent?.engineHeight ?? 0) + 1;
      const { head, results } = application.finalizeBlock({ engineHeight, time: now(), events });
      application.commit();
      // Durable from here on: only now may anybody be told.
      answer(batch, results);
      const { size } = head.header;
      const entries = size - (parent?.header.size ?? 0);
      this.#lastBlockEnd = performance.now();
      const seconds = (this.#lastBlockEnd - start) / 1000;
      onCommit({ size, events: events.length, entries, seconds });
    } catch (error) {
      this.#fail(batch, error);
    }
  }

  /** After a failed commit nobody knows what is on disk: answer nobody "no", stop taking events. */
  #fail(batch: readonly Waiting[], error: unknown): void {
    const cause = error instanceof Error ? error.message : String(error);
    const failure = new EngineStopped(`the last block could not be made durable: ${cause}`);
    this.#failure = failure;
    for (const waiting of [...batch, ...this.#queue]) waiting.reject(failure);
    this.#queue = [];
    this.#pendingEvents = 0;
    this.#parts.onFailure(error);
  }
}

function answer(batch: readonly Waiting[], results: readonly EventResult[]): void {
  let from = 0;
  for (const { events, resolve } of batch) {
    resolve(results.slice(from, from + events.length));
    from += events.length;
  }
}
