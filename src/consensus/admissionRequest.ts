/**
 * The progress of one call of `admit`: which of its events have been sent to a lane, which have
 * been answered, and the failure with the lowest index. Settles its promise once, when nothing is
 * open.
 */
import type { OrderedEvent } from '../execution/ports.js';
import type { SignedEvent } from '../ledger/signedEvent.js';

/** Consecutive events of one request. */
export interface Segment {
  readonly request: AdmissionRequest;
  readonly start: number;
  /** Index after the last one. */
  readonly end: number;
}

/** How the caller gets the outcome. */
export interface Outcome {
  resolve(admitted: readonly OrderedEvent[]): void;
  reject(error: Error): void;
}

export class AdmissionRequest {
  readonly events: readonly SignedEvent[];
  /** UTF-16 code units of all bodies. */
  readonly characters: number;
  readonly #outcome: Outcome;
  readonly #admitted: OrderedEvent[];
  #sent = 0;
  #open: number;
  #failure: { readonly index: number; readonly error: Error } | undefined;

  constructor(events: readonly SignedEvent[], characters: number, outcome: Outcome) {
    this.events = events;
    this.characters = characters;
    this.#outcome = outcome;
    this.#admitted = new Array<OrderedEvent>(events.length);
    this.#open = events.length;
  }

  /** Events that no lane has been given. */
  get unsent(): number {
    return this.events.length - this.#sent;
  }

  /** The next events to send, at most `count`. */
  take(count: number): Segment {
    const start = this.#sent;
    this.#sent = Math.min(this.events.length, start + count);
    return { request: this, start, end: this.#sent };
  }

  /** Notes that the event at `index` may be ordered under `hash`. */
  admit(index: number, hash: string): void {
    const { body, signature } = this.events[index] as SignedEvent;
    this.#admitted[index] = { body, signature, hash };
  }

  /**
   * Notes a failure; of several, the one with the lowest index is reported. Sends no more events.
   */
  fail(index: number, error: Error): void {
    if (this.#failure === undefined || index < this.#failure.index)
      this.#failure = { index, error };
    this.#open -= this.unsent;
    this.#sent = this.events.length;
  }

  /** Notes that `count` sent events are answered; true when that was the last of the request. */
  close(count: number): boolean {
    this.#open -= count;
    if (this.#open > 0) return false;
    if (this.#failure === undefined) this.#outcome.resolve(this.#admitted);
    else this.#outcome.reject(this.#failure.error);
    return true;
  }
}
