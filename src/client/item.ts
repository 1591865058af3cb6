/**
 * An evidence item made from a content: its typed digests and its commitment (docs/formats.md §11).
 * Nothing but these leaves the holder's machine.
 */
import { type Hex, toHex } from '../crypto/bytes.js';
import { digest } from '../crypto/digest.js';
import type { DigestAlgorithm } from '../crypto/digestAlgorithm.js';
import { randomBytes } from '../crypto/randomBytes.js';
import {
  openCommitment,
  SALT_BYTES,
  saltedCommitment,
  type TypedDigest,
} from '../ledger/itemCommitment.js';

/** SHA-256 and SM3: two families, so that the break of one does not orphan the evidence. */
export const DEFAULT_ALGORITHMS: readonly DigestAlgorithm[] = ['sha-256', 'sm3'];

/** What the ledger is told of a content. */
export interface ItemCommitment {
  readonly commitment: Hex;
  /** Absent from a salted item's event; kept by the holder. */
  readonly digests: readonly TypedDigest[];
  /** 32 random bytes, for a salted item. Whoever loses it cannot prove the item any more. */
  readonly salt?: Hex;
}

/** The digests of a content in memory, sorted by algorithm. */
export async function digestContent(
  content: Blob | Uint8Array,
  algorithms: readonly DigestAlgorithm[] = DEFAULT_ALGORITHMS,
): Promise<readonly TypedDigest[]> {
  const bytes =
    content instanceof Uint8Array ? content : new Uint8Array(await content.arrayBuffer());
  return [...algorithms].sort().map((algorithm) => ({
    algorithm,
    length: bytes.length,
    value: toHex(digest(algorithm, bytes)),
  }));
}

/** An open commitment: anyone who has the content can find and check it. */
export function commitOpenly(digests: readonly TypedDigest[]): ItemCommitment {
  return { commitment: openCommitment(digests), digests };
}

/** A salted commitment, for content that is personal or could be guessed. */
export function commitWithSalt(
  digests: readonly TypedDigest[],
  salt: Hex = toHex(randomBytes(SALT_BYTES)),
): ItemCommitment {
  return { commitment: saltedCommitment(digests, salt), digests, salt };
}

/** The `item.digests` member of evidence.RegisterItem: absent for a salted item. */
export function publicDigests({ digests, salt }: ItemCommitment): {
  readonly digests?: readonly TypedDigest[];
} {
  return salt === undefined ? { digests } : {};
}
