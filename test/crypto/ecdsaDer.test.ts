/** DER of ECDSA signatures: one pair of numbers, one encoding. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/crypto/bytes.js';
import {
  compactSignature,
  ECDSA_DER_BYTES_MAX,
  fromCompactSignature,
  readEcdsaDer,
  writeEcdsaDer,
} from '../../src/crypto/ecdsaDer.js';

const number = fc.bigInt({ min: 1n, max: 2n ** 256n - 1n });

describe('the DER form of an ECDSA signature', () => {
  it('reads back what it writes, and P1363 form too', () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        const bytes = writeEcdsaDer({ r, s });
        expect(bytes.length).toBeLessThanOrEqual(ECDSA_DER_BYTES_MAX);
        expect(readEcdsaDer(bytes)).toEqual({ r, s });
        expect(fromCompactSignature(compactSignature({ r, s }))).toEqual({ r, s });
      }),
    );
  });

  it('accepts no other bytes: whatever is read is written back the same', () => {
    const mutant = fc.tuple(number, number, fc.nat(), fc.nat(255)).map(([r, s, at, byte]) => {
      const bytes = writeEcdsaDer({ r, s });
      bytes[at % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(mutant, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        const read = readEcdsaDer(bytes);
        if (read !== undefined) expect(toHex(writeEcdsaDer(read))).toBe(toHex(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['nothing', ''],
    ['a sequence without numbers', '3000'],
    ['one number', '3003020101'],
    ['three numbers', '3009020101020101020101'],
    ['zero', '3006020100020101'],
    ['a negative number', '3006020180020101'],
    ['a padded number', '300702020001020101'],
    ['an empty number', '30050200020101'],
    ['a long form length', '308106020101020101'],
    ['an indefinite length', '30800201010201010000'],
    ['a byte after the sequence', '300602010102010100'],
    ['a length beyond the end', '3006020101020201'],
    ['another tag', '3106020101020101'],
    ['a number of another tag', '3006030101020101'],
    ['a number of 257 bits', `30260221${'01'.repeat(33)}020101`],
  ])('refuses %s', (_, hex) => {
    expect(readEcdsaDer(fromHex(hex))).toBeUndefined();
  });
});
