/**
 * The signed attributes of a token (RFC 5652 §11, RFC 5816): they tie the signature to the TSTInfo
 * and to one certificate. ESSCertIDv2 only: the older ESSCertID names a certificate by its SHA-1.
 */
import { equalBytes } from '../crypto/bytes.js';
import { DerFields, explicitValue, integerOf, oidOf, sequenceFields } from '../crypto/derFields.js';
import { contextTag, DerShape, type DerValue, TAG } from '../crypto/derReader.js';
import { type MessageHash, messageHash } from '../crypto/messageHash.js';
import { hashOf } from './algorithms.js';
import type { Certificate } from './certificate.js';
import { TimestampInvalid } from './faults.js';
import { OID } from './oids.js';

/** Attributes by identifier, each with its one value. */
export type SignedAttributes = ReadonlyMap<string, DerValue>;

/** What a signer's reference says of one certificate. */
interface CertificateReference {
  readonly hash: MessageHash;
  readonly value: Uint8Array;
  readonly issuerSerial: { readonly issuer: Uint8Array; readonly serial: bigint } | undefined;
}

const DIRECTORY_NAME = 4;

/** The attributes of `value`, in DER order, none of them twice. */
export function signedAttributesOf(value: DerValue): SignedAttributes {
  const attributes = new Map<string, DerValue>();
  for (const part of value.parts) {
    const fields = sequenceFields(part, 'attribute');
    const oid = oidOf(fields.take(TAG.oid, 'attrType'));
    const values = fields.take(TAG.set, 'attrValues').parts;
    fields.end();
    if (attributes.has(oid) || values.length !== 1) {
      throw new TimestampInvalid('SIGNED_ATTRIBUTES', `${oid} is there more than once`);
    }
    attributes.set(oid, values[0] as DerValue);
  }
  return attributes;
}

/** What is signed, by its content type. */
export interface SignedContent {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Throws SIGNED_ATTRIBUTES or MESSAGE_DIGEST unless the attributes are about `content`. */
export function requireContent(
  attributes: SignedAttributes,
  hash: MessageHash,
  content: SignedContent,
): void {
  const type = attributes.get(OID.contentType);
  if (type?.tag !== TAG.oid || oidOf(type) !== content.type) {
    throw new TimestampInvalid('SIGNED_ATTRIBUTES', `content-type is not ${content.type}`);
  }
  const digest = attributes.get(OID.messageDigest);
  if (digest?.tag !== TAG.octetString) {
    throw new TimestampInvalid('SIGNED_ATTRIBUTES', 'message-digest is missing');
  }
  if (equalBytes(digest.content, messageHash(hash, content.bytes))) return;
  throw new TimestampInvalid('MESSAGE_DIGEST', `${hash} of the content is another one`);
}

/**
 * Throws SIGNING_CERTIFICATE or SIGNING_CERTIFICATE_V1 unless the first reference is of `signer`
 * and each further one of a certificate in `known`.
 */
export function requireSigningCertificate(
  attributes: SignedAttributes,
  signer: Certificate,
  known: readonly Certificate[],
): void {
  const value = attributes.get(OID.signingCertificateV2);
  if (value === undefined) {
    const isOld = attributes.has(OID.signingCertificate);
    const detail = isOld ? 'ESSCertID without ESSCertIDv2' : 'there is no ESSCertIDv2';
    throw new TimestampInvalid(isOld ? 'SIGNING_CERTIFICATE_V1' : 'SIGNING_CERTIFICATE', detail);
  }
  const [first, ...others] = referencesOf(value);
  if (first === undefined || !refersTo(first, signer)) {
    throw new TimestampInvalid('SIGNING_CERTIFICATE', 'it is of another certificate');
  }
  if (others.every((other) => known.some((certificate) => refersTo(other, certificate)))) return;
  throw new TimestampInvalid('SIGNING_CERTIFICATE', 'it names a certificate that is not given');
}

function referencesOf(value: DerValue): readonly CertificateReference[] {
  const fields = sequenceFields(value, 'SigningCertificateV2');
  const references = fields.take(TAG.sequence, 'certs').parts.map(referenceOf);
  fields.takeIf(TAG.sequence);
  fields.end();
  return references;
}

function referenceOf(value: DerValue): CertificateReference {
  const fields = sequenceFields(value, 'ESSCertIDv2');
  const algorithm = fields.takeIf(TAG.sequence);
  const { content } = fields.take(TAG.octetString, 'certHash');
  const issuerSerial = issuerSerialOf(fields.takeIf(TAG.sequence));
  fields.end();
  // SHA-256 is the default. RFC 5035 has DER leave it out, yet signers in use spell it out.
  const hash = algorithm === undefined ? 'sha-256' : hashOf(algorithm, 'ESSCertIDv2');
  return { hash, value: content, issuerSerial };
}

function issuerSerialOf(value: DerValue | undefined): CertificateReference['issuerSerial'] {
  if (value === undefined) return undefined;
  const fields = sequenceFields(value, 'IssuerSerial');
  const names = new DerFields(fields.take(TAG.sequence, 'issuer'), 'issuer');
  const name = explicitValue(names.take(contextTag(DIRECTORY_NAME), 'directoryName'), 'issuer');
  names.end();
  const serial = integerOf(fields.take(TAG.integer, 'serialNumber'));
  fields.end();
  if (name.tag !== TAG.sequence) throw new DerShape('the issuer is no name');
  return { issuer: name.bytes, serial };
}

function refersTo(reference: CertificateReference, certificate: Certificate): boolean {
  const { hash, value, issuerSerial } = reference;
  if (!equalBytes(value, messageHash(hash, certificate.bytes))) return false;
  if (issuerSerial === undefined) return true;
  const { issuer, serial } = issuerSerial;
  return equalBytes(issuer, certificate.issuer) && serial === certificate.serial;
}
