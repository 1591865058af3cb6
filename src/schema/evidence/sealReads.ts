/** Reads seals, lower bounds and relations by key: the batch functions behind the loaders. */
import type { Kysely } from 'kysely';
import type { ReadModels } from '../../projections/readModels.js';
import { manyByKey, oneByKey } from '../byKey.js';

export async function sealsByRegistration(
  readModels: Kysely<ReadModels>,
  registrations: readonly string[],
): Promise<(ReadModels['evidence_seals'] | undefined)[]> {
  const query = readModels.selectFrom('evidence_seals').selectAll();
  const rows = await query.where('registration', 'in', [...registrations]).execute();
  return oneByKey(registrations, rows, {
    key: ({ registration }) => registration,
    value: (row) => row,
  });
}

/** Block time of the beacon of the capture that each batch came out of. */
export async function lowerBoundsByBatch(
  readModels: Kysely<ReadModels>,
  batches: readonly string[],
): Promise<(string | undefined)[]> {
  const query = readModels.selectFrom('evidence_captures').select(['batch', 'not_before']);
  const rows = await query.where('batch', 'in', [...batches]).execute();
  return oneByKey(batches, rows, {
    key: (row) => row.batch as string,
    value: (row) => row.not_before,
  });
}

/** The organisations that each is related to now. */
export async function relatedOrganisations(
  readModels: Kysely<ReadModels>,
  organisations: readonly string[],
): Promise<string[][]> {
  const ids = [...organisations];
  const rows = await readModels
    .selectFrom('evidence_relations')
    .select(['organisation', 'other'])
    .where('status', '=', 'declared')
    .where((eb) => eb.or([eb('organisation', 'in', ids), eb('other', 'in', ids)]))
    .execute();
  const pairs = rows.flatMap(({ organisation: one, other }) => [
    [one, other] as const,
    [other, one] as const,
  ]);
  return manyByKey(ids, pairs, { key: ([one]) => one, value: ([, other]) => other });
}

/** Whether each is registered as one that runs this ledger. */
export async function ledgerOperators(
  readModels: Kysely<ReadModels>,
  organisations: readonly string[],
): Promise<boolean[]> {
  const query = readModels.selectFrom('evidence_time_authorities').select('owner').distinct();
  const rows = await query.where('relation', '=', 'ledger-operator').execute();
  const operators = new Set(rows.map(({ owner }) => owner));
  return organisations.map((id) => operators.has(id));
}
