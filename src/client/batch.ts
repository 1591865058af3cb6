/**
 * A batch of items under one RFC 9162 root of their commitments: what evidence.RegisterBatch takes,
 * and each member's proof, so that one member can be shown without its siblings.
 */
import { fromHex, type Hex, toHex } from '../crypto/bytes.js';
import { commitmentNodes } from '../ledger/commitmentTree.js';
import { leafHash } from '../ledger/merkleHash.js';
import { inclusionProof, rootAt, verifyInclusion } from '../ledger/merkleProof.js';

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
  const nodes = commitmentNodes(leaves);
  return {
    leaves,
    root: rootAt(nodes, leaves.length),
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
