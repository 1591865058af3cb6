/** The Merkle tree over a batch's commitments, kept for one operation: proofs of its members. */
import type { Kysely } from 'kysely';
import type { Hex } from '../../crypto/bytes.js';
import { commitmentNodes } from '../../ledger/commitmentTree.js';
import { inclusionProof } from '../../ledger/merkleProof.js';
import type { ReadModels } from '../../projections/readModels.js';
import type { BatchMemberProofObject } from './evidence.types.js';
import { batchesById } from './evidenceReads.js';

/** Gives the proof of the member at `index`. */
export interface BatchTree {
  proof(index: number): BatchMemberProofObject;
}

/** The trees of `ids`; undefined for hashes that name no batch. */
export async function batchTreesById(
  readModels: Kysely<ReadModels>,
  ids: readonly Hex[],
): Promise<(BatchTree | undefined)[]> {
  const batches = await batchesById(readModels, ids);
  const trees: (BatchTree | undefined)[] = [];
  for (const batch of batches) {
    if (batch === undefined) {
      trees.push(undefined);
      continue;
    }
    const { firstSequence, count, root } = batch;
    const rows = await readModels
      .selectFrom('evidence_items')
      .select('commitment')
      .where('sequence', '>=', firstSequence)
      .where('sequence', '<', firstSequence + count)
      .orderBy('sequence')
      .execute();
    trees.push(
      batchTree(
        root,
        rows.map((row) => row.commitment),
      ),
    );
  }
  return trees;
}

function batchTree(root: Hex, commitments: readonly Hex[]): BatchTree {
  const nodes = commitmentNodes(commitments);
  return {
    proof: (index) => ({
      index,
      size: commitments.length,
      commitment: commitments[index] as Hex,
      root,
      hashes: inclusionProof(index, commitments.length, nodes),
    }),
  };
}
