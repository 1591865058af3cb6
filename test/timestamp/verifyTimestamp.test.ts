/** The verifier of time-stamps: what it accepts, and for each check what it refuses and as what. */
import { describe, expect, it } from '@jest/globals';
import {
  derContext,
  derInteger,
  derNamedBits,
  derOctets,
  derOid,
  derPrimitiveContext,
  derSequence,
  derValue,
  DER_NULL,
} from '../../src/crypto/derWriter.js';
import { sha256 } from '../../src/crypto/sha256.js';
import { derHashAlgorithm } from '../../src/timestamp/algorithms.js';
import { derGranted, derRejected } from '../../src/timestamp/answer.js';
import { readCertificate } from '../../src/timestamp/certificate.js';
import { derExtension } from '../../src/timestamp/extensions.js';
import { TIMESTAMP_FAULTS, type TimestampFault } from '../../src/timestamp/faults.js';
import { OID } from '../../src/timestamp/oids.js';
import { derImprint } from '../../src/timestamp/request.js';
import {
  type TimestampExpectation,
  verifyTimestampFile,
  verifyTimestampResponse,
  verifyTimestampToken,
} from '../../src/timestamp/verifyTimestamp.js';
import { GEN_TIME, plainContent, POLICY, testAuthority } from '../support/timeAuthority.js';
import {
  attribute,
  AUTHORITY_CONSTRAINT,
  EKU,
  forgeCertificate,
  forgeToken,
  nameOf,
  PLAIN,
  plainInfo,
  SIGNER_USAGE,
  soundAttributes,
  underCertificate,
} from './forge.js';

const AUTHORITY = testAuthority();
const [CERTIFICATE, ROOT] = AUTHORITY.chain as readonly [Uint8Array, Uint8Array];
const EXPECTED: TimestampExpectation = {
  imprint: () => plainContent().imprint.value,
  roots: [ROOT],
  nonce: plainContent().nonce,
  policies: [POLICY],
};

/** `accepted`, or the code of the check that refused. */
function answer(token: Uint8Array, part: Partial<TimestampExpectation> = {}): string {
  const verdict = verifyTimestampToken(token, { ...EXPECTED, ...part });
  return verdict.ok ? 'accepted' : verdict.code;
}

describe('a sound token', () => {
  it('shows its time, accuracy, policy, serial number and chain', () => {
    const verdict = verifyTimestampToken(PLAIN.token, EXPECTED);
    expect(verdict).toMatchObject({
      ok: true,
      genTime: { instant: GEN_TIME, microseconds: 0 },
      accuracyMicroseconds: 1_500_000,
      policy: POLICY,
      serial: 7n,
      revocation: 'not-checked',
    });
    expect(verdict.ok && verdict.chain.map(({ bytes }) => bytes)).toEqual([CERTIFICATE, ROOT]);
  });

  it('is accepted in a response, and in a file of either kind', () => {
    expect(verifyTimestampResponse(derGranted(PLAIN.token), EXPECTED).ok).toBe(true);
    expect(verifyTimestampFile(derGranted(PLAIN.token), EXPECTED).ok).toBe(true);
    expect(verifyTimestampFile(PLAIN.token, EXPECTED).ok).toBe(true);
  });

  it('is accepted without certificates when its own is given beside it', () => {
    const bare = forgeToken({ certificates: [] });
    expect(answer(bare)).toBe('CERTIFICATE_MISSING');
    expect(answer(bare, { certificates: [CERTIFICATE] })).toBe('accepted');
  });

  it('is good when a list of that time speaks for it', () => {
    const verdict = verifyTimestampToken(PLAIN.token, {
      ...EXPECTED,
      revocationLists: [AUTHORITY.revocationList],
    });
    expect(verdict).toMatchObject({ ok: true, revocation: 'good' });
  });

  it.each(['sha-256', 'sha-384', 'sha-512', 'sm3'] as const)('may have a %s imprint', (hash) => {
    const length = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64, sm3: 32 }[hash];
    const value = new Uint8Array(length).fill(1);
    const token = AUTHORITY.token({ imprint: { hash, value } });
    expect(answer(token, { imprint: (asked) => (asked === hash ? value : undefined) })).toBe(
      'accepted',
    );
  });

  it('may name SHA-256 in ESSCertIDv2 although it is the default', () => {
    const info = plainInfo(CERTIFICATE);
    const [type, digest] = soundAttributes(info, CERTIFICATE);
    const id = derSequence(derHashAlgorithm('sha-256'), derOctets(sha256(CERTIFICATE)));
    const reference = attribute(OID.signingCertificateV2, derSequence(derSequence(id)));
    expect(answer(forgeToken({ attributes: [type, digest, reference] }))).toBe('accepted');
  });

  it('may name its signer by key identifier, in version 3', () => {
    const identifier = readCertificate(CERTIFICATE).extensions.get(OID.subjectKeyIdentifier);
    const named = derPrimitiveContext(0, (identifier?.value ?? new Uint8Array()).subarray(2));
    expect(answer(forgeToken({ signerId: named, signerVersion: 3n }))).toBe('accepted');
    expect(answer(forgeToken({ signerId: named }))).toBe('VERSION');
    const other = derPrimitiveContext(0, new Uint8Array(20));
    expect(answer(forgeToken({ signerId: other, signerVersion: 3n }))).toBe('CERTIFICATE_MISSING');
  });

  it('is forged soundly: the parts below differ in one thing only', () => {
    expect(answer(forgeToken())).toBe('accepted');
    expect(answer(underCertificate({}))).toBe('accepted');
  });
});

