/** ECDSA over P-256 for browsers, on @noble/curves: the same answers as p256Verifier.ts. */
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { compactSignature, readEcdsaDer } from './ecdsaDer.js';
import type { PreparedKey } from './signatureSuite.js';

/** Verifies strict DER signatures over SHA-256 with a compressed point known to be on the curve. */
export function p256Verifier(key: Uint8Array): PreparedKey {
  const publicKey = key.slice();
  return {
    verify: (message, signature) => {
      const numbers = readEcdsaDer(signature);
      if (numbers === undefined) return false;
      return p256.verify(compactSignature(numbers), sha256(message), publicKey, {
        prehash: false,
        lowS: false,
      });
    },
  };
}
