/**
 * What `ed25519-strict-1` asks of a library: plain Ed25519 arithmetic, without policy of its own
 * that could change an answer. ed25519Strict.ts makes every check that the libraries disagree
 * about.
 */
import type { Signer } from './signatureSuite.js';

export interface Ed25519Arithmetic {
  readonly name: 'sodium-native' | 'node:crypto' | 'noble';
  /**
   * True when `key`, 32 bytes with canonical y and not of small order, is a point of the curve
   * without torsion component.
   */
  readonly isPrimeOrder: (key: Uint8Array) => boolean;
  /**
   * For a key that isPrimeOrder: the cofactorless equation, bytes of [S]B - [k]A equal to those
   * of R, for 64 bytes R ‖ S with S below the group order and R not of small order.
   */
  equation(key: Uint8Array): (message: Uint8Array, signature: Uint8Array) => boolean;
  /** Public key of a 32-byte seed (RFC 8032 §5.1.5). */
  publicKeyOf(seed: Uint8Array): Uint8Array;
  /** Deterministic signatures (RFC 8032 §5.1.6) with the key of a 32-byte seed. */
  signer(seed: Uint8Array): Signer;
}
