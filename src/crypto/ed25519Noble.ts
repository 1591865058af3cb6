/**
 * Ed25519 arithmetic by @noble/curves, in plain JavaScript. The library's own `verify` is
 * cofactored in all its modes; here its points are used to compute the cofactorless equation.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes } from './bytes.js';
import type { Ed25519Arithmetic } from './ed25519Arithmetic.js';

const { Point } = ed25519;

/** Arithmetic that runs everywhere, at a fifteenth of the native speed. */
export const ed25519Noble: Ed25519Arithmetic = {
  name: 'noble',
  isPrimeOrder: (key) => {
    try {
      return Point.fromBytes(key).isTorsionFree();
    } catch {
      return false;
    }
  },
  equation: (key) => {
    const negatedKey = Point.fromBytes(key).negate();
    return (message, signature) => {
      const nonce = signature.subarray(0, 32);
      const challenge = scalar(sha512(concatBytes(nonce, key, message)));
      // The order of the point divides L, so that reducing the challenge changes nothing.
      const sum = Point.BASE.multiplyUnsafe(scalar(signature.subarray(32))).add(
        negatedKey.multiplyUnsafe(challenge),
      );
      return equalBytes(sum.toBytes(), nonce);
    };
  },
  publicKeyOf: (seed) => ed25519.getPublicKey(seed),
  signer: (seed) => (message) => ed25519.sign(message, seed),
};

/** The little-endian number in `bytes`, modulo the group order. */
function scalar(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let index = bytes.length - 1; index >= 0; index -= 1) {
    value = (value << 8n) | BigInt(bytes[index] as number);
  }
  return Point.Fn.create(value);
}
