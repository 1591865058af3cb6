/** What the thread of the snapshots is asked, and what it answers. */
import type { BlockHeader } from '../../ledger/blockHeader.js';
import type { ListedSnapshot } from '../../store/snapshotIndex.js';

/** What the node hands to the thread. */
export interface SnapshotThreadData {
  readonly ledgerPath: string;
  readonly indexPath: string;
  /** Folder that has what the ledger has pruned. */
  readonly archive?: string | undefined;
  readonly genesisText: string;
  /** Signs the checkpoints of the blocks that are restored. */
  readonly nodePrivateKey: string;
}

/** One task; `number` tells which answer is its own. */
export type SnapshotTask = { readonly number: number } & (
  | { readonly take: { readonly height: number; readonly last: number } }
  | { readonly list: true }
  | { readonly chunk: { readonly height: number; readonly index: number } }
  | { readonly begin: { readonly header: BlockHeader } }
  | { readonly append: Uint8Array }
  | { readonly finish: { readonly engineHeight: number } }
  | { readonly abandon: true }
);

/** What a task may lead to. */
export type SnapshotResult = readonly ListedSnapshot[] | Uint8Array | undefined;

export interface SnapshotAnswer {
  readonly number: number;
  readonly result?: SnapshotResult;
  /** `invalid`: the snapshot is to blame, not this node. */
  readonly fault?: { readonly message: string; readonly invalid: boolean };
}
