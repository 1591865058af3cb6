/**
 * A feed over the read models: what happened since a position, then what happens, from one loop, so
 * that there is no seam in which a row could be lost or come twice. It is pulled: the next row is
 * read when the subscriber takes it, and at most one batch is in memory.
 *
 * The position is the only cursor: a subscriber that lost its connection resumes after the last
 * position that it received. So a row is everything that it shows of one position; what shares a
 * position, such as the members of a batch, travels in one row.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** What a feed needs to know of the read models' position (the port is in schema/context.ts). */
export interface FeedPosition {
  applied(): number;
  changed(seen: number, signal: AbortSignal): Promise<void>;
}

/** One row of a feed, at its position. */
export interface FeedRow<T> {
  readonly position: number;
  readonly item: T;
}

/**
 * A delivered row. `prev` is the position of the payload before it: of the row delivered before, of
 * the end of a gap, or the `after` that the subscriber asked for. Who finds each `prev` equal to
 * the last position that it received has missed nothing.
 */
export interface FeedItem<T> {
  readonly prev: number;
  readonly position: number;
  readonly item: T;
}

/** The subscriber fell too far behind: rows of these positions were not delivered. */
export interface FeedGap {
  readonly gap: {
    /** First position that was left out. */
    readonly from: number;
    /** Last position that was left out; `prev` of the next payload. */
    readonly to: number;
    /** The `after` of a new subscription that delivers what this one left out. */
    readonly resumeFrom: number;
  };
}

export type FeedPayload<T> = FeedItem<T> | FeedGap;

/** Rows at once from the log, or in a moment from the read models. */
export type FeedRows<T> = readonly FeedRow<T>[] | Promise<readonly FeedRow<T>[]>;

export interface FeedOptions<T> {
  /** Position that the subscriber has seen; -1 for everything from genesis. */
  readonly after: number;
  /**
   * Up to `limit` rows with `from <= position < upTo`, in ascending order, one per position. Fewer
   * than `limit` means that there are no more below `upTo`. Called for ranges that are applied
   * only.
   */
  readonly read: (from: number, upTo: number, limit: number) => FeedRows<T>;
  readonly position: FeedPosition;
  /** Entries by which the subscriber may fall further behind before it gets a gap. */
  readonly maxLag: number;
  /** Ends the feed, also while it waits. */
  readonly signal: AbortSignal;
}

/** Rows that one read takes. */
const ROWS_PER_READ = 64;
/** Positions that one read looks at, so that a rare filter does not hold the thread. */
const POSITIONS_PER_READ = 4_096;

/**
 * The feed of `options`. It ends without an error when `signal` aborts or the subscriber returns
 * it, and fails when the runner of the projections has failed.
 */
export function feed<T>(options: FeedOptions<T>): AsyncGenerator<FeedPayload<T>, void, undefined> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  if (options.signal.aborted) end();
  options.signal.addEventListener('abort', end, { once: true });
  const release = (): void => options.signal.removeEventListener('abort', end);
  const payloads = untilAborted(new Follower(options, ending.signal), ending.signal, release);
  const finish = payloads.return.bind(payloads);
  // A generator that waits would take a return only when the wait is over.
  payloads.return = (value) => {
    end();
    release();
    return finish(value);
  };
  return payloads;
}

async function* untilAborted<T>(
  follower: Follower<T>,
  signal: AbortSignal,
  release: () => void,
): AsyncGenerator<FeedPayload<T>, void, undefined> {
  try {
    while (!signal.aborted) {
      for (const payload of await follower.take()) {
        yield payload;
        if (signal.aborted) return;
      }
      await follower.pause();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    release();
  }
}

/** Where one subscriber is, and how far behind it may be. */
class Follower<T> {
  readonly #options: FeedOptions<T>;
  readonly #signal: AbortSignal;
  /** Position of the last payload. */
  #prev: number;
  /** Every row below this position has been taken. */
  #next: number;
  /**
   * The smallest lag since the follower last waited. What the log had when the subscriber came, or
   * what a large commit of the projections brought at once, is not the subscriber's slowness; what
   * came while it took its rows is.
   */
  #leastLag = Infinity;

  constructor(options: FeedOptions<T>, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#prev = options.after;
    this.#next = options.after + 1;
  }

  /** The next batch of payloads: a gap, or rows; none when the follower has to wait. */
  async take(): Promise<Iterable<FeedPayload<T>>> {
    const applied = this.#options.position.applied();
    const lag = this.#noteLag(applied);
    if (lag - this.#leastLag > this.#options.maxLag) {
      const gap = this.#jump();
      this.#noteLag(applied);
      return [gap];
    }
    const upTo = Math.min(applied, this.#next + POSITIONS_PER_READ);
    if (this.#next >= upTo) return [];
    const rows = await this.#options.read(this.#next, upTo, ROWS_PER_READ);
    return this.#rows(rows, { upTo, applied });
  }

  /** Lets others run; when there is nothing to take, until there is. */
  async pause(): Promise<void> {
    const { position } = this.#options;
    const applied = position.applied();
    if (this.#next < applied) {
      await nextTurn();
      return;
    }
    await position.changed(applied, this.#signal);
    this.#leastLag = Infinity;
  }

  /** Entries between the follower and `applied`; the smallest is kept. */
  #noteLag(applied: number): number {
    // Below zero when the subscriber has seen more than these read models, just after a restart.
    const lag = Math.max(0, applied - this.#next);
    this.#leastLag = Math.min(this.#leastLag, lag);
    return lag;
  }

  #jump(): FeedGap {
    const from = this.#next;
    const to = this.#options.position.applied() - 1;
    const resumeFrom = from - 1;
    this.#next = to + 1;
    this.#prev = to;
    return { gap: { from, to, resumeFrom } };
  }

  *#rows(
    rows: readonly FeedRow<T>[],
    { upTo, applied }: { readonly upTo: number; readonly applied: number },
  ): Generator<FeedItem<T>, void, undefined> {
    for (const row of rows) {
      if (row.position < this.#next || row.position >= upTo) {
        throw new RangeError(`a feed row of position ${row.position} is out of order`);
      }
      const prev = this.#prev;
      this.#prev = row.position;
      this.#next = row.position + 1;
      yield { prev, position: row.position, item: row.item };
    }
    if (rows.length < ROWS_PER_READ) this.#next = upTo;
    // Against what was applied when the batch began: what came since is the subscriber's own time.
    this.#noteLag(applied);
  }
}
