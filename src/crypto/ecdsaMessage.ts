/** What is asked of an ECDSA verification: the same for every library that answers. */
import type { MessageHash } from './messageHash.js';

export type EcdsaCurve = 'p-256' | 'p-384';

export interface EcdsaMessage {
  readonly curve: EcdsaCurve;
  /** Uncompressed SEC 1 point. */
  readonly point: Uint8Array;
  readonly hash: MessageHash;
  /** What was signed, not yet hashed. */
  readonly message: Uint8Array;
  /** r ‖ s, each as long as the curve's order. */
  readonly signature: Uint8Array;
}

/** Bytes of a coordinate, and of r and s. */
export const CURVE_BYTES: { readonly [Curve in EcdsaCurve]: number } = { 'p-256': 32, 'p-384': 48 };

/** The group orders (SP 800-186 §3.2.1). */
export const CURVE_ORDER: { readonly [Curve in EcdsaCurve]: bigint } = {
  'p-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  'p-384': BigInt(
    '0xffffffffffffffffffffffffffffffffffffffffffffffff' +
      'c7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  ),
};
