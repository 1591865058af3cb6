/**
 * ECDSA over P-256 by node:crypto. Bundlers for browsers take p256Verifier.browser.ts instead
 * (package.json, "browser").
 */
import { createPublicKey, verify } from 'node:crypto';
import { concatBytes, fromHex } from './bytes.js';
import type { PreparedKey } from './signatureSuite.js';

/** DER of a SubjectPublicKeyInfo for P-256 up to the 33 bytes of a compressed point (RFC 5480). */
const SPKI_PREFIX = fromHex('3039301306072a8648ce3d020106082a8648ce3d030107032200');

/** Verifies strict DER signatures over SHA-256 with a compressed point known to be on the curve. */
export function p256Verifier(key: Uint8Array): PreparedKey {
  const der = Buffer.from(concatBytes(SPKI_PREFIX, key));
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return { verify: (message, signature) => verify('sha256', message, publicKey, signature) };
}
