/**
 * Signed data as CMS (RFC 5652 §5) with exactly one signer: a TimeStampToken over its TSTInfo (RFC
 * 3161 §2.4.2), or a detached signature over bytes that are elsewhere. Reads the structure and
 * holds nothing for true.
 */
import {
  type DerFields,
  explicitValue,
  integerOf,
  oidOf,
  sequenceFields,
} from '../crypto/derFields.js';
import { contextTag, DerShape, type DerValue, TAG } from '../crypto/derReader.js';
import type { MessageHash } from '../crypto/messageHash.js';
import { equalBytes } from '../crypto/bytes.js';
import { hashOf, type SignatureAlgorithm, signatureAlgorithmOf } from './algorithms.js';
import type { Certificate } from './certificate.js';
import { nameOf } from './distinguishedName.js';
import { TimestampInvalid } from './faults.js';
import { OID } from './oids.js';

/** How the signer names its certificate. */
export type SignerId =
  { readonly issuer: Uint8Array; readonly serial: bigint } | { readonly keyIdentifier: Uint8Array };

export interface CmsSigner {
  readonly id: SignerId;
  readonly digestHash: MessageHash;
  /** `[0]` with the signed attributes. */
  readonly attributes: DerValue;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
  /** `[1]` with the unsigned attributes; tokens have none. */
  readonly unsigned: DerValue | undefined;
}

export interface SignedToken extends CmsSignature {
  /** DER of the TSTInfo. */
  readonly content: Uint8Array;
}

/** What signed data hold besides their content. */
export interface CmsSignature {
  /** The certificates that came along. Nothing about them is trusted. */
  readonly certificates: readonly DerValue[];
  /** The revocation lists that came along. */
  readonly revocationLists: readonly DerValue[];
  readonly signer: CmsSigner;
}

/** Whatever else comes along can only be meant to keep a verifier busy. */
const COMPANIONS_MAX = 8;

/** The token in a ContentInfo. Throws TimestampInvalid or DerShape. */
export function signedTokenOf(value: DerValue): SignedToken {
  const token = signedDataOf(value, 3n, tstInfoIn);
  if (token.signer.unsigned !== undefined) {
    throw new TimestampInvalid('UNSIGNED_ATTRIBUTES', 'there are unsigned attributes');
  }
  return token;
}

/** A detached signature in a ContentInfo. Throws TimestampInvalid or DerShape. */
export function detachedSignatureOf(value: DerValue): CmsSignature {
  return signedDataOf(value, 1n, noContentIn);
}

function noContentIn(value: DerValue): undefined {
  const fields = sequenceFields(value, 'encapContentInfo');
  requireOid(fields.take(TAG.oid, 'eContentType'), OID.data);
  fields.end();
}

function signedDataOf<Content>(
  value: DerValue,
  version: bigint,
  contentIn: (encapsulated: DerValue) => Content,
): CmsSignature & { readonly content: Content } {
  const outer = sequenceFields(value, 'token');
  requireOid(outer.take(TAG.oid, 'contentType'), OID.signedData);
  const data = explicitValue(outer.take(contextTag(0), 'content'), 'content');
  outer.end();
  const fields = sequenceFields(data, 'SignedData');
  requireNumber(fields.take(TAG.integer, 'version'), version);
  const digests = fields.take(TAG.set, 'digestAlgorithms').parts;
  const content = contentIn(fields.take(TAG.sequence, 'encapContentInfo'));
  const certificates = companions(fields.takeIf(contextTag(0)), 'certificates');
  const revocationLists = companions(fields.takeIf(contextTag(1)), 'crls');
  const signers = fields.take(TAG.set, 'signerInfos').parts;
  fields.end();
  if (signers.length !== 1) {
    throw new TimestampInvalid('SIGNER_COUNT', `${signers.length} signers`);
  }
  const signer = signerOf(signers[0] as DerValue);
  const hashes = digests.map((digest) => hashOf(digest, 'digestAlgorithms'));
  if (hashes.length !== 1 || hashes[0] !== signer.digestHash) {
    throw new DerShape('digestAlgorithms is not the one of the signer');
  }
  return { content, certificates, revocationLists, signer };
}

