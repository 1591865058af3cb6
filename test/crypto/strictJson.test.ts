/** The strict reader: what JSON it refuses, where it says so, and that it never fails otherwise. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type JsonValue } from '../../src/crypto/canonicalJson.js';
import {
  InvalidJson,
  type JsonLimits,
  readCanonical,
  strictJson,
} from '../../src/crypto/strictJson.js';

type Read = (text: string, limits?: JsonLimits) => JsonValue;

function fault(read: Read, text: string, limits?: JsonLimits): InvalidJson {
  try {
    read(text, limits);
  } catch (error) {
    if (error instanceof InvalidJson) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

/** Text, offset of the fault, part of what was expected. */
const REFUSED: readonly (readonly [string, number, string])[] = [
  ['', 0, 'a JSON value'],
  [' ', 1, 'a JSON value'],
  ['\uFEFF{}', 0, 'a JSON value'],
  ['{} {}', 3, 'the end of the text'],
  ['1 x', 2, 'the end of the text'],
  ['{"a":1}\0', 7, 'the end of the text'],
  ['{"a":1,"a":1}', 7, 'a name not used before'],
  ['{"a":1,"\\u0061":2}', 7, 'a name not used before'],
  ['{"__proto__":1,"__proto__":2}', 15, 'a name not used before'],
  ['{"a":{"b":1,"b":1}}', 12, 'a name not used before'],
  ['{"a":1,}', 7, 'a property name'],
  ['{a:1}', 1, 'a property name'],
  ["{'a':1}", 1, 'a property name'],
  ['{"a" 1}', 5, '":"'],
  ['{"a":1 "b":2}', 7, '"," or "}"'],
  ['{"a":1', 6, '"," or "}"'],
  ['[1,]', 3, 'a JSON value'],
  ['[1 2]', 3, '"," or "]"'],
  ['[', 1, 'a JSON value'],
  ['[1', 2, '"," or "]"'],
  ['"a', 2, 'a closing quote'],
  ['"a\nb"', 2, 'a control character as an escape'],
  ['"\u0000"', 1, 'a control character as an escape'],
  ['"\\x41"', 1, 'an escape that JSON has'],
  ['"\\', 1, 'an escape that JSON has'],
  ['"\\u12G4"', 1, 'four hex digits'],
  ['"\\u12', 1, 'four hex digits'],
  ['"\\ud800"', 0, 'lone surrogates'],
  ['"\\udc00\\ud800"', 0, 'lone surrogates'],
  ['"\ud800"', 0, 'lone surrogates'],
  ['{"\udfff":1}', 1, 'lone surrogates'],
  ['01', 1, 'the end of the text'],
  ['+1', 0, 'a JSON value'],
  ['.5', 0, 'a JSON value'],
  ['5.', 1, 'the end of the text'],
  ['1e', 1, 'the end of the text'],
  ['-', 0, 'a JSON value'],
  ['0x10', 1, 'the end of the text'],
  ['NaN', 0, 'a JSON value'],
  ['Infinity', 0, 'a JSON value'],
  ['-0', 0, 'zero without a minus sign'],
  ['-0.0', 0, 'zero without a minus sign'],
  ['1e400', 0, 'a number that a double can hold'],
  ['1e-400', 0, 'a number that is not lost as zero'],
  ['9007199254740992', 0, 'a safe integer'],
  ['[-9007199254740993]', 1, 'a safe integer'],
  ['True', 0, 'a JSON value'],
  ['nul', 0, 'a JSON value'],
  ['undefined', 0, 'a JSON value'],
  ['/**/1', 0, 'a JSON value'],
  ['１', 0, 'a JSON value'],
  ['\u00a01', 0, 'a JSON value'],
];

