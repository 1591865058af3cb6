/** Reads what became of items and records, many at once: the batch functions behind the loaders. */
import type { Kysely } from 'kysely';
import type {
  EvidenceArtefactsTable,
  EvidenceKeepingTable,
  EvidencePinsTable,
  EvidenceStepsTable,
} from '../../projections/evidence/lifeTables.js';
import { placedHolds } from '../../projections/evidence/placedHolds.js';
import type { ReadModels } from '../../projections/readModels.js';
import { manyByKey, oneByKey } from '../byKey.js';

type Keys = readonly string[];

/** Steps that one answer shows: anybody may add some, so their number has to have an end. */
export const STEPS_MAX = 1_000;
/** Artefacts that one answer shows. */
export const ARTEFACTS_MAX = 100;
/** Records that one query unites: SQLite takes 500. */
export const RECORDS_UNITED_MAX = 100;

/** The first steps of each record, in the order of the log. */
export async function stepsByRecord(
  readModels: Kysely<ReadModels>,
  records: Keys,
): Promise<EvidenceStepsTable[][]> {
  // Each has its own limit, so that a record of very many steps is not read to its end.
  const [first, ...others] = records.map((record) => {
    const query = readModels.selectFrom('evidence_steps').selectAll();
    const own = query.where('record', '=', record).orderBy('position').limit(STEPS_MAX);
    return readModels.selectFrom(own.as('own')).selectAll();
  });
  const united = first && others.reduce((all, next) => all.unionAll(next), first);
  const rows = (await united?.execute()) ?? [];
  rows.sort((one, other) => one.position - other.position);
  return manyByKey(records, rows, { key: (row) => row.record, value: (row) => row });
}

/** The first artefacts of each capture, by number. */
export async function artefactsByCapture(
  readModels: Kysely<ReadModels>,
  captures: Keys,
): Promise<EvidenceArtefactsTable[][]> {
  // Numbers are without a gap, from 0.
  const rows = await readModels
    .selectFrom('evidence_artefacts')
    .selectAll()
    .where('capture', 'in', [...captures])
    .where('number', '<', ARTEFACTS_MAX)
    .orderBy('number')
    .execute();
  return manyByKey(captures, rows, { key: (row) => row.capture, value: (row) => row });
}

export async function pinsByItem(
  readModels: Kysely<ReadModels>,
  items: Keys,
): Promise<(EvidencePinsTable | undefined)[]> {
  const query = readModels.selectFrom('evidence_pins').selectAll();
  const rows = await query.where('item', 'in', [...items]).execute();
  return oneByKey(items, rows, { key: ({ item }) => item, value: (row) => row });
}

export async function keepingByItem(
  readModels: Kysely<ReadModels>,
  items: Keys,
): Promise<(EvidenceKeepingTable | undefined)[]> {
  const query = readModels.selectFrom('evidence_keeping').selectAll();
  const rows = await query.where('item', 'in', [...items]).execute();
  return oneByKey(items, rows, { key: ({ item }) => item, value: (row) => row });
}

/** Whether a hold lies on each item. */
export async function heldItems(readModels: Kysely<ReadModels>, items: Keys): Promise<boolean[]> {
  const holds = await placedHolds(readModels, items);
  return items.map((item) => holds.has(item));
}
