/**
 * The one verifier of time-stamps (RFC 3161 §2.4.2 and §4, RFC 5816): pure, synchronous, for
 * servers, rules, commands and browsers. It makes the checks in the order of faults.ts and names
 * the first that fails. Trust anchors come from whoever asks; nothing in a token is trusted for
 * being in it, and the only time that is looked at is the token's own.
 */
import { equalBytes } from '../crypto/bytes.js';
import { explicitValue, sequenceFields, smallIntegerOf } from '../crypto/derFields.js';
import { contextTag, DerShape, type DerValue, readDer, TAG } from '../crypto/derReader.js';
import {
  alternativeNamesOf,
  basicConstraintsOf,
  type Certificate,
  certificateOf,
  extendedKeyUsageOf,
  KEY_USAGE,
  keyUsageOf,
  readCertificate,
} from './certificate.js';
import { findChain } from './chain.js';
import { readRevocationList, revocationOf } from './crl.js';
import { answering, TimestampInvalid, type TimestampRefusal } from './faults.js';
import type { MessageHash } from '../crypto/messageHash.js';
import { OID } from './oids.js';
import { requireAttributes, requireSignature } from './signedBySigner.js';
import { isNamedBy, signedTokenOf } from './signedData.js';
import { readTstInfo, type TstInfo } from './tstInfo.js';

/** What the reader expects and trusts. */
export interface TimestampExpectation {
  /** The imprint of what should be stamped, by hash; undefined for a hash that is not expected. */
  readonly imprint: (hash: MessageHash) => Uint8Array | undefined;
  /** DER of the pinned root certificates. */
  readonly roots: readonly Uint8Array[];
  /** The nonce of the request; absent: not looked at. */
  readonly nonce?: bigint | undefined;
  /** The policies that are accepted, dotted; absent: any. */
  readonly policies?: readonly string[] | undefined;
  /** DER of certificates given beside the token, for tokens that carry none. */
  readonly certificates?: readonly Uint8Array[] | undefined;
  /** DER of revocation lists given beside the token. */
  readonly revocationLists?: readonly Uint8Array[] | undefined;
}

/** What a token that verifies has shown. */
export interface TimestampFacts extends TstInfo {
  /** From the signer's certificate to the pinned root. */
  readonly chain: readonly Certificate[];
  /** `good`: lists of that time speak for the whole chain; otherwise nobody was asked. */
  readonly revocation: 'good' | 'not-checked';
}

export type TimestampVerdict = ({ readonly ok: true } & TimestampFacts) | TimestampRefusal;

const STATUS_GRANTED_MAX = 1;
const STATUS_MAX = 5;

/** Verifies either of the two, by what the bytes begin with. Never throws for what they are. */
export function verifyTimestampFile(
  bytes: Uint8Array,
  expected: TimestampExpectation,
): TimestampVerdict {
  const value = answering(() => readDer(bytes));
  if ('ok' in value) return value;
  return answering(() => verdict(isToken(value) ? value : tokenIn(value), expected));
}

/** The bytes of the token in a granted response; a token is given back as it is. */
export function tokenOfFile(bytes: Uint8Array): Uint8Array | TimestampRefusal {
  return answering(() => {
    const value = readDer(bytes);
    return isToken(value) ? value.bytes : tokenIn(value).bytes;
  });
}

/** A token begins with the identifier of its content type, a response with its status. */
function isToken({ parts }: DerValue): boolean {
  return parts[0]?.tag === TAG.oid;
}

/** Verifies a TimeStampResp (a `.tsr` file). Never throws for what the bytes are. */
export function verifyTimestampResponse(
  response: Uint8Array,
  expected: TimestampExpectation,
): TimestampVerdict {
  return answering(() => verdict(tokenIn(readDer(response)), expected));
}

/** Verifies a TimeStampToken. Never throws for what the bytes are. */
export function verifyTimestampToken(
  token: Uint8Array,
  expected: TimestampExpectation,
): TimestampVerdict {
  return answering(() => verdict(readDer(token), expected));
}

/** The bytes of the token in a granted response. */
export function tokenOfResponse(response: Uint8Array): Uint8Array | TimestampRefusal {
  return answering(() => tokenIn(readDer(response)).bytes);
}

