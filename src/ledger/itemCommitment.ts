/**
 * The commitment of an evidence item (docs/formats.md §11): what the ledger records of a file. Open
 * ones can be found by anyone who has the file; salted ones only by whoever keeps the salt, for
 * content that is personal or could be guessed.
 */
import { type Hex, isHex } from '../crypto/bytes.js';
import { canonicalJson } from '../crypto/canonicalJson.js';
import type { DigestAlgorithm } from '../crypto/digestAlgorithm.js';
import { sha256Hex } from '../crypto/sha256.js';

/** Domain separation of open commitments. */
export const ITEM_PREFIX = 'civic-ledger/evidence-item/v1\n';

/** Domain separation of salted commitments. */
export const SALTED_ITEM_PREFIX = 'civic-ledger/evidence-item-salted/v1\n';

/** Bytes of a salt: too many to try. */
export const SALT_BYTES = 32;

/** One digest of a content, with what is needed to compute it again. */
export interface TypedDigest {
  readonly algorithm: DigestAlgorithm;
  /** Bytes of the content. */
  readonly length: number;
  readonly value: Hex;
}

/** The commitment to `digests`, which are sorted by algorithm. */
export function openCommitment(digests: readonly TypedDigest[]): Hex {
  return sha256Hex(ITEM_PREFIX + canonicalJson({ digests: digests.map(plain) }));
}

/**
 * The commitment to `digests` under a salt of 32 random bytes in hex. Throws a RangeError on
 * others.
 */
export function saltedCommitment(digests: readonly TypedDigest[], salt: Hex): Hex {
  if (!isHex(salt, SALT_BYTES)) throw new RangeError(`a salt is ${SALT_BYTES} bytes in hex`);
  return sha256Hex(SALTED_ITEM_PREFIX + canonicalJson({ digests: digests.map(plain), salt }));
}

function plain({ algorithm, length, value }: TypedDigest) {
  return { algorithm, length, value };
}
