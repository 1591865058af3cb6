/**
 * ECDSA over P-256 and P-384 (FIPS 186-5 §6.4) by node:crypto, for signatures that others have
 * made: on certificates, revocation lists and time-stamps. Bundlers for browsers take
 * ecdsaVerify.browser.ts instead (package.json, "browser"); both give the same answers.
 */
import { createPublicKey, verify } from 'node:crypto';
import { concatBytes, fromHex } from './bytes.js';
import type { EcdsaCurve, EcdsaMessage } from './ecdsaMessage.js';

/** DER of a SubjectPublicKeyInfo up to the uncompressed point (RFC 5480 §2). */
const SPKI_PREFIX: { readonly [Curve in EcdsaCurve]: Uint8Array } = {
  'p-256': fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200'),
  'p-384': fromHex('3076301006072a8648ce3d020106052b81040022036200'),
};

/**
 * True when the numbers r and s, both at least 1 and below the group order, sign `message` under
 * `point` (uncompressed, on the curve).
 */
export function verifyEcdsa({ curve, point, hash, message, signature }: EcdsaMessage): boolean {
  try {
    const key = Buffer.from(concatBytes(SPKI_PREFIX[curve], point));
    const publicKey = createPublicKey({ key, format: 'der', type: 'spki' });
    const dsaEncoding = 'ieee-p1363';
    return verify(hash.replace('-', ''), message, { key: publicKey, dsaEncoding }, signature);
  } catch {
    // A point that is not on the curve signs nothing.
    return false;
  }
}
