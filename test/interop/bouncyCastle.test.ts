/** Our tokens before Bouncy Castle, and its tokens before our verifier. */
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { MESSAGE_HASH_BYTES, MESSAGE_HASHES } from '../../src/crypto/messageHash.js';
import { derGranted } from '../../src/timestamp/answer.js';
import { verifyTimestampResponse } from '../../src/timestamp/verifyTimestamp.js';
import { plainContent, testAuthority } from '../support/timeAuthority.js';
import { startBouncyCastle } from './bouncyCastle.js';

// A fresh RSA key can take Java some seconds.
jest.setTimeout(120_000);

const bouncyCastle = startBouncyCastle();
afterAll(() => bouncyCastle.close());

const AUTHORITY = testAuthority();

describe('Bouncy Castle', () => {
  it.each(MESSAGE_HASHES)('accepts our token over %s', async (hash) => {
    const value = new Uint8Array(MESSAGE_HASH_BYTES[hash]).fill(3);
    const response = derGranted(AUTHORITY.token({ imprint: { hash, value } }));
    const nonce = plainContent().nonce as bigint;
    const judged = { response, root: AUTHORITY.root, imprint: value, nonce };
    expect(await bouncyCastle.verify(judged)).toBe('accepted');
    expect(await bouncyCastle.verify({ ...judged, nonce: 1n })).toContain('refused');
  });
});

describe('our verifier', () => {
  it.each([
    ['P-256', 'SHA-256'],
    ['P-256', 'SM3'],
    ['P-384', 'SHA-384'],
    ['P-384', 'SHA-512'],
    ['rsa2048', 'SHA-256'],
    ['rsa3072', 'SHA-512'],
    ['sm2', 'SM3'],
  ])('accepts a token of Bouncy Castle: %s, %s', async (kind, digest) => {
    const { response, root, imprint, nonce } = await bouncyCastle.issue(kind, digest);
    const expected = { roots: [root], nonce, imprint: () => imprint };
    expect(verifyTimestampResponse(response, expected)).toMatchObject({ ok: true });
    const other = { ...expected, roots: [AUTHORITY.root] };
    expect(verifyTimestampResponse(response, other)).toMatchObject({ code: 'CHAIN_UNTRUSTED' });
  });
});
