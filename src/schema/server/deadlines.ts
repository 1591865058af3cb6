/**
 * The time limit of queries and mutations. One timer looks after all of them: a timer for each
 * costs more than the execution of a small query.
 */
import { LedgerError } from '../errors.js';
import type { Lifetime } from './execution.js';

interface Running {
  readonly due: number;
  readonly expire: () => void;
}

/** Looks in this part of the limit: nothing runs longer than the limit by more than that. */
const LOOKS_PER_LIMIT = 20;

export class Deadlines {
  private readonly limitMs: number;
  /** In the order they began, which with one limit is the order they are due. */
  private readonly running = new Set<Running>();
  private readonly timer: NodeJS.Timeout;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
    this.timer = setInterval(() => this.expireDue(), Math.ceil(limitMs / LOOKS_PER_LIMIT)).unref();
  }

  /**
   * The outcome of `run`, or a rejection with TIMEOUT once the limit has passed; then the lifetime
   * is over, so that resolvers can stop. What they did by then stands.
   */
  within<Outcome>(run: PromiseLike<Outcome>, lifetime: Lifetime): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const entry: Running = {
        due: performance.now() + this.limitMs,
        expire: () => {
          reject(timeout(this.limitMs));
          lifetime.abort();
        },
      };
      this.running.add(entry);
      const settle = (act: () => void): void => {
        this.running.delete(entry);
        act();
      };
      run.then(
        (outcome) => settle(() => resolve(outcome)),
        (error: Error) => settle(() => reject(error)),
      );
    });
  }

  /** Operations that still run have no limit from then on. */
  stop(): void {
    clearInterval(this.timer);
  }

  private expireDue(): void {
    const now = performance.now();
    for (const entry of this.running) {
      if (entry.due > now) return;
      this.running.delete(entry);
      entry.expire();
    }
  }
}

function timeout(limitMs: number): LedgerError {
  return new LedgerError('TIMEOUT', `the operation took longer than ${limitMs} ms`, {
    field: 'executionMs',
    limit: `${limitMs} ms`,
    value: 'longer',
  });
}
