/** The RFC 9162 root over a short list of byte strings, as CometBFT hashes headers and sets. */
import { nodeHash, emptyRoot, leafHash } from '../merkleHash.js';

/** The root over `leaves` in their order. */
export function simpleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot();
  let level = leaves.map(leafHash);
  // Pairs from the left; an odd last node goes up as it is, which is the tree of §2.1.1.
  while (level.length > 1) level = pairs(level);
  return level[0] as Uint8Array;
}

function pairs(level: readonly Uint8Array[]): Uint8Array[] {
  return Array.from({ length: Math.ceil(level.length / 2) }, (_, index) => {
    const [left, right] = [level[index * 2] as Uint8Array, level[index * 2 + 1]];
    return right === undefined ? left : nodeHash(left, right);
  });
}
