/**
 * Batches: many items under one root, registered by one signature. Each member is an item of its
 * own, `<batch>.<index>`, and can be shown with its path to the root without its siblings.
 */
import { fromHex, type Hex } from '../../crypto/bytes.js';
import type { GenesisLimits } from '../../ledger/genesis.js';
import type { Instant } from '../../ledger/instant.js';
import { leafHash } from '../../ledger/merkleHash.js';
import { MerkleTree } from '../../ledger/merkleTree.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import { type Refusal, refuse } from '../refusals.js';
import { hex, integer, list, object, oneOf } from '../shape.js';
import {
  batchKey,
  type BatchRecord,
  CATEGORIES,
  type Category,
  type Claim,
  CLAIMS,
} from './item.js';

export type BatchRegistered = {
  /** Hash of the signed event. */
  readonly batch: Hex;
  readonly claimant: string;
  readonly registrant: string;
  readonly root: Hex;
  readonly count: number;
  /** The members' commitments, in order. */
  readonly leaves: readonly Hex[];
  readonly category: Category;
  readonly claim: Claim;
};

type Batch = Omit<BatchRegistered, 'batch' | 'claimant' | 'registrant'>;

export const batchActions = {
  'evidence.RegisterBatch': action({ read: readBatch, decide: decideRegister }),
};

export const batchEvents = {
  'evidence.BatchRegistered': event(evolveRegistered),
};

/** The RFC 9162 §2.1.1 root over commitments: the leaf data are their 32 bytes. */
export function batchRoot(commitments: readonly Hex[]): Hex {
  const tree = new MerkleTree();
  for (const commitment of commitments) tree.appendHash(leafHash(fromHex(commitment)));
  return tree.root();
}

function readBatch(data: JsonObject, { batchItems }: GenesisLimits): Batch {
  const read = object({
    root: hex(32),
    count: integer(1, batchItems),
    leaves: list(1, batchItems, hex(32)),
    category: oneOf(CATEGORIES),
    claim: oneOf(CLAIMS),
  });
  return read(data, 'data');
}

function decideRegister({ actor, organisation, hash, data }: Action<Batch>): Decision {
  const refusal = refuseBatch(data);
  if (refusal !== undefined) return refusal;
  const registered: BatchRegistered = {
    batch: hash,
    claimant: organisation,
    registrant: actor,
    ...data,
  };
  return [{ type: 'evidence.BatchRegistered', data: registered }];
}

function refuseBatch({ count, leaves, root }: Batch): Refusal | undefined {
  if (count !== leaves.length) {
    const facts = { field: 'data.count', limit: `${leaves.length}`, value: `${count}` };
    return refuse('COUNT_MISMATCH', facts);
  }
  const seen = new Set<Hex>();
  for (const [index, value] of leaves.entries()) {
    if (seen.has(value)) {
      const limit = 'a commitment not yet in the batch';
      return refuse('DUPLICATE_LEAF', { field: `data.leaves[${index}]`, limit, value });
    }
    seen.add(value);
  }
  const limit = batchRoot(leaves);
  return root === limit
    ? undefined
    : refuse('ROOT_MISMATCH', { field: 'data.root', limit, value: root });
}

function evolveRegistered(
  { batch, claimant, count }: BatchRegistered,
  _state: StateReader,
  time: Instant,
): StateWrite[] {
  const record: BatchRecord = { claimant, count, time };
  return [[batchKey(batch), record]];
}
