/**
 * Requests per client in a window of time, in memory and bounded: clients share a fixed number of
 * buckets, chosen by a hash with a secret start value, so that many addresses cannot fill the
 * memory and nobody can pick an address that shares another client's bucket.
 */
import { randomInt } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { LedgerError } from '../errors.js';
import type { ServerLimits } from '../limits.js';
import { isLoopback, networkOf } from './clientAddress.js';

const BUCKETS = 65_536;

export class RateLimit {
  private readonly limiter: RateLimiterMemory;
  private readonly limits: ServerLimits;
  private readonly start = randomInt(2 ** 32);

  constructor(limits: ServerLimits) {
    this.limits = limits;
    this.limiter = new RateLimiterMemory({
      points: limits.rateRequests,
      duration: limits.rateSeconds,
    });
  }

  /** True when requests of `address` are not counted. */
  exempts(address: string): boolean {
    const { rateRequests, rateExemptsLoopback } = this.limits;
    return rateRequests === 0 || (rateExemptsLoopback && isLoopback(address));
  }

  /** Counts one request of `address`. Rejects with RATE_LIMITED when the window is full. */
  async take(address: string): Promise<void> {
    if (this.exempts(address)) return;
    try {
      await this.limiter.consume(this.bucket(networkOf(address)));
    } catch (full) {
      if (!(full instanceof RateLimiterRes)) throw full;
      throw rateLimited(this.limits, full.msBeforeNext);
    }
  }

  /** FNV-1a from the secret start value. */
  private bucket(network: string): string {
    let hash = this.start;
    for (let index = 0; index < network.length; index += 1) {
      hash = Math.imul(hash ^ network.charCodeAt(index), 0x01000193);
    }
    return String((hash >>> 0) % BUCKETS);
  }
}

function rateLimited(limits: ServerLimits, retryAfterMs: number): LedgerError {
  const { rateRequests, rateSeconds } = limits;
  return new LedgerError('RATE_LIMITED', `at most ${rateRequests} requests in ${rateSeconds} s`, {
    field: 'rateRequests',
    limit: String(rateRequests),
    value: String(rateRequests + 1),
    retryAfterMs,
  });
}
