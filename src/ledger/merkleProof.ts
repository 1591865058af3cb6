/**
 * Inclusion and consistency proofs (RFC 9162 §2.1.3 and §2.1.4): made from the hashes of complete
 * subtrees, checked with nothing but SHA-256. A proof has exactly the hashes that its numbers ask
 * for, so one statement has one proof and every change to it is seen.
 */
import { fromHex, type Hex, isHex, toHex } from '../crypto/bytes.js';
import { HASH_BYTES, nodeHash } from './merkleHash.js';

/** Hashes of complete subtrees. */
export interface TreeNodes {
  /** The root over the 2^height leaves from `index` · 2^height, all of which are in the log. */
  node(height: number, index: number): Uint8Array;
}

/** The statement: the leaf at `index` of the tree of `size` leaves with this `root`. */
export interface InclusionClaim {
  readonly leafHash: Hex;
  readonly index: number;
  readonly size: number;
  readonly root: Hex;
  readonly hashes: readonly Hex[];
}

/** The statement: the tree of `from` leaves is the start of the tree of `to` leaves. */
export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Hex;
  readonly toRoot: Hex;
  readonly hashes: readonly Hex[];
}

/** The RFC 9162 root over the first `size` ≥ 1 leaves: complete subtrees joined from the right. */
export function rootAt(nodes: TreeNodes, size: number): Hex {
  let root: Uint8Array | undefined;
  let end = size;
  for (let height = 0; end > 0; height += 1) {
    if (end % 2 === 1) {
      const left = nodes.node(height, end - 1);
      root = root === undefined ? left : nodeHash(left, root);
    }
    end = Math.floor(end / 2);
  }
  return toHex(root as Uint8Array);
}

/**
 * PATH(index, D[size]) of RFC 9162 §2.1.3.1, nearest sibling first.
 * Throws a RangeError unless 0 ≤ index < size.
 */
export function inclusionProof(index: number, size: number, nodes: TreeNodes): Hex[] {
  assertCounts(index, size);
  if (index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size} leaves`);
  const path: Hex[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    const inLeft = index < middle;
    path.push(toHex(inLeft ? rangeRoot(nodes, middle, end) : rangeRoot(nodes, start, middle)));
    if (inLeft) end = middle;
    else start = middle;
  }
  return path.reverse();
}

/**
 * PROOF(from, D[to]) of RFC 9162 §2.1.4.1. Throws a RangeError unless 1 ≤ from ≤ to: the empty tree
 * is the start of every tree, so a proof from it would say nothing.
 */
export function consistencyProof(from: number, to: number, nodes: TreeNodes): Hex[] {
  assertCounts(from, to);
  if (from === 0) throw new RangeError('a consistency proof starts at size 1 or more');
  if (from > to) throw new RangeError(`size ${from} is not before size ${to}`);
  const proof: Hex[] = [];
  let start = 0;
  let end = to;
  while (end > from) {
    const middle = start + largestPowerBelow(end - start);
    const inLeft = from <= middle;
    proof.push(toHex(inLeft ? rangeRoot(nodes, middle, end) : rangeRoot(nodes, start, middle)));
    if (inLeft) end = middle;
    else start = middle;
  }
  // The last subtree is known to whoever knows the old root, if it is the whole old tree.
  if (start > 0) proof.push(toHex(rangeRoot(nodes, start, end)));
  return proof.reverse();
}

/** RFC 9162 §2.1.3.2. False on any input that does not prove the claim; never throws. */
export function verifyInclusion(claim: InclusionClaim): boolean {
  const { index, size } = claim;
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (!areHashes([claim.leafHash, claim.root, ...claim.hashes])) return false;
  let node = index;
  let last = size - 1;
  let hash = fromHex(claim.leafHash);
  for (const text of claim.hashes) {
    if (last === 0) return false;
    const sibling = fromHex(text);
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      [node, last] = skipLevelsWithoutSibling(node, last);
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && toHex(hash) === claim.root;
}

/** RFC 9162 §2.1.4.2. False on any input that does not prove the claim; never throws. */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { from, to, fromRoot, toRoot, hashes } = claim;
  if (!isCount(from) || !isCount(to) || from === 0 || from > to) return false;
  // Nothing is computed here: a tree is the start of itself, whatever its root.
  if (from === to) return hashes.length === 0 && fromRoot === toRoot;
  if (!areHashes([fromRoot, toRoot, ...hashes])) return false;
  const path = heightOfPower(from) !== undefined ? [fromRoot, ...hashes] : hashes;
  const roots = foldConsistency(from, to, path);
  return roots !== undefined && roots.from === fromRoot && roots.to === toRoot;
}

/** Both roots as the proof's hashes give them, or undefined when their number is wrong. */
function foldConsistency(
  from: number,
  to: number,
  path: readonly Hex[],
): { readonly from: Hex; readonly to: Hex } | undefined {
  const [seed, ...rest] = path;
  if (seed === undefined) return undefined;
  let [node, last] = [from - 1, to - 1];
  while (node % 2 === 1) [node, last] = [(node - 1) / 2, Math.floor(last / 2)];
  let fromHash = fromHex(seed);
  let toHash = fromHash;
  for (const text of rest) {
    if (last === 0) return undefined;
    const sibling = fromHex(text);
    if (node % 2 === 1 || node === last) {
      fromHash = nodeHash(sibling, fromHash);
      toHash = nodeHash(sibling, toHash);
      [node, last] = skipLevelsWithoutSibling(node, last);
    } else {
      toHash = nodeHash(toHash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? { from: toHex(fromHash), to: toHex(toHash) } : undefined;
}

/** On the right edge a node without a sibling stands for its parent too. */
function skipLevelsWithoutSibling(node: number, last: number): [number, number] {
  let [current, end] = [node, last];
  while (current % 2 === 0 && current !== 0) [current, end] = [current / 2, Math.floor(end / 2)];
  return [current, end];
}

/**
 * MTH over leaves `start` to `end - 1`, where `start` is a multiple of a power of two ≥ the length.
 */
export function rangeRoot(nodes: TreeNodes, start: number, end: number): Uint8Array {
  const width = end - start;
  const height = heightOfPower(width);
  if (height !== undefined) return nodes.node(height, start / width);
  const middle = start + largestPowerBelow(width);
  return nodeHash(rangeRoot(nodes, start, middle), rangeRoot(nodes, middle, end));
}

/** The largest power of two smaller than `count`, which is 2 or more. */
export function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/**
 * The height of a complete tree of `count` leaves, or undefined when no complete tree has as many.
 */
function heightOfPower(count: number): number | undefined {
  let [height, power] = [0, 1];
  while (power < count) [height, power] = [height + 1, power * 2];
  return power === count ? height : undefined;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function assertCounts(...values: readonly number[]): void {
  const wrong = values.find((value) => !isCount(value));
  if (wrong !== undefined) throw new RangeError(`${wrong} is not a position or a size`);
}

function areHashes(texts: readonly Hex[]): boolean {
  return texts.every((text) => isHex(text, HASH_BYTES));
}
