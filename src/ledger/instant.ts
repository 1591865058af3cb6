/**
 * An instant in UTC, as RFC 3339 text with exactly three fraction digits and `Z`:
 * `2026-11-23T18:05:37.123Z`. Fixed width, so that text order is time order and no rule needs a
 * clock or a date library.
 */

/** RFC 3339 UTC text with milliseconds, 24 characters. Compare with `<` and `>`. */
export type Instant = string & { readonly brand: 'Instant' };

const DATE = /(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])/;
const TIME = /(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}/;
const SHAPE = new RegExp(`^${DATE.source}T${TIME.source}Z$`);
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * True when `text` is an instant of the Gregorian calendar in the one accepted form (no leap
 * second).
 */
export function isInstant(text: unknown): text is Instant {
  if (typeof text !== 'string') return false;
  const match = SHAPE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leapDay = month === 2 && isLeapYear(year) ? 1 : 0;
  return day <= (DAYS_IN_MONTH[month - 1] as number) + leapDay;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Milliseconds from 1970-01-01T00:00:00.000Z to `instant`; negative before it. */
export function epochMilliseconds(instant: Instant): number {
  const part = (from: number, to: number): number => Number(instant.slice(from, to));
  const [year, month] = [part(0, 4), part(5, 7)];
  const before = year - 1;
  const leapDays =
    Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - LEAP_DAYS_BEFORE;
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  const dayOfYear = (DAYS_BEFORE_MONTH[month - 1] as number) + leapDay + part(8, 10) - 1;
  const days = (year - 1970) * 365 + leapDays + dayOfYear;
  const seconds = days * 86_400 + part(11, 13) * 3_600 + part(14, 16) * 60 + part(17, 19);
  return seconds * 1_000 + part(20, 23);
}

/** Leap days from year 1 to the end of 1969. */
const LEAP_DAYS_BEFORE = 477;
