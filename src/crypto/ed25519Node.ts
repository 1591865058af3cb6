/**
 * Ed25519 arithmetic by node:crypto (OpenSSL), where libsodium has no binary. OpenSSL's equation is
 * the cofactorless one; it has no torsion check, which comes from @noble/curves.
 */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { concatBytes, fromHex } from './bytes.js';
import type { Ed25519Arithmetic } from './ed25519Arithmetic.js';
import { ed25519Noble } from './ed25519Noble.js';

/** DER of a SubjectPublicKeyInfo and of a PKCS #8 key up to the 32 bytes of the key (RFC 8410). */
const SPKI_PREFIX = fromHex('302a300506032b6570032100');
const PKCS8_PREFIX = fromHex('302e020100300506032b657004220420');

/** Arithmetic that every Node.js has. */
export const ed25519Node: Ed25519Arithmetic = {
  name: 'node:crypto',
  isPrimeOrder: ed25519Noble.isPrimeOrder,
  equation: (key) => {
    const der = Buffer.from(concatBytes(SPKI_PREFIX, key));
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return (message, signature) => verify(null, message, publicKey, signature);
  },
  publicKeyOf: (seed) => {
    const spki = createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' });
    return new Uint8Array(spki.subarray(SPKI_PREFIX.length));
  },
  signer: (seed) => {
    const privateKey = privateKeyOf(seed);
    return (message) => new Uint8Array(sign(null, message, privateKey));
  },
};

function privateKeyOf(seed: Uint8Array): KeyObject {
  const der = Buffer.from(concatBytes(PKCS8_PREFIX, seed));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}