describe('strictJson', () => {
  it.each(REFUSED)('refuses %j at offset %i: %s', (text, offset, expected) => {
    const { message, ...found } = fault(strictJson, text);
    expect(found.offset).toBe(offset);
    expect(found.expected).toContain(expected);
    expect(message).toContain(found.found);
  });

  it('reads what JSON.parse reads, white space and escapes included', () => {
    const text =
      ' {"a\\n\\/\\u00e9" : [ 1 , -2.5e-3 , true , false , null , "\\ud83d\\ude00" ] }\r\n\t';
    expect(strictJson(text)).toEqual(JSON.parse(text));
  });

  it('keeps names like __proto__, constructor and toString as plain data', () => {
    const text = '{"__proto__":{"polluted":1},"constructor":2,"toString":3}';
    const value = strictJson(text) as { readonly [name: string]: JsonValue };
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(canonicalJson(value)).toBe(text);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('counts nesting against the limit, and never recurses past 512 levels', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(strictJson(nested(3), { depth: 3 })).toEqual([[[]]]);
    expect(fault(strictJson, nested(4), { depth: 3 }).expected).toBe('no deeper nesting');
    expect(fault(strictJson, '[{"a":[1]}]', { depth: 2 }).offset).toBe(6);
    expect(fault(strictJson, nested(100_000), { depth: 1e9 }).offset).toBe(512);
    expect(fault(strictJson, '[{"a":'.repeat(100_000), { depth: 1e9 }).expected).toMatch(/deeper/);
    expect(fault(readCanonical, nested(100_000), { depth: 1e9 }).offset).toBe(512);
  });

  it('refuses a text longer than the limit before reading it', () => {
    expect(strictJson('"ab"', { characters: 4 })).toBe('ab');
    expect(fault(strictJson, '"abc"', { characters: 4 }).expected).toBe('at most 4 characters');
    expect(fault(readCanonical, '"abc"', { characters: 4 }).found).toBe('5');
  });

  it.each(['1.5', '1.0', '1e2', '1E2', '-0', '10e-1', '9007199254740992', '1e21', '00'])(
    'with integersOnly refuses the number %s',
    (text) => {
      expect(() => strictJson(text, { integersOnly: true })).toThrow(InvalidJson);
      expect(() => readCanonical(text, { integersOnly: true })).toThrow(InvalidJson);
    },
  );

  it('reads every JSON value back, whatever the white space', () => {
    fc.assert(
      fc.property(jsonValue(), fc.constantFrom(0, 1, '\t', '\r\n'), (value, space) => {
        expect(strictJson(JSON.stringify(value, null, space))).toEqual(value);
      }),
    );
  });

  it('never throws anything but InvalidJson, and accepts nothing that JSON.parse refuses', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        for (const read of [strictJson, readCanonical]) {
          try {
            const value = read(text);
            expect(value).toEqual(JSON.parse(text));
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidJson);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('readCanonical', () => {
  it.each([
    ['{"b":1,"a":2}', 2, 'a'],
    ['{"a": 1}', 5, '1}'],
    ['{"a":1}\n', 7, 'the end of the text'],
    ['{"10":1,"9":2,"1":3}', 3, '":3,'],
    // The engine lists the 9 first, so that the names look as if they were in order.
    ['{"a":1,"9":2}', 2, '9'],
    ['[{"__proto__1":1,"0":2,"constructor":true}]', 3, '0'],
    ['"\\u0041"', 1, 'A'],
    ['"\\/"', 1, '/'],
    ['"\\u000A"', 2, 'n'],
    ['1.0', 1, 'the end of the text'],
    ['1E30', 1, 'e+30'],
    ['"\\u007f"', 1, '\u007f'],
    ['{"\ufb33":1,"\ud83d\ude00":2}', 2, '\ud83d'],
  ])('names the first place where %j is not canonical', (text, offset, expected) => {
    const found = fault(readCanonical, text);
    expect(found.offset).toBe(offset);
    expect(found.expected).toContain(expected);
  });

  it.each([
    '{"1":1,"10":2,"9":3}',
    '{"a":"\\\\ud800 is only text"}',
    '{"":"\\u001f\\b\\f\\n\\r\\t\\"\\\\"}',
    '{"__proto__":{},"a":[]}',
    '[1e+30,4.5,0.002,1e-27,333333333.3333333]',
    '{"\\r":1,"1":2,"\u0080":3,"\u00f6":4,"\u20ac":5,"\ud83d\ude00":6,"\ufb33":7}',
  ])('accepts %j as it is', (text) => {
    expect(readCanonical(text)).toEqual(JSON.parse(text));
  });

  it('accepts exactly what strictJson accepts and canonicalJson prints again', () => {
    fc.assert(
      fc.property(almostCanonical(), fc.boolean(), (text, integersOnly) => {
        const limits = { integersOnly, depth: 4 };
        expect(accepts(() => readCanonical(text, limits))).toBe(
          accepts(() => expect(canonicalJson(strictJson(text, limits))).toBe(text)),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    '[1e2]',
    '[12e2]',
    '[1.5e4]',
    '[ 1e3]',
    '{"a":1e5,   "b":1}',
    '[-1e2]',
    '[1E5, 1]',
    '[0e0]',
  ])('refuses %s, which is as long as canonical text could be', (text) => {
    expect(() => readCanonical(text)).toThrow(InvalidJson);
    expect(() => readCanonical(text, { integersOnly: true })).toThrow(InvalidJson);
  });

  it('accepts no other spelling of a whole number, whatever its length', () => {
    const spelling = fc.tuple(fc.integer({ min: -200, max: 200 }), fc.nat(4), fc.nat(4));
    fc.assert(
      fc.property(spelling, fc.nat(3), ([number, exponent, fraction], spaces) => {
        const digits = `${number}${fraction > 0 ? `.${'0'.repeat(fraction)}` : ''}e${exponent}`;
        const text = `[${' '.repeat(spaces)}${digits}]`;
        expect(() => readCanonical(text)).toThrow(InvalidJson);
        expect(readCanonical(`[${number * 10 ** exponent + 0}]`)).toBeDefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('accepts the canonical text of every value', () => {
    fc.assert(
      fc.property(jsonValue(), (value) => {
        expect(readCanonical(canonicalJson(value))).toEqual(value);
      }),
    );
  });
});

function accepts(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

/** Values without the numbers that strict reading refuses. */
function jsonValue(): fc.Arbitrary<JsonValue> {
  const name = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('__proto__', '1', '10', '9', 'constructor'),
  );
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'grapheme' }),
      fc.maxSafeInteger().map((number) => number + 0),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-300, max: 1e15 }),
      fc.constantFrom(true, false, null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .uniqueArray(fc.tuple(name, tie('value')), { maxLength: 5, selector: ([key]) => key })
        .map((members) => Object.fromEntries(members) as JsonValue),
    ),
  }));
  return value;
}

const PIECES = ['{', '}', '[', ']', ',', ':', '"', '\\', '\\u', 'd800', '0', '-', '1', 'e', '.'];
const MORE_PIECES = [
  ' ',
  '\n',
  'true',
  'null',
  '"a"',
  '"b":',
  '__proto__',
  '\ud800',
  '\uFEFF',
  'ü',
];

function hostileText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc
      .array(fc.constantFrom(...PIECES, ...MORE_PIECES), { maxLength: 20 })
      .map((all) => all.join('')),
    fc.string({ unit: 'binary' }),
    almostCanonical(),
  );
}

/** Canonical texts, most of them damaged in one place. */
function almostCanonical(): fc.Arbitrary<string> {
  return fc
    .tuple(jsonValue(), fc.nat(), fc.constantFrom('', ...PIECES, ...MORE_PIECES), fc.nat(2))
    .map(([value, at, piece, cut]) => {
      const text = canonicalJson(value);
      const offset = at % (text.length + 1);
      return text.slice(0, offset) + piece + text.slice(offset + cut);
    });
}
