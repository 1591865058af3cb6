/**
 * A batch of items under one RFC 9162 root of their commitments: what evidence.RegisterBatch takes,
 * and each member's proof, so that one member can be shown without its siblings.
 */
import { fromHex, type Hex, toHex } from '../crypto/bytes.js';
import { leafHash, nodeHash } from '../ledger/merkleHash.js';
import { inclusionProof, verifyInclusion } from '../ledger/merkleProof.js';

export interface Batch {
  /** The members' commitments without repetition, in the order given. */
  readonly leaves: readonly Hex[];
  readonly root: Hex;
  /** Index of a commitment's leaf. Throws a RangeError for one that is not in the batch. */
  indexOf(commitment: Hex): number;
  /** The path from the leaf at `index` to the root, nearest sibling first. */
  proof(index: number): readonly Hex[];
}

/** Makes a batch. Equal contents have equal open commitments and share one leaf. */
export function makeBatch(commitments: readonly Hex[]): Batch {
  const leaves = [...new Set(commitments)];
  if (leaves.length === 0) throw new RangeError('a batch has at least one member');
  const indexes = new Map(leaves.map((commitment, index) => [commitment, index]));
  const rows = completeSubtrees(leaves);
  const nodes = { node: (height: number, index: number) => rows[height]?.[index] as Uint8Array };
  return {
    leaves,
    root: rootOf(rows, leaves.length),
    indexOf(commitment) {
      const index = indexes.get(commitment);
      if (index === undefined) throw new RangeError('the commitment is not in the batch');
      return index;
    },
    proof: (index) => inclusionProof(index, leaves.length, nodes),
  };
}

/** Whether `commitment` is the member at `index` of the batch of `count` under `root`. */
export function isBatchMember(claim: {
  readonly commitment: Hex;
  readonly index: number;
  readonly count: number;
  readonly root: Hex;
  readonly proof: readonly Hex[];
}): boolean {
  const { commitment, index, count: size, root, proof: hashes } = claim;
  const leaf = toHex(leafHash(fromHex(commitment)));
  return verifyInclusion({ leafHash: leaf, index, size, root, hashes });
}

/** By height: the roots of all complete subtrees. */
function completeSubtrees(leaves: readonly Hex[]): readonly (readonly Uint8Array[])[] {
  const rows = [leaves.map((commitment) => leafHash(fromHex(commitment)))];
  for (let below = rows[0] as Uint8Array[]; below.length > 1; below = rows.at(-1) ?? []) {
    const count = Math.floor(below.length / 2);
    const pair = (index: number): Uint8Array =>
      nodeHash(below[index * 2] as Uint8Array, below[index * 2 + 1] as Uint8Array);
    rows.push(Array.from({ length: count }, (_, index) => pair(index)));
  }
  return rows;
}

/** Joins the subtrees without a sibling, from the smallest on the right to the largest. */
function rootOf(rows: readonly (readonly Uint8Array[])[], size: number): Hex {
  let root: Uint8Array | undefined;
  for (const [height, row] of rows.entries()) {
    if (Math.floor(size / 2 ** height) % 2 === 0) continue;
    const peak = row.at(-1) as Uint8Array;
    root = root === undefined ? peak : nodeHash(peak, root);
  }
  return toHex(root as Uint8Array);
}
