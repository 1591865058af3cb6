/**
 * The hashes that time-stamps, X.509 certificates and CMS signatures may use: SHA-256, SHA-384,
 * SHA-512 (FIPS 180-4) and SM3 (GB/T 32905). SHA-1 and MD5 are not among them.
 */
import { sha384 } from '@noble/hashes/sha2.js';
import { digest } from './digest.js';

export const MESSAGE_HASHES = ['sha-256', 'sha-384', 'sha-512', 'sm3'] as const;

export type MessageHash = (typeof MESSAGE_HASHES)[number];

/** Length of each hash in bytes. */
export const MESSAGE_HASH_BYTES: { readonly [Hash in MessageHash]: number } = {
  'sha-256': 32,
  'sha-384': 48,
  'sha-512': 64,
  sm3: 32,
};

/** The hash of `bytes`. */
export function messageHash(hash: MessageHash, bytes: Uint8Array): Uint8Array {
  return hash === 'sha-384' ? sha384(bytes) : digest(hash, bytes);
}
