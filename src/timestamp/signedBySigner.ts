/**
 * Did the signer of a CMS structure sign this content (RFC 5652 §5.4 and §5.6, RFC 5035)? The same
 * for time-stamps and for detached signatures.
 */
import { concatBytes } from '../crypto/bytes.js';
import { readDer, TAG } from '../crypto/derReader.js';
import type { Certificate } from './certificate.js';
import { TimestampInvalid } from './faults.js';
import { verifies } from './publicKey.js';
import {
  requireContent,
  requireSigningCertificate,
  type SignedContent,
  signedAttributesOf,
} from './signedAttributes.js';
import type { CmsSigner } from './signedData.js';

/** Throws unless the signed attributes are about the content and name the signer's certificate. */
export function requireAttributes(
  { attributes, digestHash }: CmsSigner,
  content: SignedContent,
  certificates: { readonly signer: Certificate; readonly known: readonly Certificate[] },
): void {
  const found = signedAttributesOf(readDer(asSet(attributes.bytes)));
  requireContent(found, digestHash, content);
  requireSigningCertificate(found, certificates.signer, certificates.known);
}

/** Throws SIGNATURE unless the attributes are signed with the certificate's key. */
export function requireSignature(
  { attributes, signatureAlgorithm, signature, digestHash: hash }: CmsSigner,
  { key }: Certificate,
): void {
  const message = asSet(attributes.bytes);
  if (verifies(key, signatureAlgorithm, { message, signature, hash })) return;
  throw new TimestampInvalid('SIGNATURE', 'the key gives another answer');
}

/** What is signed is the SET OF form (RFC 5652 §5.4), so that has to be in order. */
function asSet(attributes: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(TAG.set), attributes.subarray(1));
}
