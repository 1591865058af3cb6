/**
 * The manifest of a batch: for each file its digests, commitment and proof under the batch's root.
 * It stays with whoever registered; the ledger sees commitments only.
 */
import type { Batch } from '../client/batch.js';
import type { ItemCommitment } from '../client/item.js';

/** Name of the manifest's format. */
export const MANIFEST_FORMAT = 'civic-ledger/batch-manifest/v1';

/** A file of the batch's folder. */
export interface MemberFile {
  /** Path below the folder, with `/`. */
  readonly file: string;
  readonly item: ItemCommitment;
}

/** The manifest's text: an object with `format`, `root`, `count` and one member for each file. */
export function manifestText(batch: Batch, files: readonly MemberFile[]): string {
  const members = files.map(({ file, item: { commitment, digests, salt } }) => {
    const index = batch.indexOf(commitment);
    const kept = salt === undefined ? {} : { salt };
    return { index, file, digests, ...kept, commitment, proof: batch.proof(index) };
  });
  const { root, leaves } = batch;
  return JSON.stringify({ format: MANIFEST_FORMAT, root, count: leaves.length, members }, null, 2);
}
