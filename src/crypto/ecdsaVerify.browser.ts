/** ECDSA over P-256 and P-384 for browsers, on @noble/curves: the answers of ecdsaVerify.ts. */
import { p256, p384 } from '@noble/curves/nist.js';
import type { EcdsaMessage } from './ecdsaMessage.js';
import { messageHash } from './messageHash.js';

/**
 * True when the numbers r and s, both at least 1 and below the group order, sign `message` under
 * `point` (uncompressed, on the curve).
 */
export function verifyEcdsa({ curve, point, hash, message, signature }: EcdsaMessage): boolean {
  const group = curve === 'p-256' ? p256 : p384;
  const options = { prehash: false, lowS: false };
  try {
    return group.verify(signature, messageHash(hash, message), point, options);
  } catch {
    // A point that is not on the curve signs nothing.
    return false;
  }
}
