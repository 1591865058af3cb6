/** The one real clock: wall time as the ledger writes it. Rules never see it, only block times. */
import type { Instant } from '../ledger/instant.js';

/** Now, in UTC with milliseconds. */
export function systemNow(): Instant {
  return new Date().toISOString() as Instant;
}
