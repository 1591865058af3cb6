/** Chains of certificates (RFC 5280 §6.1), judged at the time of the token. */
import { describe, expect, it } from '@jest/globals';
import {
  type TimestampExpectation,
  verifyTimestampToken,
} from '../../src/timestamp/verifyTimestamp.js';
import { plainContent, testAuthority } from '../support/timeAuthority.js';
import {
  AUTHORITY_CONSTRAINT,
  CA_USAGE,
  EKU,
  forgeCertificate,
  forgeToken,
  nameOf,
  SIGNER_USAGE,
  underCertificate,
} from './forge.js';

/** `accepted`, or the code of the check that refused. */
function answer(token: Uint8Array, part: Partial<TimestampExpectation> = {}): string {
  const imprint = (): Uint8Array => plainContent().imprint.value;
  const verdict = verifyTimestampToken(token, { imprint, roots: [testAuthority().root], ...part });
  return verdict.ok ? 'accepted' : verdict.code;
}

describe('a chain is judged at the time of the token', () => {
  it('accepts a token of a certificate that has expired since', () => {
    const token = underCertificate({ notAfter: '2026-01-01T00:00:01.000Z' });
    expect(answer(token)).toBe('accepted');
  });

  it('goes through an authority in between when that comes along', () => {
    const between = forgeCertificate({
      extensions: [AUTHORITY_CONSTRAINT, CA_USAGE],
      seed: 'between',
      name: 'between',
      serial: 3n,
    });
    const certificate = forgeCertificate({ signedBy: 'between', issuer: nameOf('between') });
    const root = forgeCertificate({
      extensions: [AUTHORITY_CONSTRAINT, CA_USAGE],
      seed: 'observatory root',
      name: 'top',
      issuer: nameOf('top'),
    });
    const underTop = forgeCertificate({
      extensions: [AUTHORITY_CONSTRAINT, CA_USAGE],
      seed: 'between',
      name: 'between',
      issuer: nameOf('top'),
    });
    const token = forgeToken({ certificate, certificates: [certificate, underTop] });
    expect(answer(token, { roots: [root] })).toBe('accepted');
    expect(answer(forgeToken({ certificate }), { roots: [root] })).toBe('CHAIN_UNTRUSTED');
    // The root of the plain authority allows none in between (path length 0).
    const tooLong = forgeToken({ certificate, certificates: [certificate, between] });
    expect(answer(tooLong)).toBe('CHAIN_CA');
  });

  it.each([
    ['that is no authority', [CA_USAGE]],
    ['whose key may not sign certificates', [AUTHORITY_CONSTRAINT, SIGNER_USAGE]],
    ['that may only issue for servers', [AUTHORITY_CONSTRAINT, EKU(true, '1.3.6.1.5.5.7.3.1')]],
  ])('refuses an issuer %s', (_name, extensions) => {
    const root = forgeCertificate({ extensions, seed: 'observatory root', name: 'top' });
    const token = underCertificate({ issuer: nameOf('top') });
    expect(answer(token, { roots: [root] })).toBe('CHAIN_CA');
  });
});
