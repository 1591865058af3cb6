/**
 * `p256-sha256`: ECDSA over P-256 with SHA-256 (FIPS 186-5 §6.4). Keys are compressed SEC 1
 * points; signatures are strict DER with 1 ≤ r, s < n. Both s and n - s verify, as the standard
 * says: no hash of the ledger that names an event covers its signature, so a second form of one
 * gains nothing.
 */
import { p256 } from '@noble/curves/nist.js';
import { readEcdsaDer } from './ecdsaDer.js';
import { p256Signer } from './p256Signer.js';
import { p256Verifier } from './p256Verifier.js';
import { randomBytes } from './randomBytes.js';
import type { PreparedKey, SignatureSuite } from './signatureSuite.js';

const { Point } = p256;
const ORDER = Point.Fn.ORDER;

/** The suite as this build runs it. */
export const p256Sha256: SignatureSuite = p256Sha256Over(p256Verifier);

/** The suite over one library's equation: the same predicate whichever it is. */
export function p256Sha256Over(verifier: (key: Uint8Array) => PreparedKey): SignatureSuite {
  return {
    name: 'p256-sha256',
    publicKeyBytes: 33,
    privateKeyBytes: 32,
    signatureForm: 'a strict DER ECDSA-Sig-Value with r and s below the group order',
    isSignatureForm,
    keyFault,
    prepareKey: (key) => prepareKey(verifier, key),
    generatePrivateKey: () => p256.utils.randomSecretKey(randomBytes(48)),
    publicKeyOf: (privateKey) => p256.getPublicKey(assertPrivateKey(privateKey), true),
    signer: (privateKey) => p256Signer(assertPrivateKey(privateKey)),
  };
}

function isSignatureForm(signature: Uint8Array): boolean {
  const numbers = readEcdsaDer(signature);
  return numbers !== undefined && numbers.r < ORDER && numbers.s < ORDER;
}

function keyFault(key: Uint8Array): string | undefined {
  if (key.length !== 33) return 'a P-256 key is a compressed point of 33 bytes';
  try {
    Point.fromBytes(key).assertValidity();
    return undefined;
  } catch {
    return 'the key is not a compressed point of P-256';
  }
}

function prepareKey(
  verifier: (key: Uint8Array) => PreparedKey,
  key: Uint8Array,
): PreparedKey | undefined {
  if (keyFault(key) !== undefined) return undefined;
  const prepared = verifier(key);
  return {
    verify: (message, signature) =>
      isSignatureForm(signature) && prepared.verify(message, signature),
  };
}

function assertPrivateKey(privateKey: Uint8Array): Uint8Array {
  if (!p256.utils.isValidSecretKey(privateKey)) {
    throw new RangeError('a P-256 private key has 32 bytes, above zero and below the group order');
  }
  return privateKey;
}
