import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CursorValue, decodeCursor, encodeCursor } from '../../src/schema/cursor.js';
import { LedgerError } from '../../src/schema/errors.js';

const values = fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 });
const kindsOf = (of: readonly CursorValue[]): ('string' | 'number')[] =>
  of.map((value) => typeof value as 'string' | 'number');

test('a cursor gives back the values it was made of', () => {
  fc.assert(
    fc.property(fc.string(), values, (order, made) => {
      const cursor = encodeCursor(order, made);
      expect(decodeCursor(cursor, { order, kinds: kindsOf(made) }, 'after')).toEqual(made);
    }),
  );
});

test('a cursor of another list, order or kind of values is refused', () => {
  const cursor = encodeCursor('items', [1, 'a']);
  for (const expected of [
    { order: 'actors', kinds: ['number', 'string'] as const },
    { order: 'items', kinds: ['number'] as const },
    { order: 'items', kinds: ['string', 'string'] as const },
    { order: 'items', kinds: ['number', 'string', 'number'] as const },
  ]) {
    expect(() => decodeCursor(cursor, expected, 'after')).toThrow(LedgerError);
  }
});

test('every other text than the one spelling of a cursor is refused', () => {
  const cursor = encodeCursor('items', [7]);
  const expected = { order: 'items', kinds: ['number'] as const };
  const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const spellings = [
    '',
    `${cursor}=`,
    ` ${cursor}`,
    Buffer.from('[1, "items", 7]').toString('base64url'),
    json([2, 'items', 7]),
    json([1, 'items', 7.5]),
    json([1, 'items', 1e300]),
    json({ 0: 1, 1: 'items', 2: 7 }),
    'A'.repeat(100_000),
  ];
  for (const text of spellings) {
    expect(() => decodeCursor(text, expected, 'before')).toThrow(/before is not a cursor/);
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(text !== cursor);
      expect(() => decodeCursor(text, expected, 'after')).toThrow(LedgerError);
    }),
  );
});
