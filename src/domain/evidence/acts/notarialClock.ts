/**
 * The notary's time: a certificate is due within fifteen working days of acceptance, and waiting
 * for material is not counted (公证法 第30条). The clock counts working days of China between two days,
 * the first not counted; while it is paused it keeps what is left.
 */
import type { Instant } from '../../../ledger/instant.js';
import {
  addWorkingDays,
  chinaDay,
  countWorkingDays,
  dateOf,
  type IsWorkingDay,
} from '../../calendar.js';

/** Working days from acceptance to certificate. */
export const NOTARIAL_DAYS = 15;

/** Where counting stops: a later certificate is late, by however much. */
const COUNTED_DAYS_MAX = 1_000;

export type NotarialClock = {
  /** Working days used before the present stretch. */
  readonly used: number;
  /** The day number on which the present stretch began; null while paused. */
  readonly since: number | null;
  /** The day on which the certificate is due; null while paused. */
  readonly due: string | null;
};

export const STOPPED: NotarialClock = { used: 0, since: null, due: null };

/** The clock as it runs from `time` on. */
export function started(clock: NotarialClock, time: Instant, days: IsWorkingDay): NotarialClock {
  const since = chinaDay(time);
  const left = Math.max(0, NOTARIAL_DAYS - clock.used);
  return { used: clock.used, since, due: dateOf(addWorkingDays(days, since, left)) };
}

/** The clock as it stands at `time`, stopped. */
export function stopped(clock: NotarialClock, time: Instant, days: IsWorkingDay): NotarialClock {
  if (clock.since === null) return clock;
  const range = { after: clock.since, through: chinaDay(time), max: COUNTED_DAYS_MAX };
  return { used: clock.used + countWorkingDays(days, range), since: null, due: null };
}
