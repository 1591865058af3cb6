import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex, utf8 } from '../../src/crypto/bytes.js';
import { canonicalJson, type JsonObject } from '../../src/crypto/canonicalJson.js';
import { type Entry, encodeEntry, entryHash } from '../../src/ledger/entry.js';
import type { Instant } from '../../src/ledger/instant.js';
import { leafHash } from '../../src/ledger/merkleHash.js';
import { parseEntry } from '../../src/ledger/parseEntry.js';

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
const time = fc
  .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString() as Instant);
const fields = {
  position: fc.maxSafeNat(),
  previous: hash,
  height: fc.maxSafeNat(),
  time,
  type: fc.stringMatching(/^[a-z]{1,12}\.[A-Z][A-Za-z0-9]{0,20}$/),
  event: hash,
};
const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ kind: fc.constant('genesis' as const), ...fields }),
  fc.record({
    kind: fc.constant('signed' as const),
    ...fields,
    derived: fc.maxSafeNat(),
    signature: fc.uint8Array({ minLength: 1, maxLength: 80 }).map(toHex),
  }),
  fc.record({
    kind: fc.constant('derived' as const),
    ...fields,
    cause: fc.option(fc.maxSafeNat(), { nil: null }),
  }),
);

const SIGNED = encodeEntry({
  kind: 'signed',
  position: 7,
  previous: 'aa'.repeat(32),
  height: 3,
  time: '2026-01-02T03:04:05.678Z' as Instant,
  type: 'evidence.RegisterItem',
  event: 'bb'.repeat(32),
  derived: 1,
  signature: 'cc'.repeat(64),
});

describe('entries', () => {
  it('are written as canonical JSON', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        expect(encodeEntry(entry)).toBe(canonicalJson(entry as unknown as JsonObject));
      }),
    );
  });

  it('are read back', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => expect(parseEntry(encodeEntry(entry))).toEqual(entry)),
    );
  });

  it('have the hash of their Merkle leaf', () => {
    expect(entryHash(SIGNED)).toBe(toHex(leafHash(utf8(SIGNED))));
  });

  const replace = (from: string | RegExp, to: string) => {
    const changed = SIGNED.replace(from, to);
    expect(changed).not.toBe(SIGNED);
    return changed;
  };
  it.each([
    ['white space', replace(',"height"', ', "height"')],
    ['members in another order', replace(/^\{("derived":1),("event":"[0-9a-f]+")/, '{$2,$1')],
    ['a member twice', replace('"height":3', '"height":3,"height":3')],
    ['an unknown member', replace('"height":3', '"height":3,"host":"a"')],
    ['a member missing', replace('"derived":1,', '')],
    ['a cause beside the signature', replace('{"derived"', '{"cause":6,"derived"')],
    ['an unknown kind', replace('"signed"', '"clock"')],
    ['a member of every object', replace('"signed"', '"toString"')],
    ['a negative position', replace('"position":7', '"position":-7')],
    ['a position that is not safe', replace('"position":7', '"position":9007199254740993')],
    ['a position with an exponent', replace('"position":7', '"position":7e0')],
    ['a position as text', replace('"position":7', '"position":"7"')],
    ['a hash in capitals', replace(/bb/g, 'BB')],
    ['a short hash', replace('bb', '')],
    ['a 30th of February', replace('01-02T', '02-30T')],
    ['a time without milliseconds', replace('.678Z', 'Z')],
    ['an escaped type', replace('evidence.R', '\\u0065vidence.R')],
    ['a type that needs escaping', replace('evidence.R', 'evidence\\"R')],
    ['a type outside ASCII', replace('evidence', '存证')],
    ['no signature', replace(/(cc)+/, '')],
    ['half a byte of signature', replace('cc', 'c')],
    ['a signature of no suite’s size', replace('cc', 'cc'.repeat(1000))],
    ['text after it', `${SIGNED} `],
    ['a byte order mark', `\uFEFF${SIGNED}`],
    ['a list', '[]'],
    ['null', 'null'],
    ['no JSON', '{"derived"'],
    ['nothing', ''],
  ])('are not read with %s', (_, text) => {
    expect(parseEntry(text)).toBeUndefined();
  });
});
