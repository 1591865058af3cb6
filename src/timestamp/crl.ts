/**
 * Revocation lists (RFC 5280 §5): complete, direct ones, signed by the issuer of the certificates
 * that they speak for. What a list says is asked for the time of a token, and a certificate of a
 * time-stamping authority is judged as RFC 3161 §4 has it: after an orderly end its older tokens
 * stand; without a reason, or with any other, none does.
 */
import { equalBytes } from '../crypto/bytes.js';
import {
  explicitValue,
  integerOf,
  sequenceFields,
  smallIntegerOf,
  wholeBytesOf,
} from '../crypto/derFields.js';
import { contextTag, DerShape, type DerValue, readDer, TAG } from '../crypto/derReader.js';
import type { Instant } from '../ledger/instant.js';
import { type SignatureAlgorithm, signatureAlgorithmOf } from './algorithms.js';
import { type Certificate, KEY_USAGE, keyUsageOf } from './certificate.js';
import { validityTimeOf } from './derTime.js';
import { nameOf } from './distinguishedName.js';
import { type Extensions, extensionsOf, unknownCritical } from './extensions.js';
import { TimestampInvalid } from './faults.js';
import { OID } from './oids.js';
import { verifies } from './publicKey.js';

export interface RevokedCertificate {
  readonly date: Instant;
  /** CRLReason; undefined when the list gives none. */
  readonly reason: number | undefined;
}

export interface RevocationList {
  readonly signed: Uint8Array;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
  readonly issuer: Uint8Array;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
  readonly revoked: ReadonlyMap<bigint, RevokedCertificate>;
  readonly extensions: Extensions;
}

const VERSION_2 = 1;
/** unspecified, affiliationChanged, superseded, cessationOfOperation (RFC 3161 §4 item 1). */
const ORDERLY_ENDS: ReadonlySet<number> = new Set([0, 3, 4, 5]);
const UNDERSTOOD_IN_LIST: ReadonlySet<string> = new Set([
  OID.crlNumber,
  OID.authorityKeyIdentifier,
]);
const UNDERSTOOD_IN_ENTRY: ReadonlySet<string> = new Set([OID.reasonCode]);

/** The list that `bytes` are the DER of. Throws TimestampInvalid, NotDer or DerShape. */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  const fields = sequenceFields(readDer(bytes), 'revocation list');
  const signed = fields.take(TAG.sequence, 'tbsCertList');
  const algorithm = fields.take(TAG.sequence, 'signatureAlgorithm');
  const signature = wholeBytesOf(fields.take(TAG.bitString, 'signature'), 'signature');
  fields.end();
  const { algorithm: inner, ...body } = readBody(signed);
  if (!equalBytes(inner.bytes, algorithm.bytes)) {
    throw new DerShape('a revocation list names two different signature algorithms');
  }
  const signatureAlgorithm = signatureAlgorithmOf(algorithm, 'signatureAlgorithm');
  return { signed: signed.bytes, signatureAlgorithm, signature, ...body };
}

function readBody(value: DerValue) {
  const fields = sequenceFields(value, 'tbsCertList');
  const version = smallIntegerOf(fields.take(TAG.integer, 'version'), 255, 'version');
  if (version !== VERSION_2) throw new DerShape('a revocation list is not of version 2');
  const algorithm = fields.take(TAG.sequence, 'signature');
  const issuer = nameOf(fields.takeAny('issuer'));
  const thisUpdate = validityTimeOf(fields.takeAny('thisUpdate'), 'thisUpdate');
  const nextUpdate = validityTimeOf(fields.takeAny('nextUpdate'), 'nextUpdate');
  const revoked = revokedOf(fields.takeIf(TAG.sequence));
  const tagged = fields.take(contextTag(0), 'crlExtensions');
  const extensions = extensionsOf(explicitValue(tagged, 'crlExtensions'), 'a revocation list');
  fields.end();
  return { algorithm, issuer, thisUpdate, nextUpdate, revoked, extensions };
}

