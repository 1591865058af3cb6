/** Signing with P-256 and SHA-256 for browsers, on @noble/curves: see p256Signer.ts. */
import { p256 } from '@noble/curves/nist.js';
import { fromCompactSignature, writeEcdsaDer } from './ecdsaDer.js';
import type { Signer } from './signatureSuite.js';

/** A signer for a private key that is known to be in range; signatures are strict DER. */
export function p256Signer(privateKey: Uint8Array): Signer {
  return (message) => writeEcdsaDer(fromCompactSignature(p256.sign(message, privateKey)));
}
