/**
 * The three hashes of an RFC 9162 Merkle tree (§2.1.1): of a leaf, of an inner node, of nothing.
 * The first byte keeps leaves and inner nodes apart, so that neither can pass for the other.
 */
import { concatBytes } from '../crypto/bytes.js';
import { sha256 } from '../crypto/sha256.js';

/** Bytes of a hash in the tree. */
export const HASH_BYTES = 32;

const LEAF_PREFIX = Uint8Array.of(0x00);

// One buffer for every inner node: this is the hottest hash of the server, and nothing here can
// be entered twice at once.
const NODE_INPUT = new Uint8Array(1 + 2 * HASH_BYTES);
NODE_INPUT[0] = 0x01;

/** SHA-256(0x00 ‖ data). For an entry's text, entryHash gives the same value in hex. */
export function leafHash(data: Uint8Array): Uint8Array {
  return sha256(concatBytes(LEAF_PREFIX, data));
}

/** SHA-256(0x01 ‖ left ‖ right), both of 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  NODE_INPUT.set(left, 1);
  NODE_INPUT.set(right, 1 + HASH_BYTES);
  return sha256(NODE_INPUT);
}

/** The root of the tree without leaves: SHA-256 of the empty string. */
export function emptyRoot(): Uint8Array {
  return sha256('');
}
