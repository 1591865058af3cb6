/** The time of a CometBFT block as the ledger writes it: whole milliseconds, the rest cut off. */
import { type Instant, isInstant } from '../../ledger/instant.js';
import type { Timestamp } from './abciMessages.js';

const NANOSECONDS_PER_MILLISECOND = 1_000_000;

/** Throws a RangeError for a time that no Instant can say (before year 0, after 9999, or none). */
export function blockTime(time: Timestamp | undefined): Instant {
  const milliseconds =
    Number(time?.seconds ?? Number.NaN) * 1_000 +
    Math.floor((time?.nanos ?? 0) / NANOSECONDS_PER_MILLISECOND);
  // Throws a RangeError of its own beyond what a Date can hold.
  const text = new Date(milliseconds).toISOString();
  if (isInstant(text)) return text;
  throw new RangeError(`a block time must be in the years 0 to 9999, but is ${text}`);
}
