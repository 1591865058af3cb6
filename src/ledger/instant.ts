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