function revokedOf(list: DerValue | undefined): ReadonlyMap<bigint, RevokedCertificate> {
  const revoked = new Map<bigint, RevokedCertificate>();
  for (const part of list?.parts ?? []) {
    const fields = sequenceFields(part, 'revokedCertificate');
    const serial = integerOf(fields.take(TAG.integer, 'userCertificate'));
    const date = validityTimeOf(fields.takeAny('revocationDate'), 'revocationDate');
    const reason = reasonOf(fields.takeIf(TAG.sequence));
    fields.end();
    if (revoked.has(serial)) throw new DerShape('a certificate is revoked twice in one list');
    revoked.set(serial, { date, reason });
  }
  return revoked;
}

function reasonOf(value: DerValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const extensions = extensionsOf(value, 'a revocation');
  const unknown = unknownCritical(extensions, UNDERSTOOD_IN_ENTRY);
  if (unknown !== undefined) throw new TimestampInvalid('CRL', `critical extension ${unknown}`);
  const reason = extensions.get(OID.reasonCode);
  if (reason === undefined) return undefined;
  const code = readDer(reason.value);
  if (code.tag !== TAG.enumerated) throw new DerShape('reasonCode is not ENUMERATED');
  return smallIntegerOf(code, 10, 'reasonCode');
}

/**
 * Whether every certificate of `chain` below its root is spoken for by one of `lists` at the time
 * `at`. `good`: all are, and none is revoked. `not-checked`: for one at least there is no list.
 * Throws REVOKED for a revoked one, CRL or CRL_SIGNATURE for a list that names the issuer but does
 * not hold.
 */
export function revocationOf(
  chain: readonly Certificate[],
  lists: readonly RevocationList[],
  at: Instant,
): 'good' | 'not-checked' {
  let answer: 'good' | 'not-checked' = 'good';
  chain.slice(0, -1).forEach((certificate, index) => {
    const issuer = chain[index + 1] as Certificate;
    const named = lists.filter((list) => equalBytes(list.issuer, certificate.issuer));
    if (named.length === 0) answer = 'not-checked';
    for (const list of named) {
      requireSpeaksFor(list, { certificate, issuer, at });
      requireNotRevoked(certificate, list, { isSigner: index === 0, at });
    }
  });
  return answer;
}

function requireSpeaksFor(
  list: RevocationList,
  of: { readonly certificate: Certificate; readonly issuer: Certificate; readonly at: Instant },
): void {
  const { signed: message, signature, signatureAlgorithm, thisUpdate, nextUpdate } = list;
  const { certificate, issuer, at } = of;
  const mayNotSign = keyUsageOf(issuer)?.has(KEY_USAGE.crlSign) === false;
  if (mayNotSign || !verifies(issuer.key, signatureAlgorithm, { message, signature })) {
    throw new TimestampInvalid('CRL_SIGNATURE', 'the issuer’s key gives another answer');
  }
  const unknown = unknownCritical(list.extensions, UNDERSTOOD_IN_LIST);
  if (unknown !== undefined) throw new TimestampInvalid('CRL', `critical extension ${unknown}`);
  // A list that ended before T knows nothing of T. A later one does, as long as the certificate
  // had not expired when it was made: expired ones may be left out (RFC 5280 §3.3).
  if (at > nextUpdate || thisUpdate > certificate.notAfter) {
    throw new TimestampInvalid('CRL', `from ${thisUpdate} to ${nextUpdate}, asked for ${at}`);
  }
}

function requireNotRevoked(
  { serial }: Certificate,
  { revoked }: RevocationList,
  { isSigner, at }: { readonly isSigner: boolean; readonly at: Instant },
): void {
  const entry = revoked.get(serial);
  if (entry === undefined) return;
  const endedLater = entry.date > at;
  const isOrderly = entry.reason !== undefined && ORDERLY_ENDS.has(entry.reason);
  if (endedLater && (isOrderly || !isSigner)) return;
  const reason = entry.reason ?? 'none given';
  throw new TimestampInvalid('REVOKED', `serial ${serial}, from ${entry.date}, reason ${reason}`);
}