const NULL_OID = (oid: string): Uint8Array => derSequence(derOid(oid), DER_NULL);
const SHA_1 = NULL_OID('1.3.14.3.2.26');

/** A token over a TSTInfo put together from parts, the plain ones unless replaced. */
function withInfo(parts: {
  readonly version?: Uint8Array;
  readonly imprint?: Uint8Array;
  readonly time?: string;
  readonly end?: readonly Uint8Array[];
}): Uint8Array {
  const time = new TextEncoder().encode(parts.time ?? '20260101000001.25Z');
  const info = derSequence(
    parts.version ?? derInteger(1),
    derOid(POLICY),
    parts.imprint ?? derImprint(plainContent().imprint),
    derInteger(7),
    derValue(0x18, time),
    ...(parts.end ?? [derInteger(plainContent().nonce as bigint)]),
  );
  return forgeToken({ info });
}

const [TYPE, DIGEST, REFERENCE] = soundAttributes(plainInfo(CERTIFICATE), CERTIFICATE);
const withAttributes = (...attributes: readonly Uint8Array[]) => forgeToken({ attributes });
const reference = (hash: Uint8Array): Uint8Array =>
  attribute(OID.signingCertificateV2, derSequence(derSequence(derSequence(derOctets(hash)))));
const essV1 = attribute(
  OID.signingCertificate,
  derSequence(derSequence(derSequence(derOctets(new Uint8Array(20))))),
);
const ber = (token: Uint8Array): Uint8Array =>
  // The outer length in one byte more than it needs: BER, and the same to a lenient reader.
  Uint8Array.of(token[0]!, 0x83, 0x00, token[2]!, token[3]!, ...token.subarray(4));
const rsa1024 = derSequence(
  NULL_OID(OID.rsaEncryption),
  derValue(
    0x03,
    Uint8Array.of(0, ...derSequence(derInteger((1n << 1023n) + 1n), derInteger(65_537))),
  ),
);

