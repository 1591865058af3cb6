/**
 * The signature on a PDF file, judged as every other signature here: it covers the whole file, is
 * by a certificate for signing documents, and its chain ends in a root that the reader has pinned.
 * The chain has to be valid at the time of a time-stamp under pinned roots, else at the time that
 * the reader asks about; what the file says of its own time is not believed.
 */
import { oidOf, sequenceFields } from '../../crypto/derFields.js';
import { type DerValue, readDer, TAG } from '../../crypto/derReader.js';
import { messageHash } from '../../crypto/messageHash.js';
import type { Instant } from '../../ledger/instant.js';
import {
  basicConstraintsOf,
  type Certificate,
  certificateOf,
  extendedKeyUsageOf,
  KEY_USAGE,
  keyUsageOf,
  readCertificate,
} from '../../timestamp/certificate.js';
import { findChain } from '../../timestamp/chain.js';
import { answering, TimestampInvalid, type TimestampRefusal } from '../../timestamp/faults.js';
import { OID } from '../../timestamp/oids.js';
import { requireAttributes, requireSignature } from '../../timestamp/signedBySigner.js';
import { type CmsSigner, detachedSignatureOf, isNamedBy } from '../../timestamp/signedData.js';
import { verifyTimestampToken } from '../../timestamp/verifyTimestamp.js';
import { readSignature } from '../pdf/signatureField.js';
import { type CertificateSummary, summaryOf } from './certifier.js';

/** What the reader trusts. */
export interface SignatureTrust {
  /** DER of roots under which certificates are signed. */
  readonly roots: readonly Uint8Array[];
  /** DER of roots of time authorities. */
  readonly timeRoots: readonly Uint8Array[];
  /** When the chain has to be valid, unless a time-stamp says when the signature existed. */
  readonly at: Instant;
}

/** What a signature that verifies has shown. */
export interface SignatureFacts {
  readonly ok: true;
  readonly signer: CertificateSummary;
  readonly root: CertificateSummary;
  /** Time of a time-stamp under the reader’s roots; undefined: none. */
  readonly stamped: Instant | undefined;
}

export type SignatureVerdict =
  | SignatureFacts
  | TimestampRefusal
  | { readonly ok: false; readonly code: 'NOT_SIGNED'; readonly message: string };

/** Verifies the signature on `file`. Never throws for what the bytes are. */
export function verifySignedPdf(file: Uint8Array, trust: SignatureTrust): SignatureVerdict {
  const read = readSignature(file);
  if (read === undefined) {
    const message = 'the file has not one signature that covers all of it';
    return { ok: false, code: 'NOT_SIGNED', message };
  }
  return answering(() => verdict(read, trust));
}

function verdict(
  { signed: bytes, signature: padded }: { readonly signed: Uint8Array; signature: Uint8Array },
  { roots: rootBytes, timeRoots, at }: SignatureTrust,
): SignatureFacts {
  const cms = detachedSignatureOf(readDer(withoutPadding(padded)));
  const others = cms.certificates.map(certificateOf);
  const certificate = others.find((other) => isNamedBy(cms.signer.id, other));
  if (certificate === undefined) {
    throw new TimestampInvalid('CERTIFICATE_MISSING', 'the signer’s certificate is not there');
  }
  const content = { type: OID.data, bytes };
  requireAttributes(cms.signer, content, { signer: certificate, known: others });
  requirePurpose(certificate);
  requireSignature(cms.signer, certificate);
  const stamped = stampedTime(cms.signer, timeRoots);
  const roots = rootBytes.map(readCertificate);
  const chain = findChain(certificate, { roots, others, at: stamped ?? at });
  const root = chain.at(-1) as Certificate;
  return {
    ok: true,
    signer: summaryOf(certificate.bytes),
    root: summaryOf(root.bytes),
    stamped,
  };
}

/** The room for a signature is filled up with zeros; anything else after it is refused. */
function withoutPadding(padded: Uint8Array): Uint8Array {
  const [, first = 0, ...rest] = padded.subarray(0, 6);
  const lengthBytes = first > 0x80 && first <= 0x84 ? first - 0x80 : 0;
  const long = rest.slice(0, lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  const end = 2 + lengthBytes + (lengthBytes === 0 ? first : long);
  if (padded.subarray(end).every((byte) => byte === 0)) return padded.subarray(0, end);
  throw new TimestampInvalid('TRAILING_BYTES', 'there are bytes after the signature');
}

/** A key for signing documents, of nobody who issues certificates. */
function requirePurpose(certificate: Certificate): void {
  const purposes = extendedKeyUsageOf(certificate);
  if (purposes !== undefined && !purposes.includes(OID.documentSigning)) {
    throw new TimestampInvalid('KEY_USAGE', `it is for ${purposes.join(', ')}`);
  }
  const usage = keyUsageOf(certificate);
  const maySign =
    usage === undefined ||
    usage.has(KEY_USAGE.digitalSignature) ||
    usage.has(KEY_USAGE.nonRepudiation);
  if (!maySign || basicConstraintsOf(certificate).isAuthority) {
    throw new TimestampInvalid('KEY_USAGE', 'it is not for signing documents');
  }
}

/** The time of the token over the signature; undefined: none, or none that is to be believed. */
function stampedTime(
  { unsigned, signature }: CmsSigner,
  roots: readonly Uint8Array[],
): Instant | undefined {
  const token = unsigned === undefined ? undefined : tokenIn(unsigned);
  if (token === undefined || roots.length === 0) return undefined;
  const verified = verifyTimestampToken(token.bytes, {
    imprint: (hash) => messageHash(hash, signature),
    roots,
  });
  if (verified.ok) return verified.genTime.instant;
  throw new TimestampInvalid(verified.code, `of the time-stamp: ${verified.detail}`);
}

function tokenIn(unsigned: DerValue): DerValue | undefined {
  for (const part of unsigned.parts) {
    const fields = sequenceFields(part, 'attribute');
    const oid = oidOf(fields.take(TAG.oid, 'attrType'));
    const values = fields.take(TAG.set, 'attrValues').parts;
    fields.end();
    if (oid === OID.signatureTimestamp && values.length === 1) return values[0];
  }
  return undefined;
}
