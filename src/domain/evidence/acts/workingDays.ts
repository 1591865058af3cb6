/**
 * The working-day calendar as dated data on the ledger. Without an entry a year's working days are
 * Monday to Friday; an entry names the weekdays that are free and the weekend days that are worked,
 * as the State Council announces them for each year. A later entry for a year replaces the earlier
 * one from then on: what was reckoned before stays as it was.
 */
import { action, type Action, type Decision, event, type StateReader } from '../../domainModule.js';
import {
  dateOf,
  dayOf,
  isCalendarDate,
  isMondayToFriday,
  type IsWorkingDay,
} from '../../calendar.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, integer, object, set, text } from '../../shape.js';
import { type Content, content, refuseContent } from '../content.js';

const YEAR_MIN = 2000;
const YEAR_MAX = 9999;
/** More free days a year than any announcement had; keeps every count short. */
const EXCEPTIONS_MAX = 60;

const DATE_FORM = { min: 10, max: 10, pattern: /^\d{4}-\d{2}-\d{2}$/, what: 'a date YYYY-MM-DD' };
const dates = set(0, EXCEPTIONS_MAX, text(DATE_FORM));

export type WorkingDaysSet = {
  readonly year: number;
  /** Days from Monday to Friday without work, sorted. */
  readonly holidays: readonly string[];
  /** Saturdays and Sundays with work, sorted. */
  readonly workdays: readonly string[];
  /** The announcement. */
  readonly document: Content;
  readonly by: string;
};

type YearRecord = { readonly holidays: readonly string[]; readonly workdays: readonly string[] };

const setting = object({
  year: integer(YEAR_MIN, YEAR_MAX),
  holidays: dates,
  workdays: dates,
  document: content,
});
type Setting = ReturnType<typeof setting>;

export const workingDaysActions = {
  'evidence.SetWorkingDays': action({ read: actionData(setting), decide: decideSet }),
};

export const workingDaysEvents = {
  'evidence.WorkingDaysSet': event(({ year, holidays, workdays }: WorkingDaysSet) => [
    [yearKey(`${year}`), { holidays, workdays }],
  ]),
};

const yearKey = (year: string): string => `evidence/working-days/${year}`;

/** Which days are worked, as the ledger knows now. */
export function workingDays(state: StateReader): IsWorkingDay {
  return (day) => {
    const date = dateOf(day);
    const year = state.get(yearKey(date.slice(0, 4))) as YearRecord | undefined;
    return isMondayToFriday(day)
      ? !(year?.holidays.includes(date) ?? false)
      : (year?.workdays.includes(date) ?? false);
  };
}

function decideSet({ actor, data }: Action<Setting>): Decision {
  const refusal =
    refuseDates(data, 'holidays') ??
    refuseDates(data, 'workdays') ??
    refuseContent(data.document, 'data.document');
  if (refusal !== undefined) return refusal;
  const days: WorkingDaysSet = { ...data, by: actor };
  return [{ type: 'evidence.WorkingDaysSet', data: days }];
}

/** Each date is one of the year, and says something that Monday to Friday does not say already. */
function refuseDates(data: Setting, name: 'holidays' | 'workdays'): Refusal | undefined {
  const isHoliday = name === 'holidays';
  const what = isHoliday ? 'from Monday to Friday' : 'on a weekend';
  const fits = (date: string): boolean =>
    isCalendarDate(date) &&
    date.startsWith(`${data.year}-`) &&
    isMondayToFriday(dayOf(date)) === isHoliday;
  const index = data[name].findIndex((date) => !fits(date));
  if (index === -1) return undefined;
  const field = `data.${name}[${index}]`;
  const value = data[name][index] as string;
  return refuse('CALENDAR_DATE', { field, limit: `a day of ${data.year} ${what}`, value });
}
