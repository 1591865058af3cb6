/** Revocation lists (RFC 5280 §5) at the time of a token, and what RFC 3161 §4 makes of them. */
import { describe, expect, it } from '@jest/globals';
import { fromHex } from '../../src/crypto/bytes.js';
import {
  derBitString,
  derContext,
  derInteger,
  derSequence,
  derValue,
} from '../../src/crypto/derWriter.js';
import { messageSigner } from '../../src/crypto/suites.js';
import type { Instant } from '../../src/ledger/instant.js';
import { DER_ECDSA_WITH_SHA256 } from '../../src/timestamp/algorithms.js';
import { readCertificate } from '../../src/timestamp/certificate.js';
import { derValidityTime } from '../../src/timestamp/derTime.js';
import { derExtension } from '../../src/timestamp/extensions.js';
import { OID } from '../../src/timestamp/oids.js';
import { verifyTimestampToken } from '../../src/timestamp/verifyTimestamp.js';
import { p256Keys, plainContent, testAuthority } from '../support/timeAuthority.js';

const AUTHORITY = testAuthority();
const SIGNER_SERIAL = 2;
const BEFORE = '2025-12-31T00:00:00.000Z';
const AFTER = '2026-02-01T00:00:00.000Z';

interface ListFaults {
  readonly from?: string;
  readonly until?: string;
  readonly signedBy?: string;
  readonly extensions?: readonly Uint8Array[];
  readonly revoked?: readonly Uint8Array[];
}

/** One revoked certificate; `reason` is a CRLReason. */
function revoked(date: string, reason?: number, serial = SIGNER_SERIAL): Uint8Array {
  const code = reason === undefined ? [] : [derValue(0x0a, Uint8Array.of(reason))];
  const extensions = code.map((value) => derSequence(derExtension(OID.reasonCode, value)));
  return derSequence(derInteger(serial), derValidityTime(date as Instant), ...extensions);
}

function list(faults: ListFaults = {}): Uint8Array {
  const { from = BEFORE, until = AFTER, signedBy = 'observatory root' } = faults;
  const { extensions = [derExtension(OID.crlNumber, derInteger(2))] } = faults;
  const body = derSequence(
    derInteger(1),
    DER_ECDSA_WITH_SHA256,
    readCertificate(AUTHORITY.root).subject,
    derValidityTime(from as Instant),
    derValidityTime(until as Instant),
    ...(faults.revoked === undefined ? [] : [derSequence(...faults.revoked)]),
    derContext(0, derSequence(...extensions)),
  );
  const signature = fromHex(messageSigner(p256Keys(signedBy).privateKey)(body));
  return derSequence(body, DER_ECDSA_WITH_SHA256, derBitString(signature));
}

/** `good`, `not-checked`, or the code of the check that refused. */
function answer(...revocationLists: readonly Uint8Array[]): string {
  const verdict = verifyTimestampToken(AUTHORITY.token(), {
    imprint: () => plainContent().imprint.value,
    roots: [AUTHORITY.root],
    revocationLists,
  });
  return verdict.ok ? verdict.revocation : verdict.code;
}

describe('revocation', () => {
  it('is not checked when no list names the issuer', () => {
    expect(answer()).toBe('not-checked');
    expect(answer(testAuthority('sundial').revocationList)).toBe('not-checked');
  });

  it('is good when a list of that time, or a later one, does not name the certificate', () => {
    expect(answer(list())).toBe('good');
    expect(answer(list({ from: '2026-01-15T00:00:00.000Z' }))).toBe('good');
    expect(answer(list({ revoked: [revoked(BEFORE, 1, 99)] }))).toBe('good');
  });

  it.each([
    ['ended before the time of the token', { from: '2025-11-01T00:00:00.000Z', until: BEFORE }],
    [
      'began when the certificate had expired',
      { from: '2035-06-01T00:00:00.000Z', until: '2035-07-01T00:00:00.000Z' },
    ],
    ['speaks for a part only', { extensions: [derExtension('2.5.29.28', derSequence(), true)] }],
    [
      'is the difference to another one',
      { extensions: [derExtension('2.5.29.27', derInteger(1), true)] },
    ],
  ])('refuses a list that %s', (_name, faults) => expect(answer(list(faults))).toBe('CRL'));

  it('refuses a list that the issuer has not signed', () =>
    expect(answer(list({ signedBy: 'sundial root' }))).toBe('CRL_SIGNATURE'));

  it('refuses a list that is no DER, or names a certificate twice', () => {
    expect(answer(list().slice(0, -1))).toBe('NOT_DER');
    const twice = [revoked(AFTER, 4), revoked(AFTER, 5)];
    expect(answer(list({ revoked: twice }))).toBe('MALFORMED');
  });

  it.each([
    ['before the token', BEFORE, 4, 'REVOKED'],
    ['before the token, without a reason', BEFORE, undefined, 'REVOKED'],
    ['after it, superseded', AFTER, 4, 'good'],
    ['after it, unspecified', AFTER, 0, 'good'],
    ['after it, affiliation changed', AFTER, 3, 'good'],
    ['after it, operation ended', AFTER, 5, 'good'],
    ['after it, key compromised', AFTER, 1, 'REVOKED'],
    ['after it, authority compromised', AFTER, 2, 'REVOKED'],
    ['after it, without a reason', AFTER, undefined, 'REVOKED'],
  ])('of the signer %s', (_name, date, reason, expected) =>
    expect(answer(list({ revoked: [revoked(date, reason)] }))).toBe(expected),
  );
});
