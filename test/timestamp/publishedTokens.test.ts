/** Tokens of openssl and Bouncy Castle, and what becomes of them under hostile hands. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTimestampRequest } from '../../src/timestamp/request.js';
import {
  verifyTimestampFile,
  tokenOfResponse,
  verifyTimestampToken,
  verifyTimestampResponse,
} from '../../src/timestamp/verifyTimestamp.js';
import { publishedTokens } from './publishedTokens.js';

const TOKENS = publishedTokens();

describe.each(TOKENS)('the token of $by', ({ response, root, imprint, nonce }) => {
  const expected = { roots: [root], nonce, imprint: () => imprint };

  it('is accepted', () => {
    expect(verifyTimestampResponse(response, expected)).toMatchObject({ ok: true });
  });

  it('has one spelling: no bit of it can change unless nobody relies on it', () => {
    // The token alone: nobody signs the status around it.
    const token = tokenOfResponse(response) as Uint8Array;
    const position = fc.nat(token.length * 8 - 1);
    fc.assert(
      fc.property(position, (bit) => {
        const changed = token.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        const verdict = verifyTimestampToken(changed, expected);
        if (!verdict.ok) return;
        // Only in the root that came along: the pinned one is what counts.
        const [at, inRoot] = [bit >> 3, Buffer.from(token).indexOf(root)];
        expect(at >= inRoot && at < inRoot + root.length).toBe(true);
        expect(verdict.chain.at(-1)?.bytes).toEqual(root);
      }),
      { numRuns: 300 },
    );
  });

  it('never makes the verifier throw, whatever is done to it', () => {
    const bytes = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(fc.nat(), fc.nat(60), bytes, (at, length, put) => {
        const from = at % response.length;
        const spliced = Uint8Array.of(
          ...response.subarray(0, from),
          ...put,
          ...response.subarray(from + length),
        );
        expect([true, false]).toContain(verifyTimestampFile(spliced, expected).ok);
      }),
      { numRuns: 500 },
    );
  });
});

it('the request of openssl is read as it was written', () => {
  const [{ query, imprint, nonce }] = TOKENS;
  expect(readTimestampRequest(query)).toMatchObject({
    imprint: { hash: 'sha-256', value: imprint },
    nonce,
    policy: undefined,
    wantsCertificate: true,
  });
});
