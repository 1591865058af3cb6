/**
 * One batch function for each relation, so that a page of a hundred rows costs one query a relation
 * and not a hundred. Loaders live for one operation; a subscription clears them before each of its
 * events.
 */
import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import type { Hex } from '../crypto/bytes.js';
import type { LogReader } from '../projections/logReader.js';
import type { CertificateReads } from './certificateReads.js';
import type { EvidenceSealsTable, ReadModels } from '../projections/readModels.js';
import { type BatchTree, batchTreesById } from './evidence/batchTree.js';
import type { EvidenceBatchObject, EvidenceItemObject } from './evidence/evidence.types.js';
import { batchesById, itemsById, itemsByReplacement } from './evidence/evidenceReads.js';
import type { EvidenceTimestampObject, TimeAuthorityObject } from './evidence/timestamp.types.js';
import {
  ledgerOperators,
  lowerBoundsByBatch,
  relatedOrganisations,
  sealsByRegistration,
} from './evidence/sealReads.js';
import { timeAuthoritiesById, timestampsByRegistration } from './evidence/timestampReads.js';
import type {
  ActorKeyObject,
  ActorObject,
  ApprovalObject,
  OrganisationObject,
  PolicyObject,
  ProposalObject,
} from './governance/governance.types.js';
import {
  actorsById,
  approvalsByProposal,
  keysByActor,
  keysById,
  organisationsById,
  policiesByPattern,
  proposalsById,
} from './governance/governanceReads.js';
import { BlockObject } from './ledger/block.types.js';
import { entryAt } from './ledger/entries.js';
import type { EntryObject } from './ledger/entry.types.js';
import type { ReceiptObject } from './ledger/proof.types.js';
import { receiptAt, type ReceiptSources } from './receiptService.js';

export interface Loaders {
  readonly organisations: DataLoader<string, OrganisationObject | undefined>;
  readonly actors: DataLoader<string, ActorObject | undefined>;
  readonly keys: DataLoader<string, ActorKeyObject | undefined>;
  readonly keysByActor: DataLoader<string, readonly ActorKeyObject[]>;
  readonly policies: DataLoader<string, PolicyObject | undefined>;
  readonly proposals: DataLoader<Hex, ProposalObject | undefined>;
  readonly approvals: DataLoader<Hex, readonly ApprovalObject[]>;
  readonly items: DataLoader<string, EvidenceItemObject | undefined>;
  readonly supersededItems: DataLoader<string, readonly EvidenceItemObject[]>;
  readonly batches: DataLoader<Hex, EvidenceBatchObject | undefined>;
  readonly batchTrees: DataLoader<Hex, BatchTree | undefined>;
  readonly timeAuthorities: DataLoader<string, TimeAuthorityObject | undefined>;
  /** By the hash of the registering event. */
  readonly timestamps: DataLoader<Hex, readonly EvidenceTimestampObject[]>;
  /** By the hash of the registering event. */
  readonly seals: DataLoader<Hex, EvidenceSealsTable | undefined>;
  /** Block time of the beacon, by batch. */
  readonly lowerBounds: DataLoader<Hex, string | undefined>;
  readonly relatedOrganisations: DataLoader<string, readonly string[]>;
  /** Whether an organisation runs this ledger. */
  readonly ledgerOperators: DataLoader<string, boolean>;
  readonly entries: DataLoader<number, EntryObject | undefined>;
  readonly blocks: DataLoader<number, BlockObject | undefined>;
  /** By the position of any of the receipt's entries. */
  readonly receipts: DataLoader<number, ReceiptObject | undefined>;
  /** Forgets everything, so that the next event of a subscription sees the present. */
  clear(): void;
}

/** Fresh loaders for one operation. */
export function createLoaders(ports: {
  readonly readModels: Kysely<ReadModels>;
  readonly log: LogReader;
  readonly certificates?: CertificateReads | undefined;
}): Loaders {
  const loaders = { ...governanceLoaders(ports.readModels), ...evidenceLoaders(ports.readModels) };
  const all = { ...loaders, ...logLoaders(ports) };
  return {
    ...all,
    clear: () => {
      for (const loader of Object.values(all)) (loader as DataLoader<unknown, unknown>).clearAll();
    },
  };
}

function governanceLoaders(readModels: Kysely<ReadModels>) {
  return {
    organisations: new DataLoader((ids: readonly string[]) => organisationsById(readModels, ids)),
    actors: new DataLoader((ids: readonly string[]) => actorsById(readModels, ids)),
    keys: new DataLoader((ids: readonly string[]) => keysById(readModels, ids)),
    keysByActor: new DataLoader((ids: readonly string[]) => keysByActor(readModels, ids)),
    policies: new DataLoader((ids: readonly string[]) => policiesByPattern(readModels, ids)),
    proposals: new DataLoader((ids: readonly Hex[]) => proposalsById(readModels, ids)),
    approvals: new DataLoader((ids: readonly Hex[]) => approvalsByProposal(readModels, ids)),
  };
}

function evidenceLoaders(readModels: Kysely<ReadModels>) {
  return {
    items: new DataLoader((ids: readonly string[]) => itemsById(readModels, ids)),
    supersededItems: new DataLoader((ids: readonly string[]) =>
      itemsByReplacement(readModels, ids),
    ),
    batches: new DataLoader((ids: readonly Hex[]) => batchesById(readModels, ids)),
    batchTrees: new DataLoader((ids: readonly Hex[]) => batchTreesById(readModels, ids)),
    timeAuthorities: new DataLoader((ids: readonly string[]) =>
      timeAuthoritiesById(readModels, ids),
    ),
    timestamps: new DataLoader((registrations: readonly Hex[]) =>
      timestampsByRegistration(readModels, registrations),
    ),
    seals: new DataLoader((registrations: readonly Hex[]) =>
      sealsByRegistration(readModels, registrations),
    ),
    lowerBounds: new DataLoader((batches: readonly Hex[]) =>
      lowerBoundsByBatch(readModels, batches),
    ),
    relatedOrganisations: new DataLoader((ids: readonly string[]) =>
      relatedOrganisations(readModels, ids),
    ),
    ledgerOperators: new DataLoader((ids: readonly string[]) => ledgerOperators(readModels, ids)),
  };
}

/** The log is read by position without a round trip; these only avoid reading one place twice. */
function logLoaders(sources: ReceiptSources) {
  const { log } = sources;
  return {
    entries: new DataLoader((positions: readonly number[]) =>
      Promise.resolve(positions.map((position) => entryAt(log, position))),
    ),
    blocks: new DataLoader((heights: readonly number[]) =>
      Promise.resolve(
        heights.map((height) => {
          const block = log.block(height);
          return block && new BlockObject(block);
        }),
      ),
    ),
    receipts: new DataLoader((positions: readonly number[]) =>
      Promise.resolve(positions.map((position) => receiptAt(sources, position))),
    ),
  };
}