function tstInfoIn(value: DerValue): Uint8Array {
  const fields = sequenceFields(value, 'encapContentInfo');
  requireOid(fields.take(TAG.oid, 'eContentType'), OID.tstInfo);
  const content = explicitValue(fields.take(contextTag(0), 'eContent'), 'eContent');
  fields.end();
  if (content.tag !== TAG.octetString) throw new DerShape('eContent is no OCTET STRING');
  return content.content;
}

function companions(value: DerValue | undefined, name: string): readonly DerValue[] {
  const parts = value?.parts ?? [];
  if (value !== undefined && (parts.length === 0 || parts.length > COMPANIONS_MAX)) {
    throw new DerShape(`${name} are ${parts.length}, not 1 to ${COMPANIONS_MAX}`);
  }
  if (parts.every(({ tag }) => tag === TAG.sequence)) return parts;
  throw new DerShape(`${name} hold another form than X.509`);
}

function signerOf(value: DerValue): CmsSigner {
  const fields = sequenceFields(value, 'SignerInfo');
  const version = integerOf(fields.take(TAG.integer, 'version'));
  const id = signerIdOf(fields, version);
  const digestHash = hashOf(fields.takeAny('digestAlgorithm'), 'digestAlgorithm');
  const attributes = fields.takeIf(contextTag(0));
  if (attributes === undefined) {
    throw new TimestampInvalid('SIGNED_ATTRIBUTES', 'there are no signed attributes');
  }
  const signatureAlgorithm = signatureAlgorithmOf(fields.takeAny('algorithm'), 'signature');
  const signature = fields.take(TAG.octetString, 'signature').content;
  const unsigned = fields.takeIf(contextTag(1));
  fields.end();
  const { hash } = signatureAlgorithm;
  if (hash !== undefined && hash !== digestHash) {
    throw new TimestampInvalid('ALGORITHM', `signed over ${hash}, digested with ${digestHash}`);
  }
  return { id, digestHash, attributes, signatureAlgorithm, signature, unsigned };
}

function signerIdOf(fields: DerFields, version: bigint): SignerId {
  const key = fields.takeIf(0x80);
  if (key !== undefined) {
    if (version === 3n) return { keyIdentifier: key.content };
    throw new TimestampInvalid('VERSION', `SignerInfo ${version} with a key identifier`);
  }
  const names = sequenceFields(fields.take(TAG.sequence, 'sid'), 'issuerAndSerialNumber');
  const issuer = nameOf(names.takeAny('issuer'));
  const serial = integerOf(names.take(TAG.integer, 'serialNumber'));
  names.end();
  if (version === 1n) return { issuer, serial };
  throw new TimestampInvalid('VERSION', `SignerInfo ${version} with issuer and serial number`);
}

/** True when `id` names `certificate`. */
export function isNamedBy(id: SignerId, certificate: Certificate): boolean {
  if ('issuer' in id) {
    return equalBytes(id.issuer, certificate.issuer) && id.serial === certificate.serial;
  }
  const extension = certificate.extensions.get(OID.subjectKeyIdentifier);
  // The extension's value is an OCTET STRING of its own: identifier and length come first.
  return extension !== undefined && equalBytes(extension.value.subarray(2), id.keyIdentifier);
}

function requireOid(value: DerValue, expected: string): void {
  const found = oidOf(value);
  if (found !== expected) throw new TimestampInvalid('CONTENT_TYPE', found);
}

function requireNumber(value: DerValue, expected: bigint): void {
  const found = integerOf(value);
  if (found !== expected) throw new TimestampInvalid('VERSION', `SignedData ${found}`);
}
