/**
 * The block header (docs/formats.md §5): what became final together. It commits to the entries
 * (through size and root), to the header before it, and to the state after the block.
 */
import type { Hex } from '../crypto/bytes.js';
import { canonicalJson } from '../crypto/canonicalJson.js';
import { sha256Hex } from '../crypto/sha256.js';
import type { Instant } from './instant.js';

/** Domain separation of header hashes. */
export const BLOCK_HEADER_PREFIX = 'civic-ledger/block-header/v1\n';

/** `previous` of the header at height 0. */
export const NO_PREVIOUS_HEADER: Hex = '0'.repeat(64);

export interface BlockHeader {
  readonly ledger: Hex;
  /** 0 is the genesis block; then 1, 2, 3 …. */
  readonly height: number;
  /** Never earlier than the time of the block before. */
  readonly time: Instant;
  /** Hash of the header before, or NO_PREVIOUS_HEADER. */
  readonly previous: Hex;
  /** Position of the block's first entry. A block has at least one entry. */
  readonly first: number;
  /** Log size after the block: one more than the position of its last entry. */
  readonly size: number;
  /** RFC 9162 root over all `size` entries. */
  readonly root: Hex;
  /** State commitment after the block, by the scheme that genesis names. */
  readonly state: Hex;
}

/** Canonical JSON text of the header. */
export function encodeHeader(header: BlockHeader): string {
  return canonicalJson({ ...header });
}

/** SHA-256 of the prefix and the canonical text. Under CometBFT this is the app hash. */
export function headerHash(text: string): Hex {
  return sha256Hex(BLOCK_HEADER_PREFIX + text);
}
