/**
 * The digests that evidence may carry, over bytes in memory: SHA-256 and SHA-512 (FIPS 180-4),
 * SHA3-256 (FIPS 202), SM3 (GB/T 32905). This is the server build, on node:crypto; bundlers for
 * browsers take digest.browser.ts instead (package.json, "browser").
 */
import { hash } from 'node:crypto';
import type { DigestAlgorithm } from './digestAlgorithm.js';

/** The digest of `bytes`, DIGEST_BYTES[algorithm] bytes long. */
export function digest(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array {
  return hash(openSslName(algorithm), bytes, 'buffer');
}

/** What OpenSSL calls the algorithm: the SHA-2 names have no hyphen there. */
export function openSslName(algorithm: DigestAlgorithm): string {
  return algorithm.replace('sha-', 'sha');
}
