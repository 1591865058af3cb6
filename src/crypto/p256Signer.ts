/**
 * Signing with P-256 and SHA-256 by node:crypto (FIPS 186-5 §6.4): many times as fast as portable
 * code. Its signatures are random, those of p256Signer.browser.ts are not (RFC 6979); nothing may
 * depend on which. Bundlers for browsers take the other (package.json, "browser").
 */
import { createPrivateKey, sign } from 'node:crypto';
import { concatBytes, fromHex } from './bytes.js';
import type { Signer } from './signatureSuite.js';

/** DER of a PKCS #8 key up to the 32 bytes of the number (RFC 5958, RFC 5915 §3). */
const PKCS8_PREFIX = fromHex(
  '3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420',
);

/** A signer for a private key that is known to be in range; signatures are strict DER. */
export function p256Signer(privateKey: Uint8Array): Signer {
  // The public key is left out, as the format allows: node works it out itself.
  const der = Buffer.from(concatBytes(PKCS8_PREFIX, privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return (message) => new Uint8Array(sign('sha256', message, key));
}
