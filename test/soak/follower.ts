/**
 * Rebuilds the log from a subscription and notices everything that a subscriber must never see: an
 * entry lost, an entry twice, a `prev` that does not join, a gap that was not announced.
 */
import { createHash } from 'node:crypto';

/** A payload of the subscription `entries`, as FOLLOW asks for it. */
export type FollowPayload =
  | {
      readonly __typename: 'EntryAppended';
      readonly position: string;
      readonly prev: string | null;
      readonly entry: { readonly eventHash: string };
    }
  | {
      readonly __typename: 'Gap';
      readonly from: string;
      readonly to: string;
      readonly resumeFrom: string | null;
    };

export const FOLLOW = `subscription Follow($after: Position!) {
  entries(after: $after) {
    __typename
    ... on EntryAppended { position prev entry { eventHash } }
    ... on Gap { from to resumeFrom }
  }
}`;

const TEXTS = Array.from({ length: 40 }, (_, index) => `t${index}: eventText`).join(' ');

/** The same with forty texts: few of these fill a socket whose reader has stalled. */
export const FOLLOW_TEXTS = FOLLOW.replace('eventHash', `eventHash ${TEXTS}`);

/** The digest of a list of entries: equal lists, equal digests. */
export class ListDigest {
  readonly #hash = createHash('sha256');

  add(position: number, eventHash: string): void {
    this.#hash.update(`${position} ${eventHash}\n`);
  }

  value(): string {
    return this.#hash.copy().digest('hex');
  }
}

export class Follower {
  readonly list = new ListDigest();
  readonly faults: string[] = [];
  gaps = 0;
  /** Position that comes next. */
  #next = 1;
  /** `prev` that the next payload must have. */
  #prev = 0;

  /** Starts behind the genesis entry, which every reader of a ledger knows: its id. */
  constructor(ledgerId: string) {
    this.list.add(0, ledgerId);
  }

  /** Number of entries in the list. */
  get size(): number {
    return this.#next;
  }

  /** The `after` with which to subscribe again. */
  get after(): string {
    return String(this.#next - 1);
  }

  /** Takes one payload. True when the subscriber has to subscribe again behind what it has. */
  take(payload: FollowPayload): boolean {
    if (payload.__typename === 'Gap') return this.#takeGap(payload);
    const position = Number(payload.position);
    const prev = Number(payload.prev);
    if (position < this.#next) this.#fault(`position ${position} came twice`);
    if (position > this.#next) this.#fault(`${this.#next} to ${position - 1} were lost in silence`);
    if (prev !== this.#prev) this.#fault(`prev is ${prev}, but ${this.#prev} came before`);
    this.list.add(position, payload.entry.eventHash);
    this.#next = position + 1;
    this.#prev = position;
    return false;
  }

  /** Called when a new subscription starts behind `after`. */
  resumed(): void {
    this.#prev = this.#next - 1;
  }

  #takeGap({ from, to, resumeFrom }: FollowPayload & { readonly __typename: 'Gap' }): boolean {
    this.gaps += 1;
    if (Number(from) !== this.#next) this.#fault(`a gap from ${from}, but ${this.#next} is next`);
    if (Number(to) < Number(from)) this.#fault(`a gap from ${from} to ${to}`);
    if (resumeFrom !== this.after) this.#fault(`a gap resumes from ${resumeFrom}`);
    return true;
  }

  #fault(what: string): void {
    this.faults.push(`after ${this.#next} entries: ${what}`);
  }
}