const REFUSED: readonly (readonly [string, TimestampFault, Uint8Array])[] = [
  ['bytes after the end', 'TRAILING_BYTES', Uint8Array.of(...PLAIN.token, 0, 0)],
  ['BER instead of DER', 'NOT_DER', ber(PLAIN.token)],
  ['a token that is cut short', 'NOT_DER', PLAIN.token.slice(0, -1)],
  ['no bytes', 'NOT_DER', new Uint8Array(0)],
  ['something else in DER', 'MALFORMED', derSequence(derInteger(1))],
  ['content that is no TSTInfo', 'CONTENT_TYPE', forgeToken({ contentType: '1.2.3' })],
  ['signed data of another version', 'VERSION', forgeToken({ dataVersion: 1n })],
  ['a signer of another version', 'VERSION', forgeToken({ signerVersion: 3n })],
  ['a TSTInfo of version 2', 'VERSION', withInfo({ version: derInteger(2) })],
  ['two signers', 'SIGNER_COUNT', forgeToken({ signers: 2 })],
  ['no signer', 'SIGNER_COUNT', forgeToken({ signers: 0 })],
  ['a time without Z', 'GEN_TIME', withInfo({ time: '20260101000001' })],
  ['a time with a trailing zero', 'GEN_TIME', withInfo({ time: '20260101000001.50Z' })],
  ['a time without a fraction', 'GEN_TIME', withInfo({ time: '20260101000001.Z' })],
  ['a time of the 30th of February', 'GEN_TIME', withInfo({ time: '20260230000001Z' })],
  ['a time in a zone', 'GEN_TIME', withInfo({ time: '20260101000001+0800' })],
  ['a negative nonce', 'NONCE_NEGATIVE', withInfo({ end: [Uint8Array.of(2, 1, 0x80)] })],
  ['another nonce', 'NONCE_MISMATCH', withInfo({ end: [derInteger(1)] })],
  ['no nonce where one was sent', 'NONCE_MISMATCH', withInfo({ end: [] })],
  [
    'a critical extension that nobody knows',
    'TOKEN_EXTENSION',
    withInfo({ end: [derContext(1, derExtension('1.2.3', DER_NULL, true))] }),
  ],
  [
    'ordering FALSE that is spelt out',
    'NOT_DER',
    withInfo({ end: [Uint8Array.of(1, 1, 0), derInteger(1)] }),
  ],
  [
    'an accuracy of 1000 milliseconds',
    'MALFORMED',
    withInfo({ end: [derSequence(derPrimitiveContext(0, Uint8Array.of(3, 0xe8)))] }),
  ],
  [
    'a SHA-1 imprint',
    'ALGORITHM',
    withInfo({ imprint: derSequence(SHA_1, derOctets(new Uint8Array(20))) }),
  ],
  ['a SHA-1 digest of the content', 'ALGORITHM', forgeToken({ digestAlgorithm: SHA_1 })],
  [
    'ECDSA with SHA-1',
    'ALGORITHM',
    forgeToken({ signatureAlgorithm: derSequence(derOid('1.2.840.10045.4.1')) }),
  ],
  [
    'another hash signed than digested',
    'ALGORITHM',
    forgeToken({ signatureAlgorithm: derSequence(derOid('1.2.840.10045.4.3.3')) }),
  ],
  ['an imprint of another length', 'MALFORMED', shortImprint()],
  ['attributes that nobody has signed', 'UNSIGNED_ATTRIBUTES', forgeToken({ unsigned: essV1 })],
  ['no content type', 'SIGNED_ATTRIBUTES', withAttributes(DIGEST, REFERENCE)],
  ['no message digest', 'SIGNED_ATTRIBUTES', withAttributes(TYPE, REFERENCE)],
  ['an attribute twice', 'SIGNED_ATTRIBUTES', withAttributes(TYPE, TYPE, DIGEST, REFERENCE)],
  [
    'an attribute with two values',
    'SIGNED_ATTRIBUTES',
    withAttributes(attribute(OID.contentType, derOid(OID.tstInfo), derOid('1.2.3')), DIGEST),
  ],
  [
    'the digest of another content',
    'MESSAGE_DIGEST',
    withAttributes(TYPE, attribute(OID.messageDigest, derOctets(new Uint8Array(32))), REFERENCE),
  ],
  ['no ESSCertIDv2', 'SIGNING_CERTIFICATE', withAttributes(TYPE, DIGEST)],
  ['ESSCertID (SHA-1) only', 'SIGNING_CERTIFICATE_V1', withAttributes(TYPE, DIGEST, essV1)],
  [
    'ESSCertIDv2 of another certificate',
    'SIGNING_CERTIFICATE',
    withAttributes(TYPE, DIGEST, reference(sha256(ROOT))),
  ],
  ['somebody else’s name', 'TSA_NAME', withInfo({ end: otherName() })],
  ['a certificate for no purpose', 'EKU_MISSING', underCertificate({ extensions: [SIGNER_USAGE] })],
  [
    'an extended key usage that is not critical',
    'EKU_NOT_CRITICAL',
    underCertificate({ extensions: [EKU(false, OID.timeStamping)] }),
  ],
  [
    'a certificate for servers too',
    'EKU_NOT_ALONE',
    underCertificate({ extensions: [EKU(true, OID.timeStamping, '1.3.6.1.5.5.7.3.1')] }),
  ],
  [
    'a certificate for servers only',
    'EKU_NOT_ALONE',
    underCertificate({ extensions: [EKU(true, '1.3.6.1.5.5.7.3.1')] }),
  ],
  [
    'a key that may encipher',
    'KEY_USAGE',
    underCertificate({
      extensions: [
        derExtension(OID.keyUsage, derNamedBits([0, 2]), true),
        EKU(true, OID.timeStamping),
      ],
    }),
  ],
  [
    'an authority that signs itself',
    'KEY_USAGE',
    underCertificate({ extensions: [AUTHORITY_CONSTRAINT, EKU(true, OID.timeStamping)] }),
  ],
  [
    'RSA of 1,024 bits',
    'KEY',
    forgeToken({ certificates: [forgeCertificate({ publicKey: rsa1024 })] }),
  ],
  ['a signature by another key', 'SIGNATURE', forgeToken({ signedBy: 'sundial' })],
  [
    'r and s that are zero',
    'SIGNATURE',
    forgeToken({ signature: derSequence(derInteger(0), derInteger(0)) }),
  ],
  ['a signature that is no pair', 'SIGNATURE', forgeToken({ signature: derInteger(1) })],
  [
    'a certificate that its issuer has not signed',
    'CHAIN_SIGNATURE',
    underCertificate({ signedBy: 'sundial root' }),
  ],
  [
    'a certificate that came into force later',
    'CHAIN_NOT_YET_VALID',
    underCertificate({ notBefore: '2026-01-01T00:00:02.000Z' }),
  ],
  [
    'a certificate that had expired at its time',
    'CHAIN_EXPIRED',
    underCertificate({ notAfter: '2026-01-01T00:00:00.000Z' }),
  ],
  [
    'a certificate with a critical extension that nobody knows',
    'CHAIN_EXTENSION',
    underCertificate({
      extensions: [EKU(true, OID.timeStamping), derExtension('1.2.3', DER_NULL, true)],
    }),
  ],
  ['a certificate twice the same extension', 'MALFORMED', twiceTheSame()],
];

