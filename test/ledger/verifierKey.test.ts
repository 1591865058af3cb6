/** Keys of logs as lines, before a published one, and proofs as C2SP text. */
import { describe, expect, it } from '@jest/globals';
import { encodeVerifierKey, parseVerifierKey } from '../../src/ledger/verifierKey.js';

/** The verifier key in the documentation of Go’s golang.org/x/mod/sumdb/note. */
const PUBLISHED = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

describe('a verifier key', () => {
  it('is read and written as Go’s note package has it', () => {
    const key = parseVerifierKey(PUBLISHED);
    expect(key?.origin).toBe('PeterNeumann');
    expect(key && encodeVerifierKey(key)).toBe(PUBLISHED);
  });

  it.each([
    ['another key id', PUBLISHED.replace('c74f20a3', 'c74f20a4')],
    ['another key', PUBLISHED.replace('ARpc', 'ARpd')],
    ['another type', PUBLISHED.replace('ARpc', 'AhpC')],
    ['a key that is cut', PUBLISHED.slice(0, -4)],
    ['something after it', `${PUBLISHED}\n`],
    ['nothing', ''],
  ])('is refused with %s', (_, line) => {
    expect(parseVerifierKey(line)).toBeUndefined();
  });
});
