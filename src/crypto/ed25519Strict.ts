/**
 * `ed25519-strict-1`: Ed25519 (RFC 8032 §5.1) with every freedom of the standard decided, because
 * libraries decide differently and a ledger needs one answer:
 * - key: 32 bytes, y below p, a point of the curve, not of small order, without torsion component;
 * - signature: 64 bytes R ‖ S, y of R below p, R none of the small-order encodings, S below L;
 * - the cofactorless equation: the bytes of [S]B - [k]A are those of R.
 * Never verified in random linear combinations: a batch check of that kind is cofactored in effect.
 */
import type { Ed25519Arithmetic } from './ed25519Arithmetic.js';
import { ed25519Backend } from './ed25519Backend.js';
import { isCanonicalY, isReducedScalar, isSmallOrder } from './ed25519Encoding.js';
import { randomBytes } from './randomBytes.js';
import type { PreparedKey, SignatureSuite } from './signatureSuite.js';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** The suite over one library's arithmetic: the same predicate whichever it is. */
export function ed25519StrictOver(arithmetic: Ed25519Arithmetic): SignatureSuite {
  return {
    name: 'ed25519-strict-1',
    publicKeyBytes: KEY_BYTES,
    privateKeyBytes: KEY_BYTES,
    signatureForm: `${SIGNATURE_BYTES} bytes`,
    isSignatureForm: (signature) => signature.length === SIGNATURE_BYTES,
    keyFault: (key) => keyFault(arithmetic, key),
    prepareKey: (key) => prepareKey(arithmetic, key),
    generatePrivateKey: () => randomBytes(KEY_BYTES),
    publicKeyOf: (seed) => arithmetic.publicKeyOf(assertSeed(seed)),
    signer: (seed) => arithmetic.signer(assertSeed(seed)),
  };
}

/** The suite as this build runs it. */
export const ed25519Strict: SignatureSuite = ed25519StrictOver(ed25519Backend);

function prepareKey(arithmetic: Ed25519Arithmetic, key: Uint8Array): PreparedKey | undefined {
  if (keyFault(arithmetic, key) !== undefined) return undefined;
  const equation = arithmetic.equation(key.slice());
  return {
    verify: (message, signature) =>
      signature.length === SIGNATURE_BYTES &&
      isReducedScalar(signature.subarray(32)) &&
      isCanonicalY(signature) &&
      !isSmallOrder(signature) &&
      equation(message, signature),
  };
}

function keyFault(arithmetic: Ed25519Arithmetic, key: Uint8Array): string | undefined {
  if (key.length !== KEY_BYTES) return `an Ed25519 key has ${KEY_BYTES} bytes`;
  if (!isCanonicalY(key)) return 'the y coordinate of the key is not below p';
  if (isSmallOrder(key)) return 'the key is a point of small order';
  if (!arithmetic.isPrimeOrder(key)) {
    return 'the key is not on the curve, or has a torsion component';
  }
  return undefined;
}

function assertSeed(seed: Uint8Array): Uint8Array {
  if (seed.length !== KEY_BYTES) {
    throw new RangeError(`an Ed25519 private key has ${KEY_BYTES} bytes, not ${seed.length}`);
  }
  return seed;
}
