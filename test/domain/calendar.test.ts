/** Days by rule, against the calendar of the runtime and the announced holidays of one year. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addWorkingDays,
  type CalendarDate,
  chinaDay,
  countWorkingDays,
  dateOf,
  dayOf,
  isCalendarDate,
  isMondayToFriday,
  millisecondsOf,
} from '../../src/domain/calendar.js';
import type { Instant } from '../../src/ledger/instant.js';

const MS_PER_DAY = 86_400_000;
const anyDay = fc.integer({ min: -719_528, max: 2_932_896 });
const anyTime = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31') });

function isoDate(day: number): CalendarDate {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10) as CalendarDate;
}

/** 2025 as announced by the State Council for Spring Festival. */
const OFF = ['2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31', '2025-02-03', '2025-02-04'];
const WORKED = ['2025-01-26', '2025-02-08'];

function isWorkingDay(day: number): boolean {
  const date = dateOf(day);
  return isMondayToFriday(day) ? !OFF.includes(date) : WORKED.includes(date);
}

describe('days', () => {
  it('are those of the Gregorian calendar, both ways, for ten thousand years', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(dateOf(day)).toBe(isoDate(day));
        expect(dayOf(isoDate(day))).toBe(day);
      }),
    );
  });

  it('fall on the weekdays of the calendar', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const weekday = new Date(day * MS_PER_DAY).getUTCDay();
        expect(isMondayToFriday(day)).toBe(weekday >= 1 && weekday <= 5);
      }),
    );
  });

  it('count the milliseconds of instants', () => {
    fc.assert(
      fc.property(anyTime, (time) => {
        fc.pre(!Number.isNaN(time.getTime()));
        expect(millisecondsOf(time.toISOString() as Instant)).toBe(time.getTime());
      }),
    );
  });

  it.each([
    ['2026-03-01T15:59:59.999Z', '2026-03-01'],
    ['2026-03-01T16:00:00.000Z', '2026-03-02'],
    ['2025-12-31T16:00:00.000Z', '2026-01-01'],
  ])('%s is %s in China', (instant, date) => {
    expect(dateOf(chinaDay(instant as Instant))).toBe(date);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01T', '', '2026-00-10'])(
    'refuses %p as a date',
    (text) => expect(isCalendarDate(text)).toBe(false),
  );
});

describe('working days', () => {
  it('leave out announced holidays and take in announced weekends', () => {
    // Friday before Spring Festival 2025; Sunday the 26th was worked.
    const start = dayOf('2025-01-24' as CalendarDate);
    const dates = Array.from({ length: 5 }, (_, count) =>
      dateOf(addWorkingDays(isWorkingDay, start, count)),
    );
    const worked = ['2025-01-24', '2025-01-26', '2025-01-27', '2025-02-05', '2025-02-06'];
    expect(dates).toEqual(worked);
  });

  it('are counted after the first day up to and with the last', () => {
    const range = (after: string, through: string) => ({
      after: dayOf(after as CalendarDate),
      through: dayOf(through as CalendarDate),
      max: 100,
    });
    expect(countWorkingDays(isWorkingDay, range('2025-01-27', '2025-02-08'))).toBe(4);
    expect(countWorkingDays(isWorkingDay, range('2025-02-05', '2025-02-05'))).toBe(0);
    expect(countWorkingDays(isMondayToFriday, range('2025-01-27', '2025-02-08'))).toBe(9);
  });

  it('counting undoes adding, and stops at its bound', () => {
    const start = fc.integer({ min: 20_000, max: 20_400 });
    fc.assert(
      fc.property(start, fc.integer({ min: 0, max: 60 }), (after, count) => {
        const through = addWorkingDays(isWorkingDay, after, count);
        expect(countWorkingDays(isWorkingDay, { after, through, max: 100 })).toBe(count);
        const far = { after, through: through + 1_000_000_000, max: count };
        expect(countWorkingDays(isWorkingDay, far)).toBe(count);
      }),
    );
  });
});
