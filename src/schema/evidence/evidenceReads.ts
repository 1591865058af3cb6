/** Reads evidence by key, many keys in one query: the batch functions behind the loaders. */
import type { Kysely } from 'kysely';
import { batchMember, lookupPrefix } from '../../projections/evidence/lookup.js';
import type { ReadModels } from '../../projections/readModels.js';
import { manyByKey, oneByKey } from '../byKey.js';
import { EvidenceBatchObject, EvidenceItemObject } from './evidence.types.js';

type Keys = readonly string[];

/** Items by id, `<event hash>` or `<event hash>.<index>`; undefined for ids that nothing has. */
export async function itemsById(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<(EvidenceItemObject | undefined)[]> {
  const found = new Map<string, EvidenceItemObject>();
  for (const item of await singleItems(readModels, ids)) found.set(item.itemId, item);
  for (const item of await batchMembers(readModels, ids)) found.set(item.itemId, item);
  return ids.map((id) => found.get(id));
}

async function singleItems(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<EvidenceItemObject[]> {
  const hashes = ids.filter((id) => /^[0-9a-f]{64}$/.test(id));
  if (hashes.length === 0) return [];
  const rows = await readModels
    .selectFrom('evidence_lookup')
    .innerJoin('evidence_items', 'evidence_items.sequence', 'evidence_lookup.sequence')
    .selectAll('evidence_items')
    .where('evidence_lookup.prefix', 'in', hashes.map(lookupPrefix))
    .where('evidence_items.item', 'in', hashes)
    .execute();
  return rows.map((row) => new EvidenceItemObject(row));
}

async function batchMembers(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<EvidenceItemObject[]> {
  const members = ids.map(batchMember).filter((member) => member !== undefined);
  if (members.length === 0) return [];
  const hashes = [...new Set(members.map(({ batch }) => batch))];
  const batches = new Map(
    (await batchesById(readModels, hashes)).map((batch, index) => [hashes[index], batch]),
  );
  const sequences = members.flatMap(({ batch, index }) => {
    const found = batches.get(batch);
    return found !== undefined && index < found.count ? [found.firstSequence + index] : [];
  });
  if (sequences.length === 0) return [];
  const query = readModels.selectFrom('evidence_items').selectAll();
  const rows = await query.where('sequence', 'in', sequences).execute();
  return rows.map((row) => new EvidenceItemObject(row));
}

/** The items that each item took the place of, in the order of registration. */
export async function itemsByReplacement(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<EvidenceItemObject[][]> {
  const query = readModels.selectFrom('evidence_items').selectAll();
  const rows = await query
    .where('superseded_by', 'in', [...ids])
    .orderBy('sequence')
    .execute();
  return manyByKey(ids, rows, {
    key: (row) => row.superseded_by as string,
    value: (row) => new EvidenceItemObject(row),
  });
}

export async function batchesById(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<(EvidenceBatchObject | undefined)[]> {
  const query = readModels.selectFrom('evidence_batches').selectAll();
  const rows = await query.where('batch', 'in', [...ids]).execute();
  return oneByKey(ids, rows, {
    key: (row) => row.batch,
    value: (row) => new EvidenceBatchObject(row),
  });
}
