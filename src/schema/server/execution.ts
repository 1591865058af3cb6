/** What an operation is to its resolvers: an id, and a signal that stops them. */

/** Makes request ids: unique over restarts, short, and safe in logs and headers. */
export function requestIds(start: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${start}-${count.toString(36)}`;
  };
}

/**
 * Tells resolvers when nobody waits for them any more. Most never ask, and an AbortController for
 * every request costs as much as a quarter of a small query: it is made at the first use.
 */
export class Lifetime {
  private controller: AbortController | undefined;
  private over = false;
  private readonly watch: ((lifetime: Lifetime) => void) | undefined;

  /** `watch` is called when the signal is first used: it arranges for `abort` to be called. */
  constructor(watch?: (lifetime: Lifetime) => void) {
    this.watch = watch;
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.over) this.controller.abort();
      else this.watch?.(this);
    }
    return this.controller.signal;
  }

  /** Aborts the signal. */
  abort(): void {
    this.over = true;
    this.controller?.abort();
  }
}

/**
 * The base of every context value. `signal` stands on the prototype, because Apollo copies the own
 * properties of a context and would use it up.
 */
export class OperationContext {
  readonly requestId: string;
  readonly lifetime: Lifetime;

  constructor(requestId: string, lifetime: Lifetime) {
    this.requestId = requestId;
    this.lifetime = lifetime;
  }

  get signal(): AbortSignal {
    return this.lifetime.signal;
  }
}