function tokenIn(response: DerValue): DerValue {
  const fields = sequenceFields(response, 'TimeStampResp');
  const status = sequenceFields(fields.take(TAG.sequence, 'status'), 'PKIStatusInfo');
  const code = smallIntegerOf(status.take(TAG.integer, 'status'), STATUS_MAX, 'status');
  const texts = status.takeIf(TAG.sequence)?.parts ?? [];
  const failure = status.takeIf(TAG.bitString);
  status.end();
  if (texts.some(({ tag }) => tag !== TAG.utf8String)) throw new DerShape('statusString');
  if (code > STATUS_GRANTED_MAX) throw new TimestampInvalid('NOT_GRANTED', `status ${code}`);
  const token = fields.take(TAG.sequence, 'timeStampToken');
  fields.end();
  if (failure !== undefined) throw new DerShape('a granted response has failInfo');
  return token;
}

function verdict(token: DerValue, expected: TimestampExpectation): TimestampVerdict {
  const signed = signedTokenOf(token);
  const info = readTstInfo(signed.content);
  requireExpected(info, expected);
  const others = [
    ...signed.certificates.map(certificateOf),
    ...(expected.certificates ?? []).map(readCertificate),
  ];
  const certificate = others.find((other) => isNamedBy(signed.signer.id, other));
  if (certificate === undefined) {
    throw new TimestampInvalid('CERTIFICATE_MISSING', `${others.length} certificates, none its`);
  }
  const roots = expected.roots.map(readCertificate);
  const content = { type: OID.tstInfo, bytes: signed.content };
  requireAttributes(signed.signer, content, { signer: certificate, known: [...others, ...roots] });
  requireName(info, certificate);
  requirePurpose(certificate);
  requireSignature(signed.signer, certificate);
  const at = info.genTime.instant;
  const chain = findChain(certificate, { roots, others, at });
  const lists = [
    ...signed.revocationLists.map(({ bytes }) => bytes),
    ...(expected.revocationLists ?? []),
  ];
  const revocation = revocationOf(chain, lists.map(readRevocationList), at);
  return { ok: true, ...info, chain, revocation };
}

function requireExpected(info: TstInfo, expected: TimestampExpectation): void {
  const { hash, value } = info.imprint;
  const imprint = expected.imprint(hash);
  if (imprint === undefined) throw new TimestampInvalid('IMPRINT_ALGORITHM', hash);
  if (!equalBytes(imprint, value)) throw new TimestampInvalid('IMPRINT_VALUE', hash);
  if (expected.nonce !== undefined && expected.nonce !== info.nonce) {
    throw new TimestampInvalid('NONCE_MISMATCH', `${info.nonce ?? 'none'}`);
  }
  if (expected.policies?.includes(info.policy) === false) {
    throw new TimestampInvalid('POLICY_MISMATCH', info.policy);
  }
}

/** The name in the token is the certificate's subject or one of its alternative names. */
function requireName({ authorityName }: TstInfo, certificate: Certificate): void {
  if (authorityName === undefined) return;
  const name = readDer(authorityName);
  const isSubject =
    name.tag === contextTag(4) && equalBytes(explicitValue(name, 'tsa').bytes, certificate.subject);
  const isAlternative = (): boolean =>
    alternativeNamesOf(certificate).some((other) => equalBytes(other, authorityName));
  if (isSubject || isAlternative()) return;
  throw new TimestampInvalid('TSA_NAME', 'the token names somebody else');
}

/** RFC 3161 §2.3: a key for time-stamping and for nothing else. */
function requirePurpose(certificate: Certificate): void {
  const purposes = extendedKeyUsageOf(certificate);
  if (purposes === undefined) throw new TimestampInvalid('EKU_MISSING', 'there is none');
  if (certificate.extensions.get(OID.extKeyUsage)?.critical !== true) {
    throw new TimestampInvalid('EKU_NOT_CRITICAL', purposes.join(', '));
  }
  if (purposes.length !== 1 || purposes[0] !== OID.timeStamping) {
    throw new TimestampInvalid('EKU_NOT_ALONE', purposes.join(', '));
  }
  const usage = [...(keyUsageOf(certificate) ?? [KEY_USAGE.digitalSignature])];
  const isSigner =
    usage.length > 0 &&
    usage.every((bit) => bit === KEY_USAGE.digitalSignature || bit === KEY_USAGE.nonRepudiation);
  if (!isSigner || basicConstraintsOf(certificate).isAuthority) {
    throw new TimestampInvalid('KEY_USAGE', `key usage bits ${usage.join(', ')}`);
  }
}

/** The dotted policy, imprint and the rest of a token, unverified: to say what it claims to be. */
export function readTimestampToken(token: Uint8Array): TstInfo | TimestampRefusal {
  return answering(() => readTstInfo(signedTokenOf(readDer(token)).content));
}
