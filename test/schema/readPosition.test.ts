import { expect, test } from '@jest/globals';
import { ReadTimeout, TooManyWaits } from '../../src/projections/readPosition.js';
import type { ReadPosition } from '../../src/schema/context.js';
import { MIN_POSITION_WAIT_MS, readAt } from '../../src/schema/readPosition.js';

const { signal } = new AbortController();

function reading(position: Partial<ReadPosition>): Parameters<typeof readAt>[0] {
  const unexpected = (): never => {
    throw new Error('not expected here');
  };
  const readPosition = { applied: () => 7, waitFor: unexpected, changed: unexpected, ...position };
  return { signal, readPosition };
}

test('a read without minPosition, or of one that is visible, does not wait', async () => {
  expect(await readAt(reading({}), undefined)).toBe(7);
  expect(await readAt(reading({}), null)).toBe(7);
  expect(await readAt(reading({}), 6)).toBe(7);
});

test('a read of what is not visible yet waits five seconds at most', async () => {
  let applied = 7;
  const asked: unknown[] = [];
  const context = reading({
    applied: () => applied,
    waitFor: (...args) => {
      asked.push(args);
      applied = 8;
      return Promise.resolve();
    },
  });
  expect(await readAt(context, 7)).toBe(8);
  expect(asked).toEqual([[7, 5_000, signal]]);
  expect(MIN_POSITION_WAIT_MS).toBe(5_000);
});

test('what is not visible in time is the typed error POSITION_NOT_REACHED', async () => {
  const context = reading({ waitFor: () => Promise.reject(new ReadTimeout(9, 7, 5_000)) });
  await expect(readAt(context, 9)).rejects.toMatchObject({
    code: 'POSITION_NOT_REACHED',
    extensions: { field: 'minPosition', value: '9, next position to apply 7' },
  });
});

test('too many waits at once are the typed error OVERLOADED', async () => {
  const context = reading({ waitFor: () => Promise.reject(new TooManyWaits(10)) });
  await expect(readAt(context, 9)).rejects.toMatchObject({
    code: 'OVERLOADED',
    extensions: { retryAfterMs: 1_000 },
  });
});

test('any other failure of the read models stays what it is', async () => {
  const failure = new Error('the runner has failed');
  const context = reading({ waitFor: () => Promise.reject(failure) });
  await expect(readAt(context, 9)).rejects.toBe(failure);
});
