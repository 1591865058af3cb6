/**
 * The right edge of an RFC 9162 tree (§2.1) as plain data, for roots over lists that grow in the
 * state: by height, the root of the complete subtree that waits for its right sibling. Twenty
 * hashes stand for a million leaves.
 */
import { fromHex, type Hex, toHex } from '../crypto/bytes.js';
import { emptyRoot, leafHash, nodeHash } from './merkleHash.js';

/** Index is the height; null where no subtree waits. */
export type Peaks = readonly (Hex | null)[];

/** The peaks after one more leaf with this data. */
export function withLeaf(peaks: Peaks, leafData: Uint8Array): Peaks {
  let node = leafHash(leafData);
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

/** The root over all leaves so far. */
export function peaksRoot(peaks: Peaks): Hex {
  const root = peaks.reduce<Uint8Array | undefined>((right, peak) => {
    if (peak === null) return right;
    return right === undefined ? fromHex(peak) : nodeHash(fromHex(peak), right);
  }, undefined);
  return toHex(root ?? emptyRoot());
}
