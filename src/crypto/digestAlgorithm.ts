/**
 * The names and lengths of the digests that evidence may carry, in the order that items list them.
 */

/** Ascending by code units, which is the order of an item's digests. */
export const DIGEST_ALGORITHMS = ['sha-256', 'sha-512', 'sha3-256', 'sm3'] as const;

/** A digest's name on this ledger. */
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

/** Length of each digest in bytes. */
export const DIGEST_BYTES: { readonly [Algorithm in DigestAlgorithm]: number } = {
  'sha-256': 32,
  'sha-512': 64,
  'sha3-256': 32,
  sm3: 32,
};
