/**
 * Turns something valid into something nearly valid: what breaks parsers is close to what they
 * accept.
 */
import type { JsonObject, JsonValue } from '../../src/crypto/canonicalJson.js';
import type { SeededRandom } from '../support/live/seededRandom.js';

/** Values that have broken readers before. */
const HOSTILE_VALUES: readonly JsonValue[] = [
  null,
  true,
  '',
  0,
  -1,
  0.5,
  1e308,
  2 ** 53,
  '9007199254740993',
  '-0',
  '\u0000',
  '\ud800',
  '__proto__',
  'e\u0301',
  'ff'.repeat(32),
  'FF'.repeat(32),
  '0'.repeat(10_000),
  [],
  {},
  [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]],
  { constructor: { prototype: 1 } },
];

const HOSTILE_TEXTS: readonly string[] = [
  '\u0000',
  '\\u0000',
  '\\ud800',
  '{"__proto__":1}',
  '"a":1,"a":2',
  '1e999',
  '9'.repeat(400),
  '['.repeat(5_000),
  '{'.repeat(500),
  '}',
  '"',
  '\\',
  '\ufeff',
  '/* */',
];

/** `bytes` with one to eight places changed, cut, doubled or replaced by hostile text. */
export function mutateBytes(random: SeededRandom, bytes: Buffer): Buffer<ArrayBuffer> {
  let mutated = Buffer.from(bytes);
  for (let round = 1 + random.below(8); round > 0; round -= 1)
    mutated = mutateOnce(random, mutated);
  return mutated;
}

function mutateOnce(random: SeededRandom, bytes: Buffer): Buffer<ArrayBuffer> {
  const at = random.below(bytes.length + 1);
  const length = random.below(20);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random.below(6)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] as number) ^ (1 << random.below(8));
      return flipped;
    }
    case 1:
      return Buffer.concat([before, after.subarray(length)]);
    case 2:
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 3:
      return Buffer.concat([before, Buffer.from(random.pick(HOSTILE_TEXTS)), after]);
    case 4:
      return Buffer.concat([before, random.bytes(1 + length), after]);
    default:
      return Buffer.from(before);
  }
}

/** `value` with one property or member replaced, removed, added or moved to another name. */
export function mutateJson(random: SeededRandom, value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || random.below(6) === 0) {
    return nearby(random, value);
  }
  if (isList(value)) return mutateList(random, value);
  return mutateObject(random, value);
}

function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Something of the same kind that is a little off, or something hostile. */
function nearby(random: SeededRandom, value: JsonValue): JsonValue {
  if (typeof value === 'string' && value !== '' && random.below(3) > 0) {
    return mutateBytes(random, Buffer.from(value)).toString('utf8');
  }
  if (typeof value === 'number' && random.below(2) === 0) return value + random.below(3) - 1;
  return random.pick(HOSTILE_VALUES);
}

function mutateList(random: SeededRandom, items: readonly JsonValue[]): readonly JsonValue[] {
  const at = random.below(items.length + 1);
  const item = items[at];
  if (item === undefined) return [...items, random.pick(HOSTILE_VALUES)];
  const changed = [[], [item, item], [mutateJson(random, item)], [random.pick(HOSTILE_VALUES)]];
  return [...items.slice(0, at), ...random.pick(changed), ...items.slice(at + 1)];
}

function mutateObject(random: SeededRandom, object: JsonObject): JsonObject {
  const names = Object.keys(object);
  if (names.length === 0) return { unexpected: random.pick(HOSTILE_VALUES) };
  const name = random.pick(names);
  const { [name]: value, ...others } = object;
  switch (random.below(5)) {
    case 0:
      return others;
    case 1:
      return { ...object, [`${name}2`]: value as JsonValue };
    case 2:
      return { ...others, [name.toUpperCase()]: value as JsonValue };
    default:
      return { ...others, [name]: mutateJson(random, value as JsonValue) };
  }
}

const TOKEN = /[A-Za-z_]\w*|\d+|"[^"]*"|[{}()[\]:$!@|&=]|\.\.\.|\s+|./g;

const HOSTILE_TOKENS: readonly string[] = [
  '{',
  '}',
  '(',
  '...',
  '... on Entry',
  '... Loop',
  'fragment Loop on Query { ...Loop }',
  '$undefined',
  '@skip(if: true)',
  '@unknown',
  '"""',
  '"\\uD800"',
  '-9223372036854775809',
  '1e400',
  'null',
  '__schema { types { fields { type { fields { name } } } } }',
  'a: ledger { size } b: ledger { size }'.repeat(60),
  '{ a '.repeat(200),
  '#',
  '\u0000',
];

/** A GraphQL document with one to five tokens removed, doubled, swapped or replaced. */
export function mutateDocument(random: SeededRandom, document: string): string {
  const tokens = document.match(TOKEN) ?? [];
  for (let round = 1 + random.below(5); round > 0; round -= 1) {
    const at = random.below(tokens.length + 1);
    const other = random.pick(tokens);
    const inserted = random.pick([other, random.pick(HOSTILE_TOKENS), '']);
    tokens.splice(at, random.below(3), inserted);
  }
  return tokens.join('');
}
