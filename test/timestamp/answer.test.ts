/** What an authority accepts, and the one PKIFailureInfo for what it does not (RFC 3161 §2.4). */
import { describe, expect, it } from '@jest/globals';
import { fromHex, toHex } from '../../src/crypto/bytes.js';
import {
  derContext,
  derInteger,
  derOctets,
  derOid,
  derSequence,
  DER_NULL,
} from '../../src/crypto/derWriter.js';
import {
  acceptRequest,
  derRejected,
  FAILURE,
  type FailureName,
} from '../../src/timestamp/answer.js';
import { derExtension } from '../../src/timestamp/extensions.js';
import { derImprint, derTimestampRequest } from '../../src/timestamp/request.js';
import { POLICY } from '../support/timeAuthority.js';

const IMPRINT = { hash: 'sha-256', value: new Uint8Array(32).fill(1) } as const;
const imprint = derImprint(IMPRINT);
const sha1 = derSequence(
  derSequence(derOid('1.3.14.3.2.26'), DER_NULL),
  derOctets(fromHex('00'.repeat(20))),
);
const short = derSequence(
  derSequence(derOid('2.16.840.1.101.3.4.2.1'), DER_NULL),
  derOctets(new Uint8Array(31)),
);

function failureOf(bytes: Uint8Array): string {
  const answer = acceptRequest(bytes, POLICY);
  return 'failure' in answer ? answer.failure : 'accepted';
}

describe('a request', () => {
  it.each([
    ['with nonce, policy and certReq', 42n, POLICY, true],
    ['with nothing but the imprint', undefined, undefined, false],
    ['with a nonce of zero', 0n, undefined, true],
  ])('is accepted %s', (_name, nonce, policy, wantsCertificate) => {
    const request = { imprint: IMPRINT, nonce, policy, wantsCertificate };
    expect(acceptRequest(derTimestampRequest(request), POLICY)).toEqual({
      ...request,
      extensions: new Map(),
    });
  });

  const rejected: readonly (readonly [string, FailureName, Uint8Array])[] = [
    ['a hash that is not accepted', 'badAlg', derSequence(derInteger(1), sha1)],
    ['version 2', 'badRequest', derSequence(derInteger(2), imprint)],
    ['a digest of another length', 'badDataFormat', derSequence(derInteger(1), short)],
    ['a negative nonce', 'badDataFormat', derSequence(derInteger(1), imprint, fromHex('0201ff'))],
    [
      'certReq FALSE spelt out',
      'badDataFormat',
      derSequence(derInteger(1), imprint, fromHex('010100')),
    ],
    ['no DER', 'badDataFormat', fromHex('3080')],
    [
      'bytes after the end',
      'badDataFormat',
      fromHex(`${toHex(derSequence(derInteger(1), imprint))}00`),
    ],
    ['another policy', 'unacceptedPolicy', derSequence(derInteger(1), imprint, derOid('1.2.3'))],
    [
      'an extension, critical or not',
      'unacceptedExtension',
      derSequence(derInteger(1), imprint, derContext(0, derExtension('1.2.3', DER_NULL))),
    ],
  ];
  it.each(rejected)('with %s is rejected as %s', (_name, failure, bytes) =>
    expect(failureOf(bytes)).toBe(failure),
  );
});

describe('a rejection', () => {
  it('carries exactly the bit of its reason', () => {
    // 16 bits: the 14th is timeNotAvailable; one unused bit at the end.
    const response = toHex(derRejected({ failure: 'timeNotAvailable', text: 'x' }));
    expect(response).toBe('300f300d' + '020102' + '30030c0178' + '0303010002');
  });

  it('numbers the reasons as RFC 3161 §2.4.2 does', () =>
    expect(FAILURE).toEqual({
      badAlg: 0,
      badRequest: 2,
      badDataFormat: 5,
      timeNotAvailable: 14,
      unacceptedPolicy: 15,
      unacceptedExtension: 16,
      systemFailure: 25,
    }));
});