function shortImprint(): Uint8Array {
  const imprint = derSequence(derHashAlgorithm('sha-256'), derOctets(new Uint8Array(31)));
  return withInfo({ imprint });
}

function otherName(): readonly Uint8Array[] {
  const nonce = derInteger(plainContent().nonce as bigint);
  return [nonce, derContext(0, derContext(4, nameOf('somebody')))];
}

function twiceTheSame(): Uint8Array {
  const certificate = forgeCertificate({
    extensions: [EKU(true, OID.timeStamping), EKU(true, OID.timeStamping)],
  });
  return forgeToken({ certificates: [certificate] });
}

describe('each check refuses with its own code', () => {
  it.each(REFUSED)('%s: %s', (_name, code, token) => expect(answer(token)).toBe(code));

  it('an imprint of something else, or by a hash that was not asked for', () => {
    expect(answer(PLAIN.token, { imprint: () => new Uint8Array(32) })).toBe('IMPRINT_VALUE');
    expect(answer(PLAIN.token, { imprint: () => undefined })).toBe('IMPRINT_ALGORITHM');
  });

  it('a policy that was not asked for', () =>
    expect(answer(PLAIN.token, { policies: ['1.2.3'] })).toBe('POLICY_MISMATCH'));

  it('a root that is not pinned, though it comes along', () => {
    expect(answer(PLAIN.token, { roots: [] })).toBe('CHAIN_UNTRUSTED');
    expect(answer(PLAIN.token, { roots: [testAuthority('sundial').root] })).toBe('CHAIN_UNTRUSTED');
  });

  it('a response that was not granted, or that says both', () => {
    const rejected = derRejected({ failure: 'badAlg', text: 'no' });
    expect(verifyTimestampResponse(rejected, EXPECTED)).toMatchObject({ code: 'NOT_GRANTED' });
    const status = derSequence(derInteger(2));
    const both = derSequence(status, PLAIN.token);
    expect(verifyTimestampResponse(both, EXPECTED)).toMatchObject({ code: 'NOT_GRANTED' });
  });

  it('every code is explained, and proved by a test of this folder', () => {
    const proved = new Set<string>(REFUSED.map(([, code]) => code));
    const elsewhere = ['IMPRINT_ALGORITHM', 'IMPRINT_VALUE', 'POLICY_MISMATCH', 'NOT_GRANTED'];
    const inChains = ['CHAIN_UNTRUSTED', 'CERTIFICATE_MISSING', 'CHAIN_CA'];
    const inLists = ['CRL', 'CRL_SIGNATURE', 'REVOKED'];
    const all = [...proved, ...elsewhere, ...inChains, ...inLists];
    expect(new Set(all)).toEqual(new Set(Object.keys(TIMESTAMP_FAULTS)));
  });
});
