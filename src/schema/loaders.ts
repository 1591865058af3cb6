/**
 * One batch function for each relation, so that a page of a hundred rows costs one query a relation
 * and not a hundred. Loaders live for one operation; a subscription clears them before each of its
 * events, and a mutation once its own event is durable.
 */
import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import type { Hex } from '../crypto/bytes.js';
import { EntriesPruned } from '../ledger/archive/entriesPruned.js';
import type {
  EvidenceArtefactsTable,
  EvidenceKeepingTable,
  EvidencePinsTable,
  EvidenceStepsTable,
} from '../projections/evidence/lifeTables.js';
import type {
  EvidenceSealsTable,
  GovernanceValidatorsTable,
  ReadModels,
} from '../projections/readModels.js';
import { type BatchTree, batchTreesById } from './evidence/batchTree.js';
import type { EvidenceBatchObject, EvidenceItemObject } from './evidence/evidence.types.js';
import { batchesById, itemsById, itemsByReplacement } from './evidence/evidenceReads.js';
import {
  artefactsByCapture,
  heldItems,
  keepingByItem,
  pinsByItem,
  RECORDS_UNITED_MAX,
  stepsByRecord,
} from './evidence/lifeReads.js';
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
  validatorsByOrganisation,
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
  /** By organisation. */
  readonly validators: DataLoader<string, GovernanceValidatorsTable | undefined>;
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
  /** The first steps of a record. */
  readonly histories: DataLoader<string, readonly EvidenceStepsTable[]>;
  /** The first ones, by capture. */
  readonly artefacts: DataLoader<Hex, readonly EvidenceArtefactsTable[]>;
  /** By item. */
  readonly pins: DataLoader<string, EvidencePinsTable | undefined>;
  /** By item. */
  readonly keeping: DataLoader<string, EvidenceKeepingTable | undefined>;
  /** Whether a hold lies on an item. */
  readonly heldItems: DataLoader<string, boolean>;
  readonly relatedOrganisations: DataLoader<string, readonly string[]>;
  /** Whether an organisation runs this ledger. */
  readonly ledgerOperators: DataLoader<string, boolean>;
  readonly entries: DataLoader<number, EntryObject | undefined>;
  readonly blocks: DataLoader<number, BlockObject | undefined>;
  /** By the position of any of the receipt's entries. */
  readonly receipts: DataLoader<number, ReceiptObject | undefined>;
  /** Forgets everything, so that what follows an event sees the present. */
  clear(): void;
}

/** Where loaders read. */
export interface LoaderPorts extends ReceiptSources {
  readonly readModels: Kysely<ReadModels>;
}

/**
 * Loaders for one operation, each made when it is first asked for: an operation that needs one or
 * none does not pay for twenty.
 */
export function createLoaders(ports: LoaderPorts): Loaders {
  return new OperationLoaders(ports) as unknown as Loaders;
}

type LoaderName = Exclude<keyof Loaders, 'clear'>;

/** Has a getter for each name of MAKERS, defined below. */
class OperationLoaders {
  readonly #ports: LoaderPorts;
  readonly #made = new Map<LoaderName, DataLoader<never, unknown>>();

  constructor(ports: LoaderPorts) {
    this.#ports = ports;
  }

  clear(): void {
    for (const loader of this.#made.values()) loader.clearAll();
  }

  of(name: LoaderName): DataLoader<never, unknown> {
    let loader = this.#made.get(name);
    if (loader === undefined) {
      loader = MAKERS[name](this.#ports);
      this.#made.set(name, loader);
    }
    return loader;
  }
}

type Makers = { readonly [Name in LoaderName]: (ports: LoaderPorts) => Loaders[Name] };

/** The log is read by position without a round trip: its loaders only avoid reading twice. */
const MAKERS: Makers = {
  organisations: ({ readModels }) => new DataLoader((ids) => organisationsById(readModels, ids)),
  actors: ({ readModels }) => new DataLoader((ids) => actorsById(readModels, ids)),
  keys: ({ readModels }) => new DataLoader((ids) => keysById(readModels, ids)),
  keysByActor: ({ readModels }) => new DataLoader((ids) => keysByActor(readModels, ids)),
  policies: ({ readModels }) => new DataLoader((ids) => policiesByPattern(readModels, ids)),
  proposals: ({ readModels }) => new DataLoader((ids) => proposalsById(readModels, ids)),
  approvals: ({ readModels }) => new DataLoader((ids) => approvalsByProposal(readModels, ids)),
  validators: ({ readModels }) =>
    new DataLoader((ids) => validatorsByOrganisation(readModels, ids)),
  items: ({ readModels }) => new DataLoader((ids) => itemsById(readModels, ids)),
  supersededItems: ({ readModels }) => new DataLoader((ids) => itemsByReplacement(readModels, ids)),
  batches: ({ readModels }) => new DataLoader((ids) => batchesById(readModels, ids)),
  batchTrees: ({ readModels }) => new DataLoader((ids) => batchTreesById(readModels, ids)),
  timeAuthorities: ({ readModels }) =>
    new DataLoader((ids) => timeAuthoritiesById(readModels, ids)),
  timestamps: ({ readModels }) => new DataLoader((of) => timestampsByRegistration(readModels, of)),
  seals: ({ readModels }) => new DataLoader((of) => sealsByRegistration(readModels, of)),
  lowerBounds: ({ readModels }) => new DataLoader((of) => lowerBoundsByBatch(readModels, of)),
  histories: ({ readModels }) =>
    new DataLoader((ids) => stepsByRecord(readModels, ids), { maxBatchSize: RECORDS_UNITED_MAX }),
  artefacts: ({ readModels }) => new DataLoader((ids) => artefactsByCapture(readModels, ids)),
  pins: ({ readModels }) => new DataLoader((ids) => pinsByItem(readModels, ids)),
  keeping: ({ readModels }) => new DataLoader((ids) => keepingByItem(readModels, ids)),
  heldItems: ({ readModels }) => new DataLoader((ids) => heldItems(readModels, ids)),
  relatedOrganisations: ({ readModels }) =>
    new DataLoader((ids) => relatedOrganisations(readModels, ids)),
  ledgerOperators: ({ readModels }) => new DataLoader((ids) => ledgerOperators(readModels, ids)),
  entries: ({ log }) => readEach((position) => entryAt(log, position)),
  blocks: ({ log }) =>
    new DataLoader(async (heights) =>
      heights.map((height) => {
        const block = log.block(height);
        return block && new BlockObject(block);
      }),
    ),
  receipts: (ports) => readEach((position) => receiptAt(ports, position)),
};

/** Reads position by position: one that is pruned here fails alone, and not those beside it. */
function readEach<Value>(read: (position: number) => Value): DataLoader<number, Value> {
  const attempt = (position: number): Value | EntriesPruned => {
    try {
      return read(position);
    } catch (error) {
      if (error instanceof EntriesPruned) return error;
      throw error;
    }
  };
  return new DataLoader<number, Value>(async (positions) => positions.map(attempt));
}

for (const name of Object.keys(MAKERS) as LoaderName[]) {
  Object.defineProperty(OperationLoaders.prototype, name, {
    get(this: OperationLoaders) {
      return this.of(name);
    },
  });
}
