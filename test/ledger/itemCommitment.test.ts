import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { openCommitment, saltedCommitment } from '../../src/ledger/itemCommitment.js';

const DIGESTS = [
  { algorithm: 'sha-256' as const, length: 3, value: 'aa'.repeat(32) },
  { algorithm: 'sm3' as const, length: 3, value: 'bb'.repeat(32) },
];
const TEXT =
  `[{"algorithm":"sha-256","length":3,"value":"${'aa'.repeat(32)}"},` +
  `{"algorithm":"sm3","length":3,"value":"${'bb'.repeat(32)}"}]`;
const SALT = '0123456789abcdef'.repeat(4);

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('item commitments', () => {
  it('hash the prefix and the canonical digests', () => {
    const expected = sha256Hex(`civic-ledger/evidence-item/v1\n{"digests":${TEXT}}`);
    expect(openCommitment(DIGESTS)).toBe(expected);
  });

  it('hash the salt too when they are salted, under a prefix of their own', () => {
    const expected = sha256Hex(
      `civic-ledger/evidence-item-salted/v1\n{"digests":${TEXT},"salt":"${SALT}"}`,
    );
    expect(saltedCommitment(DIGESTS, SALT)).toBe(expected);
  });

  it('depend on nothing but algorithm, length and value', () => {
    const withName = DIGESTS.map((digest) => ({ ...digest, fileName: 'contract.pdf' }));
    expect(openCommitment(withName)).toBe(openCommitment(DIGESTS));
  });

  it.each(['', 'ab', SALT.toUpperCase(), `${SALT}00`])('refuse %j as a salt', (salt) => {
    expect(() => saltedCommitment(DIGESTS, salt)).toThrow(RangeError);
  });
});
