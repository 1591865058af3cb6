/**
 * The right edge of an RFC 9162 tree (§2.1) as plain data, for roots over lists that grow in the
 * state: by height, the root of the complete subtree that waits for its right sibling. Twenty
 * hashes stand for a million leaves.
 */
import { fromHex, type Hex, toHex } from '../crypto/bytes.js';
import { emptyRoot, leafHash, nodeHash } from './merkleHash.js';
import type { TreeNodes } from './merkleProof.js';

/** Index is the height; null where no subtree waits. */
export type Peaks = readonly (Hex | null)[];

/** The peaks after one more leaf with this data. */
export function withLeaf(peaks: Peaks, leafData: Uint8Array): Peaks {
  return withLeafHash(peaks, leafHash(leafData));
}

/** The peaks after one more leaf with this hash. */
export function withLeafHash(peaks: Peaks, hash: Uint8Array): Peaks {
  let node = hash;
  const grown = [...peaks];
  for (let height = 0; ; height += 1) {
    const left = grown[height] ?? null;
    if (left === null) {
      grown[height] = toHex(node);
      return grown;
    }
    node = nodeHash(fromHex(left), node);
    grown[height] = null;
  }
}

/** The peaks of the first `size` leaves of a tree whose nodes are there. */
export function peaksAt(nodes: TreeNodes, size: number): Peaks {
  const peaks: (Hex | null)[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) {
    peaks.push(rest % 2 === 1 ? toHex(nodes.node(peaks.length, rest - 1)) : null);
  }
  return peaks;
}

/** The root over all leaves so far. */
export function peaksRoot(peaks: Peaks): Hex {
  const root = peaks.reduce<Uint8Array | undefined>((right, peak) => {
    if (peak === null) return right;
    return right === undefined ? fromHex(peak) : nodeHash(fromHex(peak), right);
  }, undefined);
  return toHex(root ?? emptyRoot());
}
