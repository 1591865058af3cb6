/**
 * One inclusion proof for many leaves of an RFC 9162 tree (docs/formats.md §23). The tree is walked
 * from its root, left before right: a subtree without any of the leaves is given as its root, one
 * hash; in all others the walk goes on. So the leaves share what they have in common, neighbours
 * need next to nothing, and for one set of places in a tree of one size there is one proof.
 */
import { equalBytes, fromHex, type Hex, isHex, toHex } from '../crypto/bytes.js';
import { HASH_BYTES, nodeHash } from './merkleHash.js';
import { largestPowerBelow, rangeRoot, type TreeNodes } from './merkleProof.js';

/** A leaf that the proof is of. */
export interface PlacedLeaf {
  readonly index: number;
  readonly leafHash: Uint8Array;
}

/** A subtree that the proof gives the root of: leaves `start` to `end - 1`. */
export interface ProvenRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The subtrees that a proof for `places` has to give, in its order. `places` are ascending, below
 * `size`, each once, and at least one.
 */
export function inclusionSetRanges(
  places: readonly number[],
  size: number,
): readonly ProvenRange[] {
  const ranges: ProvenRange[] = [];
  // Explicit, and not by recursion over the leaves: the depth is that of the tree.
  const walk = (start: number, end: number, from: number, to: number): void => {
    if (from === to) ranges.push({ start, end });
    else if (end - start > 1) {
      const { middle, split } = halves({ start, end, from, to }, (at) => places[at] as number);
      walk(start, middle, from, split);
      walk(middle, end, split, to);
    }
  };
  walk(0, size, 0, places.length);
  return ranges;
}

/** The proof's hashes. Throws a RangeError when `places` are not ascending places below `size`. */
export function inclusionSetProof(
  places: readonly number[],
  size: number,
  nodes: TreeNodes,
): readonly Hex[] {
  if (!arePlaces(places, size)) throw new RangeError('a set has ascending places below its size');
  return inclusionSetRanges(places, size).map(({ start, end }) =>
    toHex(rangeRoot(nodes, start, end)),
  );
}

/** True when the leaves are at their places under `root`. False for anything else; never throws. */
export function verifyInclusionSet(claim: {
  /** Ascending by index. */
  readonly leaves: readonly PlacedLeaf[];
  readonly size: number;
  readonly root: Hex;
  readonly hashes: readonly Hex[];
}): boolean {
  const { leaves, size, root, hashes } = claim;
  const places = leaves.map(({ index }) => index);
  if (!arePlaces(places, size) || !hashes.every((hash) => isHex(hash, HASH_BYTES))) return false;
  let used = 0;
  const walk = (start: number, end: number, from: number, to: number): Uint8Array | undefined => {
    if (from === to) {
      used += 1;
      const hash = hashes[used - 1];
      return hash === undefined ? undefined : fromHex(hash);
    }
    if (end - start === 1) return leaves[from]?.leafHash;
    const { middle, split } = halves({ start, end, from, to }, (at) => places[at] as number);
    const left = walk(start, middle, from, split);
    const right = left && walk(middle, end, split, to);
    return left && right && nodeHash(left, right);
  };
  const found = walk(0, size, 0, leaves.length);
  return found !== undefined && used === hashes.length && equalBytes(found, fromHex(root));
}

function arePlaces(places: readonly number[], size: number): boolean {
  const isPlace = (place: number, index: number): boolean =>
    Number.isSafeInteger(place) && place > (places[index - 1] ?? -1) && place < size;
  return places.length > 0 && Number.isSafeInteger(size) && places.every(isPlace);
}

/** Where RFC 9162 splits the range, and the first of its leaves that lies in the right half. */
function halves(
  { start, end, from, to }: ProvenRange & { readonly from: number; readonly to: number },
  placeOf: (at: number) => number,
): { readonly middle: number; readonly split: number } {
  const middle = start + largestPowerBelow(end - start);
  let [low, high] = [from, to];
  while (low < high) {
    const half = Math.floor((low + high) / 2);
    if (placeOf(half) < middle) low = half + 1;
    else high = half;
  }
  return { middle, split: low };
}
