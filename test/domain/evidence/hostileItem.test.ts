/**
 * Bad inputs to registering evidence: each is either refused by its shape, before it is ordered, or
 * caught by the commitment. None passes as something else.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  type JsonObject,
  type JsonValue,
} from '../../../src/crypto/canonicalJson.js';
import { refusalData, refuse } from '../../../src/domain/refusals.js';
import { Malformed } from '../../../src/domain/shape.js';
import { codeOf, definitionOf, ledgerOf } from '../../support/domain.js';
import { type AlgorithmName, commitmentOf, digestsOf, openItem } from '../../support/evidence.js';

const REGISTER = 'evidence.RegisterItem';
const DEPOSITOR = 'depositor@evidence-platform';
const LIMITS = { eventBytes: 1_048_576, batchItems: 100 };
const [SHA, SM] = digestsOf('page').map((digest): JsonObject => ({ ...digest })) as [
  JsonObject,
  JsonObject,
];

function fault(data: JsonValue): Malformed {
  try {
    definitionOf(REGISTER).read(data as JsonObject, LIMITS);
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
  throw new Error('the data was accepted');
}

/** A value of the digest that is `spoilt`. */
function value(spoil: (hex: string) => string): JsonObject[] {
  return [{ ...SHA, value: spoil(SHA['value'] as string) }, SM];
}

describe('digests that are refused by their shape', () => {
  it.each<[string, JsonValue, string]>([
    ['a bare hex string', [SHA['value']!, SM['value']!], 'digests[0]'],
    ['one bare hex string for all', SHA['value']!, 'digests'],
    [
      'a digest without its algorithm',
      [{ length: 4, value: SHA['value']! }, SM],
      'digests[0].algorithm',
    ],
    [
      'a digest without its length',
      [{ algorithm: 'sha-256', value: SHA['value']! }, SM],
      'digests[0].length',
    ],
    ['a digest cut short', value((hex) => hex.slice(0, 62)), 'digests[0].value'],
    ['half a digest', value((hex) => hex.slice(0, 32)), 'digests[0].value'],
    ['an odd number of digits', value((hex) => `${hex}0`), 'digests[0].value'],
    ['a digest with a byte too many', value((hex) => `${hex}00`), 'digests[0].value'],
    ['upper case', value((hex) => hex.toUpperCase()), 'digests[0].value'],
    [
      'one upper-case digit',
      value((hex) => hex.replace(/[a-f]/, (digit) => digit.toUpperCase())),
      'digests[0].value',
    ],
    ['a space in front', value((hex) => ` ${hex.slice(1)}`), 'digests[0].value'],
    ['a line break behind', value((hex) => `${hex}\n`), 'digests[0].value'],
    ['a prefix 0x', value((hex) => `0x${hex}`), 'digests[0].value'],
    ['a prefix 0x of the right length', value((hex) => `0x${hex.slice(2)}`), 'digests[0].value'],
    ['full-width digits', value((hex) => hex.replace(/^./, '０')), 'digests[0].value'],
    ['base64', value((hex) => Buffer.from(hex, 'hex').toString('base64')), 'digests[0].value'],
    [
      'a SHA-512 value labelled SHA-256',
      [{ ...SHA, value: digestsOf('page', ['sha-512'])[0]!.value }, SM],
      'digests[0].value',
    ],
    [
      'a SHA-256 value labelled SHA-512',
      [{ ...SHA, algorithm: 'sha-512' }, SM],
      'digests[0].value',
    ],
    ['MD5', [{ ...SHA, algorithm: 'md5', value: 'ab'.repeat(16) }, SM], 'digests[0].algorithm'],
    ['SHA-1', [{ ...SHA, algorithm: 'sha-1', value: 'ab'.repeat(20) }, SM], 'digests[0].algorithm'],
    ['another spelling of SHA-256', [{ ...SHA, algorithm: 'SHA256' }, SM], 'digests[0].algorithm'],
    [
      'the name of an object’s own method',
      [{ ...SHA, algorithm: 'constructor' }, SM],
      'digests[0].algorithm',
    ],
    ['a single digest', [SHA], 'digests'],
    ['no digest', [], 'digests'],
    ['five digests', [SHA, SHA, SHA, SHA, SM], 'digests'],
    ['the order turned round', [SM, SHA], 'digests[1].algorithm'],
    ['one algorithm twice', [SHA, SHA], 'digests[1].algorithm'],
    ['a negative length', [{ ...SHA, length: -1 }, SM], 'digests[0].length'],
    ['a fractional length', [{ ...SHA, length: 4.5 }, SM], 'digests[0].length'],
    ['a length beyond safe integers', [{ ...SHA, length: 2 ** 53 }, SM], 'digests[0].length'],
    ['a huge length', [{ ...SHA, length: 1e308 }, SM], 'digests[0].length'],
    ['a length as text', [{ ...SHA, length: '4' }, SM], 'digests[0].length'],
    ['a file name beside the digest', [{ ...SHA, name: '身份证.jpg' }, SM], 'digests[0].name'],
    ['null', null, 'digests'],
    ['an object like a list', { 0: SHA, 1: SM, length: 2 }, 'digests'],
  ])('%s', (_, digests, field) => {
    expect(fault(openItem('page', { digests })).field).toBe(`data.item.${field}`);
  });
});

