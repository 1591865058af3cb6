/**
 * Hostile data for every action of the evidence life cycle: personal data in any text (invariant
 * 14), bare digests (invariant 2), unknown and missing fields, and values of every wrong kind.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../src/crypto/canonicalJson.js';
import { evidence } from '../../../src/domain/evidence/evidence.js';
import { Malformed } from '../../../src/domain/shape.js';
import { LIFE_ACTIONS } from '../../schema/evidence/lifeActions.js';
import { definitionOf } from '../../support/domain.js';
import { digestsOf } from '../../support/evidence.js';

const LIMITS = { eventBytes: 1_048_576, batchItems: 100 };
const ACTIONS = LIFE_ACTIONS.map(([, type, data]) => [type, data] as const);

/** Made-up people and places in the forms that are met in practice. */
const PERSONAL = [
  '张三',
  'Zhang San',
  '13812345678',
  '+86 138 1234 5678',
  '11010519491231002X',
  '110105194912310021',
  '490154203237518',
  'zhang.san@example.com',
  '北京市朝阳区某路1号',
  '39.9042,116.4074',
  'IMG_张三_身份证.jpg',
];

type Path = readonly (string | number)[];

/** Every path to a text in `value`. */
function textPaths(value: JsonValue, path: Path = []): readonly Path[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as JsonObject).flatMap(([name, member]) =>
    textPaths(member, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

/** `value` with `put` at `path`. */
function withAt(value: JsonValue, [name, ...rest]: Path, put: JsonValue): JsonValue {
  if (name === undefined) return put;
  if (Array.isArray(value)) {
    const members = value as readonly JsonValue[];
    return members.map((member, index) => (index === name ? withAt(member, rest, put) : member));
  }
  const source = value as JsonObject;
  return { ...source, [name]: withAt(source[name] as JsonValue, rest, put) };
}

function read(type: string, data: JsonValue): unknown {
  return definitionOf(type).read(data as JsonObject, LIMITS);
}

describe('every action of the life cycle', () => {
  it('is in the table that these tests run over', () => {
    const base = ['RegisterItem', 'RegisterBatch', 'SupersedeItem', 'WithdrawItem'];
    const dated = ['RegisterTimeAuthority', 'AttachTimestamp', 'IssueTimestamp', 'SealItem'];
    const others = [...base, ...dated].map((name) => `evidence.${name}`);
    expect([...new Set([...ACTIONS.map(([type]) => type), ...others])].sort()).toEqual(
      Object.keys(evidence.actions).sort(),
    );
  });

  it.each(ACTIONS)('%s reads its own data', (type, data) => {
    expect(() => read(type, data)).not.toThrow();
  });

  it.each(ACTIONS)('invariant 14: %s refuses personal data in every text', (type, data) => {
    for (const path of textPaths(data)) {
      for (const text of PERSONAL) {
        expect(() => read(type, withAt(data, path, text))).toThrow(Malformed);
      }
    }
  });

  it.each(ACTIONS)('%s has no room for a note, a name or a place', (type, data) => {
    for (const name of ['note', 'name', 'location', 'fileName', 'toString', '__proto__']) {
      const extended = JSON.parse(`{${JSON.stringify(name)}:"x"}`) as JsonObject;
      const given = { ...data };
      Object.defineProperty(given, name, { value: extended[name] ?? 'x', enumerable: true });
      expect(() => read(type, given)).toThrow(Malformed);
    }
  });

  it.each(ACTIONS)(
    '%s refuses what is missing or of another kind, and nothing else',
    (type, data) => {
      const anything = fc.jsonValue() as fc.Arbitrary<JsonValue>;
      fc.assert(
        fc.property(anything, fc.nat(), (value, index) => {
          const names = Object.keys(data);
          const name = names[index % Math.max(1, names.length)];
          const given = name === undefined ? value : { ...data, [name]: value };
          try {
            read(type, given);
          } catch (error) {
            expect(error).toBeInstanceOf(Malformed);
          }
        }),
        { numRuns: 40 },
      );
    },
  );
});

describe('invariant 2: a digest says what it is', () => {
  const accept = (content: JsonValue) => () =>
    read('evidence.AcceptCustody', { offer: 'ab'.repeat(32), content });
  const [first, second] = digestsOf('photo') as unknown as [JsonObject, JsonObject];
  const commitment = 'ab'.repeat(32);

  it.each<[string, JsonValue]>([
    ['a bare hash', commitment],
    ['one digest alone', { commitment, digests: [first] }],
    ['upper case', { commitment, digests: [{ ...first, value: 'AB'.repeat(32) }, second] }],
    ['a digest cut short', { commitment, digests: [{ ...first, value: 'ab'.repeat(31) }, second] }],
    ['white space', { commitment, digests: [{ ...first, value: ` ${'ab'.repeat(31)} ` }, second] }],
    ['no length', { commitment, digests: [{ ...first, length: null }, second] }],
    ['MD5', { commitment, digests: [{ ...first, algorithm: 'md5' }, second] }],
    ['SHA-1', { commitment, digests: [{ ...first, algorithm: 'sha-1' }, second] }],
    ['one algorithm twice', { commitment, digests: [first, first] }],
  ])('refuses %s', (_, content) => expect(accept(content)).toThrow(Malformed));

  it('accepts two families, and a salted commitment without any', () => {
    expect(accept({ commitment, digests: [first, second] })).not.toThrow();
    expect(accept({ commitment })).not.toThrow();
  });
});
