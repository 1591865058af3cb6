/**
 * X.509 version 3 certificates (RFC 5280 §4) in the profile that time-stamping needs. Names are
 * compared as bytes: an issuer is whoever is spelt exactly so.
 */
import { equalBytes } from '../crypto/bytes.js';
import {
  explicitValue,
  integerOf,
  namedBitsOf,
  oidOf,
  sequenceFields,
  smallIntegerOf,
  wholeBytesOf,
} from '../crypto/derFields.js';
import { contextTag, DerShape, type DerValue, readDer, TAG } from '../crypto/derReader.js';
import type { Instant } from '../ledger/instant.js';
import { validityTimeOf } from './derTime.js';
import { nameOf } from './distinguishedName.js';
import { type Extensions, extensionsOf, trueOnly } from './extensions.js';
import { answering, refusalOf, type TimestampRefusal } from './faults.js';
import { OID } from './oids.js';
import { type CertificateKey, publicKeyOf } from './publicKey.js';

/** Bits of a key usage (RFC 5280 §4.2.1.3). */
export const KEY_USAGE = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyCertSign: 5,
  crlSign: 6,
} as const;

export interface Certificate {
  /** The whole certificate. */
  readonly bytes: Uint8Array;
  /** What the issuer signed. */
  readonly signed: Uint8Array;
  /** Read when the signature is checked: that of a pinned root never is, and may be an old one. */
  readonly signatureAlgorithm: DerValue;
  readonly signature: Uint8Array;
  readonly serial: bigint;
  /** DER of the issuer's name. */
  readonly issuer: Uint8Array;
  /** DER of the subject's name. */
  readonly subject: Uint8Array;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly key: CertificateKey;
  /** DER of the SubjectPublicKeyInfo. */
  readonly keyBytes: Uint8Array;
  readonly extensions: Extensions;
}

const VERSION_3 = 2;
const SERIAL_BYTES_MAX = 20;

/** The certificate that `bytes` are the DER of. Throws TimestampInvalid, NotDer or DerShape. */
export function readCertificate(bytes: Uint8Array): Certificate {
  return certificateOf(readDer(bytes));
}

/** readCertificate for a value inside a structure that has been read. */
export function certificateOf(value: DerValue): Certificate {
  const fields = sequenceFields(value, 'certificate');
  const signed = fields.take(TAG.sequence, 'tbsCertificate');
  const algorithm = fields.take(TAG.sequence, 'signatureAlgorithm');
  const signature = wholeBytesOf(fields.take(TAG.bitString, 'signature'), 'signature');
  fields.end();
  const body = readBody(signed);
  if (!equalBytes(body.algorithm.bytes, algorithm.bytes)) {
    throw new DerShape('a certificate names two different signature algorithms');
  }
  const { bytes } = value;
  return { bytes, signed: signed.bytes, signature, signatureAlgorithm: algorithm, ...body };
}

function readBody(value: DerValue) {
  const fields = sequenceFields(value, 'tbsCertificate');
  const version = explicitValue(fields.take(contextTag(0), 'version'), 'version');
  if (version.tag !== TAG.integer || integerOf(version) !== BigInt(VERSION_3)) {
    throw new DerShape('a certificate is not of version 3');
  }
  const serial = serialOf(fields.take(TAG.integer, 'serialNumber'));
  const algorithm = fields.take(TAG.sequence, 'signature');
  const issuer = nameOf(fields.takeAny('issuer'));
  const { notBefore, notAfter } = validityOf(fields.take(TAG.sequence, 'validity'));
  const subject = nameOf(fields.takeAny('subject'));
  const keyInfo = fields.take(TAG.sequence, 'subjectPublicKeyInfo');
  const extensions = extensionsOf(
    explicitValue(fields.take(contextTag(3), 'extensions'), 'extensions'),
    'a certificate',
  );
  fields.end();
  const key = publicKeyOf(keyInfo);
  const keyBytes = keyInfo.bytes;
  return { serial, algorithm, issuer, notBefore, notAfter, subject, key, keyBytes, extensions };
}

function serialOf(value: DerValue): bigint {
  const serial = integerOf(value);
  if (serial > 0n && value.content.length <= SERIAL_BYTES_MAX) return serial;
  throw new DerShape(`a serial number is not positive or longer than ${SERIAL_BYTES_MAX} bytes`);
}

function validityOf(value: DerValue): { readonly notBefore: Instant; readonly notAfter: Instant } {
  const fields = sequenceFields(value, 'validity');
  const notBefore = validityTimeOf(fields.takeAny('notBefore'), 'notBefore');
  const notAfter = validityTimeOf(fields.takeAny('notAfter'), 'notAfter');
  fields.end();
  return { notBefore, notAfter };
}

/** Why `bytes` are no certificate of an authority; undefined when they are one. */
export function rootFault(bytes: Uint8Array): TimestampRefusal | undefined {
  const answer = answering(() => basicConstraintsOf(readCertificate(bytes)).isAuthority);
  if (typeof answer !== 'boolean') return answer;
  return answer ? undefined : refusalOf('CHAIN_CA', 'the certificate is not one of an authority');
}

/** The basic constraints: whether it is an authority, and how many more may follow below it. */
export function basicConstraintsOf({ extensions }: Certificate): {
  readonly isAuthority: boolean;
  readonly pathLengthMax: number;
} {
  const extension = extensions.get(OID.basicConstraints);
  if (extension === undefined) return { isAuthority: false, pathLengthMax: 0 };
  const fields = sequenceFields(readDer(extension.value), 'basicConstraints');
  const isAuthority = trueOnly(fields.takeIf(TAG.boolean), 'cA');
  const length = fields.takeIf(TAG.integer);
  fields.end();
  if (length !== undefined && !isAuthority) throw new DerShape('a path length without cA');
  const unlimited = Number.MAX_SAFE_INTEGER;
  const pathLengthMax =
    length === undefined ? unlimited : smallIntegerOf(length, 255, 'pathLenConstraint');
  return { isAuthority, pathLengthMax };
}

/** The bits of the key usage; undefined when the certificate does not limit it. */
export function keyUsageOf({ extensions }: Certificate): ReadonlySet<number> | undefined {
  const extension = extensions.get(OID.keyUsage);
  if (extension === undefined) return undefined;
  const value = readDer(extension.value);
  if (value.tag !== TAG.bitString) throw new DerShape('keyUsage is no BIT STRING');
  return namedBitsOf(value);
}

/** The purposes of the extended key usage; undefined when the certificate has none. */
export function extendedKeyUsageOf({ extensions }: Certificate): readonly string[] | undefined {
  const extension = extensions.get(OID.extKeyUsage);
  if (extension === undefined) return undefined;
  const { tag, parts } = readDer(extension.value);
  const areOids = parts.length > 0 && parts.every((part) => part.tag === TAG.oid);
  if (tag !== TAG.sequence || !areOids) throw new DerShape('extKeyUsage is no list of purposes');
  return parts.map(oidOf);
}

/** The DER of each subject alternative name. */
export function alternativeNamesOf({ extensions }: Certificate): readonly Uint8Array[] {
  const extension = extensions.get(OID.subjectAltName);
  if (extension === undefined) return [];
  return readDer(extension.value).parts.map(({ bytes }) => bytes);
}
