/**
 * Keyset cursors: the sort values of a row, not its number, so that a page neither repeats nor
 * skips a row when others arrive. A cursor names its list and order, and is of no use in another.
 */
import { LedgerError } from './errors.js';

/**
 * Raised when the meaning of the values changes: cursors of before are then refused, not misread.
 */
const VERSION = 1;

const CURSOR_CHARACTERS_MAX = 1_000;

/** One sort value. */
export type CursorValue = string | number;

/** The opaque cursor of a row: `order` names the list and its sort order. */
export function encodeCursor(order: string, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([VERSION, order, ...values]), 'utf8').toString('base64url');
}

/**
 * The sort values in `cursor`, one for each of `kinds` and of that kind. Throws BAD_USER_INPUT,
 * with `field` as the argument's name, for text that encodeCursor cannot have made for this order.
 */
export function decodeCursor(
  cursor: string,
  expected: { readonly order: string; readonly kinds: readonly ('string' | 'number')[] },
  field: string,
): readonly CursorValue[] {
  const values = cursorValues(cursor, expected.order);
  const fits =
    values !== undefined &&
    values.length === expected.kinds.length &&
    values.every((value, index) => typeof value === expected.kinds[index]) &&
    values.every((value) => typeof value !== 'number' || Number.isSafeInteger(value)) &&
    encodeCursor(expected.order, values) === cursor;
  if (!fits) {
    const facts = { field, limit: `a cursor of ${expected.order}`, value: cursor.slice(0, 100) };
    throw new LedgerError('BAD_USER_INPUT', `${field} is not a cursor of this list`, facts);
  }
  return values;
}

function cursorValues(cursor: string, order: string): readonly CursorValue[] | undefined {
  if (cursor.length > CURSOR_CHARACTERS_MAX) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed[0] !== VERSION || parsed[1] !== order) return undefined;
    return parsed.slice(2) as readonly CursorValue[];
  } catch {
    return undefined;
  }
}
