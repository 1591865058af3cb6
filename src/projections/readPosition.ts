/**
 * How far the read models are, on the thread that answers queries, and who waits for them to get
 * further. Every wait ends: by the position, its time limit, its signal or the end of the runner;
 * and the number of waits is bounded.
 */

/** The read models did not get there within the time limit. */
export class ReadTimeout extends Error {
  readonly position: number;
  readonly applied: number;

  constructor(position: number, applied: number, timeoutMs: number) {
    super(`position ${position} was not applied within ${timeoutMs} ms; applied: ${applied}`);
    this.position = position;
    this.applied = applied;
  }
}

/** More waits at once than the limit. */
export class TooManyWaits extends Error {
  readonly limit: number;

  constructor(limit: number) {
    super(`${limit} requests wait for the read models already`);
    this.limit = limit;
  }
}

interface Wait {
  /** Resolves once `applied` is above this. */
  readonly above: number;
  readonly end: (error?: Error) => void;
}

export interface ReadPositionOptions {
  /** Waits at once; one more is refused with TooManyWaits. */
  readonly waitsMax: number;
}

/** Owned by the host of the runner, read by the edges (the port is schema/context.ts). */
export class AppliedPosition {
  readonly #waitsMax: number;
  readonly #waits = new Set<Wait>();
  #applied = 0;
  #failure: Error | undefined;

  constructor({ waitsMax }: ReadPositionOptions) {
    this.#waitsMax = waitsMax;
  }

  /** Every entry below this position has been applied. */
  applied(): number {
    return this.#applied;
  }

  /** Waits at this moment: for metrics. */
  waits(): number {
    return this.#waits.size;
  }

  /**
   * Resolves once `applied() > position`. Rejects with ReadTimeout after `timeoutMs`, with the
   * reason of `signal`, with TooManyWaits, or with what stopped the runner.
   */
  async waitFor(position: number, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    if (this.#applied > position) return;
    let timer: NodeJS.Timeout | undefined;
    const started = (wait: Wait): void => {
      const expire = (): void => wait.end(new ReadTimeout(position, this.#applied, timeoutMs));
      timer = setTimeout(expire, timeoutMs);
    };
    try {
      await this.#wait(position, signal, started);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Resolves at the next advance after `applied()` was `seen`; at once when it already has. Rejects
   * like waitFor, without a time limit.
   */
  async changed(seen: number, signal: AbortSignal): Promise<void> {
    if (this.#applied <= seen) await this.#wait(seen, signal);
  }

  /** Called by the host at each commit. Throws a RangeError when the position goes back. */
  advance(position: number): void {
    if (position < this.#applied) {
      throw new RangeError(`applied position ${this.#applied} may not go back to ${position}`);
    }
    this.#applied = position;
    for (const wait of [...this.#waits]) if (position > wait.above) wait.end();
  }

  /** Called by the host when the runner has ended: nothing will advance any more. */
  fail(error: Error): void {
    this.#failure = error;
    for (const wait of [...this.#waits]) wait.end(error);
  }

  async #wait(above: number, signal?: AbortSignal, started?: (wait: Wait) => void): Promise<void> {
    signal?.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#waits.size >= this.#waitsMax) throw new TooManyWaits(this.#waitsMax);
    const { promise, wait } = pendingWait(above);
    const abort = (): void => wait.end(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    this.#waits.add(wait);
    started?.(wait);
    try {
      await promise;
    } finally {
      this.#waits.delete(wait);
      signal?.removeEventListener('abort', abort);
    }
  }
}

function pendingWait(above: number): { readonly promise: Promise<void>; readonly wait: Wait } {
  let end: Wait['end'] = () => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve() : reject(error));
  });
  return { promise, wait: { above, end } };
}