describe('items that are refused by their shape', () => {
  it.each<[string, JsonObject, string]>([
    ['a commitment cut short', { commitment: 'ab'.repeat(31) }, 'commitment'],
    ['a commitment in upper case', { commitment: 'AB'.repeat(32) }, 'commitment'],
    ['a commitment that is a number', { commitment: 7 }, 'commitment'],
    ['a category of one’s own', { category: 'screenshot of Li Wei' }, 'category'],
    ['a claim to be the owner', { claim: 'owner' }, 'claim'],
    ['a person’s name', { name: '李伟' }, 'name'],
    ['an identity number', { idNumber: '11010519491231002X' }, 'idNumber'],
    ['a telephone number', { phone: '+8613800138000' }, 'phone'],
    ['a place', { gps: [39.9, 116.4] }, 'gps'],
    ['a file name', { fileName: '合同.pdf' }, 'fileName'],
    ['free text', { note: 'seen on 1 May' }, 'note'],
    [
      'a claimed time with an offset',
      { claimedTime: '2026-01-01T08:00:00.000+08:00' },
      'claimedTime',
    ],
    ['a claimed time without milliseconds', { claimedTime: '2026-01-01T00:00:00Z' }, 'claimedTime'],
    ['a claimed time on 30 February', { claimedTime: '2026-02-30T00:00:00.000Z' }, 'claimedTime'],
    ['a claimed time in a leap second', { claimedTime: '2026-06-30T23:59:60.000Z' }, 'claimedTime'],
    ['a claimed time as a number', { claimedTime: 1_767_225_600 }, 'claimedTime'],
    ['a claimed time of words', { claimedTime: 'yesterday' }, 'claimedTime'],
    ['a claimed time of null', { claimedTime: null }, 'claimedTime'],
  ])('%s', (_, part, field) => {
    expect(fault(openItem('page', part)).field).toBe(`data.item.${field}`);
  });

  it.each([
    ['{"item":null}', 'data.item'],
    ['{"item":[]}', 'data.item'],
    ['{}', 'data.item'],
    ['{"item":{"__proto__":{"commitment":"x"}}}', 'data.item.commitment'],
    ['{"item":{},"__proto__":{}}', 'data.item.commitment'],
  ])('%s', (text, field) => {
    expect(fault(JSON.parse(text) as JsonValue).field).toBe(field);
  });

  it('an own property __proto__ or constructor beside good ones', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const text = JSON.stringify(openItem('page')).replace('{"item":{', `{"item":{"${name}":{},`);
      expect(fault(JSON.parse(text) as JsonValue).field).toBe(`data.item.${name}`);
    }
  });

  it('missing fields that every object inherits', () => {
    const inherited = Object.create({ ...(openItem('page')['item'] as JsonObject) }) as JsonObject;
    expect(fault({ item: inherited }).field).toBe('data.item.commitment');
  });
});

describe('digests whose shape is right', () => {
  const ask = (digests: readonly JsonObject[], commitment: string): string =>
    codeOf(ledgerOf().ask(DEPOSITOR, REGISTER, openItem('page', { commitment, digests })));

  it('cannot be relabelled between hashes of the same length once committed to', () => {
    const algorithms: AlgorithmName[] = ['sha-256', 'sha3-256', 'sm3'];
    const honest = digestsOf('page', ['sha-256', 'sm3']);
    const commitment = commitmentOf(honest);
    for (const first of algorithms) {
      for (const second of algorithms.filter((name) => name > first)) {
        const labels = [first, second];
        const digests = honest.map((digest, index) => ({ ...digest, algorithm: labels[index]! }));
        const isHonest = first === 'sha-256' && second === 'sm3';
        expect(ask(digests, commitment)).toBe(isHonest ? 'accepted' : 'COMMITMENT_MISMATCH');
      }
    }
  });

  it('cannot be exchanged for each other, nor for those of another content', () => {
    const commitment = commitmentOf(digestsOf('page'));
    const exchanged = [
      { ...SHA, value: SM['value']! },
      { ...SM, value: SHA['value']! },
    ];
    expect(ask(exchanged, commitment)).toBe('COMMITMENT_MISMATCH');
    const other = digestsOf('edit').map((digest) => ({ ...digest }));
    expect(ask(other, commitment)).toBe('COMMITMENT_MISMATCH');
  });

  it('are caught in every single changed digit', () => {
    const commitment = commitmentOf(digestsOf('page'));
    const digit = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 63 }));
    fc.assert(
      fc.property(digit, fc.integer({ min: 1, max: 15 }), ([which, place], change) => {
        const digests = [{ ...SHA }, { ...SM }];
        const hex = digests[which]!['value'] as string;
        const changed = (Number.parseInt(hex[place]!, 16) ^ change).toString(16);
        digests[which] = {
          ...digests[which]!,
          value: hex.slice(0, place) + changed + hex.slice(place + 1),
        };
        expect(ask(digests, commitment)).toBe('COMMITMENT_MISMATCH');
      }),
      { numRuns: 60 },
    );
  });
});

describe('anything else', () => {
  it('is read or refused as malformed, never a crash, and the refusal can be recorded', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (item, extra) => {
        for (const data of [{ item }, { item: { ...(item as object), extra } }, extra]) {
          try {
            definitionOf(REGISTER).read(data as JsonObject, LIMITS);
          } catch (error) {
            expect(error).toBeInstanceOf(Malformed);
            const { field, limit, value: found } = error as Malformed;
            const refusal = refuse('MALFORMED', { field, limit, value: found });
            expect(() => canonicalJson(refusalData(refusal))).not.toThrow();
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is shown cut short and still as whole characters', () => {
    for (let length = 100; length < 140; length += 1) {
      const long = 'a'.repeat(length) + '𠮷'.repeat(100);
      const wrong = fault(openItem('page', { category: long }));
      expect(wrong.value.length).toBeLessThanOrEqual(121);
      expect(() => canonicalJson(wrong.value)).not.toThrow();
      const unknown = fault(openItem('page', { [long]: 1 }));
      expect(unknown.field.length).toBeLessThan(140);
      expect(() => canonicalJson(unknown.field)).not.toThrow();
    }
  });
});
