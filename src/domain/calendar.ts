/**
 * Days, without a clock: which day an instant falls on in China, and counting days of work. A day
 * is its number since 1970-01-01 in the Gregorian calendar. China keeps one time, UTC+8, all year
 * round (no summer time since 1991), so that no table of time zones is needed.
 */
import { type Instant, isInstant } from '../ledger/instant.js';

/** `YYYY-MM-DD`, a day of the Gregorian calendar. */
export type CalendarDate = string & { readonly brand: 'CalendarDate' };

const MS_PER_DAY = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAYS_PER_ERA = 146_097;
const DAYS_TO_1970 = 719_468;

/** True when `text` is a day of the calendar in the one accepted form. */
export function isCalendarDate(text: unknown): text is CalendarDate {
  return typeof text === 'string' && text.length === 10 && isInstant(`${text}T00:00:00.000Z`);
}

/** Days since 1970-01-01. Years are counted from March, so that the leap day ends one. */
export function dayOf(date: CalendarDate): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * DAYS_PER_ERA + yearOfEra * 365 + leapDays + dayOfYear - DAYS_TO_1970;
}

/** The date of a day number; the inverse of `dayOf` for the years 0000 to 9999. */
export function dateOf(day: number): CalendarDate {
  const shifted = day + DAYS_TO_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const leaps =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays);
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [digits(year, 4), digits(month, 2), digits(dayOfMonth, 2)].join('-') as CalendarDate;
}

function digits(value: number, length: number): string {
  return `${value}`.padStart(length, '0');
}

/** Milliseconds from 1970-01-01T00:00:00.000Z to `instant`. */
export function millisecondsOf(instant: Instant): number {
  const day = dayOf(instant.slice(0, 10) as CalendarDate);
  const [hours, minutes, seconds] = instant.slice(11, 19).split(':').map(Number) as [
    number,
    number,
    number,
  ];
  const ofDay = ((hours * 60 + minutes) * 60 + seconds) * 1_000 + Number(instant.slice(20, 23));
  return day * MS_PER_DAY + ofDay;
}

/** The instant `milliseconds` after 1970-01-01T00:00:00.000Z, for the years 0000 to 9999. */
export function instantOf(milliseconds: number): Instant {
  const day = Math.floor(milliseconds / MS_PER_DAY);
  const ofDay = milliseconds - day * MS_PER_DAY;
  const part = (unit: number, size: number, length: number): string =>
    digits(Math.floor(ofDay / unit) % size, length);
  const time = [part(3_600_000, 24, 2), part(60_000, 60, 2), part(1_000, 60, 2)].join(':');
  return `${dateOf(day)}T${time}.${part(1, 1_000, 3)}Z` as Instant;
}

/** The day that `instant` falls on in China. */
export function chinaDay(instant: Instant): number {
  return Math.floor((millisecondsOf(instant) + CHINA_OFFSET_MS) / MS_PER_DAY);
}

/** True from Monday to Friday. 1970-01-01 was a Thursday. */
export function isMondayToFriday(day: number): boolean {
  const sinceMonday = (((day + 3) % 7) + 7) % 7;
  return sinceMonday < 5;
}

/** Which days are worked. */
export type IsWorkingDay = (day: number) => boolean;

/**
 * How many working days lie after the day `after`, up to and with the day `through`. The first day
 * is not counted, as periods in days are (民法典 第201条). Counting stops at `max`.
 */
export function countWorkingDays(
  isWorkingDay: IsWorkingDay,
  range: { readonly after: number; readonly through: number; readonly max: number },
): number {
  let count = 0;
  for (let day = range.after + 1; day <= range.through && count < range.max; day += 1) {
    if (isWorkingDay(day)) count += 1;
  }
  return count;
}

/** The day on which the `count`-th working day after `after` falls; `after` itself for 0. */
export function addWorkingDays(isWorkingDay: IsWorkingDay, after: number, count: number): number {
  let day = after;
  for (let left = count; left > 0;) {
    day += 1;
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}
