/** Instants as numbers: the calendar without a date library. */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { epochMilliseconds, type Instant } from '../../src/ledger/instant.js';

it('counts milliseconds from 1970 as everybody does, leap years included', () => {
  const date = fc.date({
    min: new Date('0001-01-01T00:00:00.000Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(date, (moment) => {
      expect(epochMilliseconds(moment.toISOString() as Instant)).toBe(moment.getTime());
    }),
  );
});

it.each([
  ['1970-01-01T00:00:00.000Z', 0],
  ['1969-12-31T23:59:59.999Z', -1],
  ['2000-03-01T00:00:00.000Z', 951_868_800_000],
  ['1900-03-01T00:00:00.000Z', -2_203_891_200_000],
])('counts %s as %i', (instant, milliseconds) => {
  expect(epochMilliseconds(instant as Instant)).toBe(milliseconds);
});
