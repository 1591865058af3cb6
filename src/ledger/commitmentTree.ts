/**
 * The RFC 9162 tree over a batch's item commitments, as a whole in memory: for roots and proofs of
 * members. Each leaf's data is the 32 bytes of a commitment.
 */
import { fromHex, type Hex } from '../crypto/bytes.js';
import { leafHash, nodeHash } from './merkleHash.js';
import type { TreeNodes } from './merkleProof.js';

/** The roots of all complete subtrees over `commitments` (32 bytes each, in hex). */
export function commitmentNodes(commitments: readonly Hex[]): TreeNodes {
  const levels = [commitments.map((commitment) => leafHash(fromHex(commitment)))];
  for (let below = levels[0] ?? []; below.length > 1; below = levels.at(-1) ?? []) {
    levels.push(pairs(below));
  }
  return { node: (height, index) => levels[height]?.[index] as Uint8Array };
}

/** The complete pairs of a level; an odd last node has no parent of a complete subtree. */
function pairs(below: readonly Uint8Array[]): Uint8Array[] {
  return Array.from({ length: Math.floor(below.length / 2) }, (_, index) =>
    nodeHash(below[index * 2] as Uint8Array, below[index * 2 + 1] as Uint8Array),
  );
}
