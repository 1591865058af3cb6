/** The readers of action data: what they take, and how they name what they refuse. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '../../src/crypto/canonicalJson.js';
import {
  hex,
  instant,
  integer,
  list,
  Malformed,
  map,
  nullable,
  object,
  oneOf,
  optional,
  type Reader,
  set,
  text,
} from '../../src/domain/shape.js';

function message<T>(reader: Reader<T>, value: JsonValue | undefined): string {
  try {
    reader(value, 'data.x');
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
  throw new Error('the value was accepted');
}

const point = object({ x: integer(0, 9), y: optional(integer(0, 9)) });

describe('each reader names the field, the limit and the value', () => {
  it.each<[Reader<unknown>, JsonValue | undefined, string]>([
    [text({ min: 2, max: 3 }), 'a', 'data.x must be text of 2 to 3 characters, but is "a"'],
    [text({ min: 2, max: 3 }), 'abcd', 'data.x must be text of 2 to 3 characters, but is "abcd"'],
    [text({ min: 1, max: 3, what: 'a label' }), 7, 'data.x must be a label, but is 7'],
    [
      text({ min: 1, max: 3, pattern: /^a$/ }),
      'b',
      'data.x must be text of 1 to 3 characters matching ^a$, but is "b"',
    ],
    [hex(2), 'abc', 'data.x must be lower-case hex of 2 bytes, but is "abc"'],
    [integer(1, 9), 10, 'data.x must be a whole number from 1 to 9, but is 10'],
    [integer(1, 9), undefined, 'data.x must be a whole number from 1 to 9, but is missing'],
    [oneOf(['a', 'b']), 'c', 'data.x must be one of a, b, but is "c"'],
    [instant, 'now', 'data.x must be an RFC 3339 UTC instant with milliseconds, but is "now"'],
    [list(1, 2, hex(1)), [], 'data.x must be a list of 1 to 2 members, but is "0 members"'],
    [list(1, 2, hex(1)), ['ab', 'x'], 'data.x[1] must be lower-case hex of 1 bytes, but is "x"'],
    [
      set(0, 3, text({ min: 1, max: 1 })),
      ['b', 'b'],
      'data.x[1] must be a member not yet listed, but is "b"',
    ],
    [nullable(integer(1, 9)), 0, 'data.x must be a whole number from 1 to 9, but is 0'],
    [map(1, oneOf(['a']), integer(1, 9)), { b: 1 }, 'data.x.b must be one of a, but is "b"'],
    [
      map(1, oneOf(['a']), integer(1, 9)),
      { a: 0 },
      'data.x.a must be a whole number from 1 to 9, but is 0',
    ],
    [
      map(1, hex(1), integer(1, 9)),
      { aa: 1, bb: 1 },
      'data.x must be an object of up to 1 properties, but is "2 properties"',
    ],
    [point, null, 'data.x must be an object with x, y, but is null'],
    [point, [], 'data.x must be an object with x, y, but is []'],
    [point, {}, 'data.x.x must be a whole number from 0 to 9, but is missing'],
    [point, { x: 1, y: null }, 'data.x.y must be a whole number from 0 to 9, but is null'],
    [point, { x: 1, z: 2 }, 'data.x.z must be absent, but is 2'],
    [point, { x: 1, z: 'a'.repeat(200) }, `data.x.z must be absent, but is "${'a'.repeat(119)}…`],
  ])('%#', (reader, value, expected) => {
    expect(message(reader, value)).toBe(expected);
  });
});

describe('what readers take', () => {
  it('leaves an absent optional property absent', () => {
    expect(Object.keys(point({ x: 1 }, 'data'))).toEqual(['x']);
    expect(point({ y: 2, x: 1 }, 'data')).toEqual({ x: 1, y: 2 });
  });

  it('reads a set in any order as a sorted one', () => {
    const letters = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 9 });
    const reader = set(0, 9, text({ min: 1, max: 3 }));
    fc.assert(
      fc.property(letters, (members) => {
        expect(reader(members, 'data')).toEqual([...members].sort());
      }),
    );
  });

  it('takes whole numbers only within safe integers', () => {
    const reader = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    expect(reader(Number.MAX_SAFE_INTEGER, 'data')).toBe(Number.MAX_SAFE_INTEGER);
    for (const value of [2 ** 53, -(2 ** 53), 1e300, 0.5, NaN, Infinity, '1', true, null]) {
      expect(() => reader(value, 'data')).toThrow(Malformed);
    }
  });

  it('reads a name like any other only where the map’s names allow it', () => {
    const value = JSON.parse('{"__proto__":1}') as JsonValue;
    expect(message(map(1, hex(1), integer(1, 9)), value)).toMatch(/^data\.x\.__proto__ must be/);
  });
});
