/** The digests of digest.ts for browsers, on @noble/hashes and sm-crypto-v2: the same answers. */
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { sha3_256 } from '@noble/hashes/sha3.js';
import { sm3 } from 'sm-crypto-v2';
import { fromHex } from './bytes.js';
import type { DigestAlgorithm } from './digestAlgorithm.js';

/** The digest of `bytes`, DIGEST_BYTES[algorithm] bytes long. */
export function digest(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array {
  switch (algorithm) {
    case 'sha-256':
      return sha256(bytes);
    case 'sha-512':
      return sha512(bytes);
    case 'sha3-256':
      return sha3_256(bytes);
    case 'sm3':
      return fromHex(sm3(bytes));
  }
}
