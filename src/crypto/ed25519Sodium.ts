/**
 * Ed25519 arithmetic by libsodium (sodium-native), about 2.5 times as fast as node:crypto. The
 * package brings prebuilt binaries; where there is none for the platform, loading says so.
 */
import { createRequire } from 'node:module';
import type { Ed25519Arithmetic } from './ed25519Arithmetic.js';
import type { Signer } from './signatureSuite.js';

/** The part of sodium-native that is used here; the package has no types of its own. */
interface Sodium {
  crypto_core_ed25519_is_valid_point(point: Uint8Array): boolean;
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean;
  crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void;
  crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void;
}

/** The arithmetic, or undefined when the native binary cannot be loaded here. */
export function loadEd25519Sodium(): Ed25519Arithmetic | undefined {
  try {
    return ed25519Sodium(createRequire(import.meta.url)('sodium-native') as Sodium);
  } catch {
    return undefined;
  }
}

function ed25519Sodium(sodium: Sodium): Ed25519Arithmetic {
  return {
    name: 'sodium-native',
    isPrimeOrder: (key) => sodium.crypto_core_ed25519_is_valid_point(key),
    equation: (key) => (message, signature) =>
      sodium.crypto_sign_verify_detached(signature, message, key),
    publicKeyOf: (seed) => keyPair(sodium, seed).publicKey,
    signer: (seed) => sodiumSigner(sodium, keyPair(sodium, seed).secretKey),
  };
}

function keyPair(
  sodium: Sodium,
  seed: Uint8Array,
): { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array } {
  const pair = { publicKey: new Uint8Array(32), secretKey: new Uint8Array(64) };
  sodium.crypto_sign_seed_keypair(pair.publicKey, pair.secretKey, seed);
  return pair;
}

function sodiumSigner(sodium: Sodium, secretKey: Uint8Array): Signer {
  return (message) => {
    const signature = new Uint8Array(64);
    sodium.crypto_sign_detached(signature, message, secretKey);
    return signature;
  };
}
