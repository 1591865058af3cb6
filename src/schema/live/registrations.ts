/** Registrations of evidence as the log records them, and the live filter over them. */
import type { Hex } from '../../crypto/bytes.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { DerivedEntry } from '../../ledger/entry.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';
import type { BatchRegistered } from '../../domain/evidence/batch.js';
import type { ItemRegistered } from '../../domain/evidence/item.js';
import type { LogEntry } from '../../projections/logReader.js';
import { projectedEntry } from '../../projections/projectedEntry.js';
import type { EvidenceItemsWhere } from '../evidence/evidence.filters.js';
import { fits, whereTest, type WhereTests } from '../filters.js';
import { isGiven } from '../given.js';

/** What an entry registered: a single item or a batch, under its event hash. */
export interface Registration {
  readonly id: Hex;
  readonly isBatch: boolean;
}

/** What is known of an item when it is registered. */
interface ItemFacts {
  readonly claimant: string;
  readonly registrant: string;
  readonly category: string;
  readonly claim: string;
  readonly commitment: Hex;
  readonly digests: readonly TypedDigest[];
  readonly batch: Hex | undefined;
  readonly time: string;
  readonly position: number;
}

/** Status of every item when it is registered. */
const REGISTERED_STATUS = 'active';

const TESTS: WhereTests<EvidenceItemsWhere, ItemFacts> = {
  digest: (wanted, { digests }) =>
    digests.some(
      ({ value, algorithm, length }) =>
        value === wanted.value &&
        (!isGiven(wanted.algorithm) || wanted.algorithm === algorithm) &&
        (!isGiven(wanted.length) || wanted.length === length),
    ),
  commitment: (filter, { commitment }) => fits(filter, commitment),
  claimantId: (filter, { claimant }) => fits(filter, claimant),
  registrantId: (filter, { registrant }) => fits(filter, registrant),
  category: (filter, { category }) => fits(filter, category),
  claim: (filter, { claim }) => fits(filter, claim),
  status: (filter) => fits(filter, REGISTERED_STATUS),
  batchId: (filter, { batch }) => fits(filter, batch ?? ''),
  registeredTime: (filter, { time }) => fits(filter, time),
  position: (filter, { position }) => fits(filter, position),
};

const ITEM_TYPE = 'evidence.ItemRegistered';
const BATCH_TYPE = 'evidence.BatchRegistered';

/**
 * Finds what an entry registered, if an item of it fits the filter. Throws LIMIT_EXCEEDED when the
 * filter is too large.
 */
export function registrationFinder(
  where: EvidenceItemsWhere | null | undefined,
): (stored: LogEntry) => Registration | undefined {
  const test = whereTest(where, TESTS);
  return (stored) => {
    // Most entries register nothing: a look at the text saves parsing them.
    if (!stored.entry.includes('Registered"}')) return undefined;
    const { entry, data } = projectedEntry(stored);
    if (entry.kind !== 'derived') return undefined;
    if (entry.type === ITEM_TYPE) return singleItem(data, entry, test);
    return entry.type === BATCH_TYPE ? wholeBatch(data, entry, test) : undefined;
  };
}

function singleItem(
  data: JsonObject,
  { time, position }: DerivedEntry,
  test: (facts: ItemFacts) => boolean,
): Registration | undefined {
  const { item, digests = [], ...rest } = data as unknown as ItemRegistered;
  const fitting = test({ ...rest, digests, batch: undefined, time, position });
  return fitting ? { id: item, isBatch: false } : undefined;
}

function wholeBatch(
  data: JsonObject,
  { time, position }: DerivedEntry,
  test: (facts: ItemFacts) => boolean,
): Registration | undefined {
  const { batch, leaves, ...rest } = data as unknown as BatchRegistered;
  const fitting = leaves.some((commitment) =>
    test({ ...rest, commitment, digests: [], batch, time, position }),
  );
  return fitting ? { id: batch, isBatch: true } : undefined;
}
