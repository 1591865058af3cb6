/** Reads time authorities and tokens by key: the batch functions behind the loaders. */
import type { Kysely } from 'kysely';
import type { ReadModels } from '../../projections/readModels.js';
import { manyByKey, oneByKey } from '../byKey.js';
import { EvidenceTimestampObject, TimeAuthorityObject } from './timestamp.types.js';

export async function timeAuthoritiesById(
  readModels: Kysely<ReadModels>,
  ids: readonly string[],
): Promise<(TimeAuthorityObject | undefined)[]> {
  const query = readModels.selectFrom('evidence_time_authorities').selectAll();
  const rows = await query.where('authority', 'in', [...ids]).execute();
  return oneByKey(ids, rows, {
    key: (row) => row.authority,
    value: (row) => new TimeAuthorityObject(row),
  });
}

/** Every authority, in the order of registration. They are few: each is a decision of members. */
export async function allTimeAuthorities(
  readModels: Kysely<ReadModels>,
): Promise<readonly TimeAuthorityObject[]> {
  const query = readModels.selectFrom('evidence_time_authorities').selectAll();
  const rows = await query.orderBy('registered_position').execute();
  return rows.map((row) => new TimeAuthorityObject(row));
}

/** The tokens of each registration, in the order of attaching. */
export async function timestampsByRegistration(
  readModels: Kysely<ReadModels>,
  registrations: readonly string[],
): Promise<EvidenceTimestampObject[][]> {
  const query = readModels.selectFrom('evidence_timestamps').selectAll();
  const rows = await query
    .where('registration', 'in', [...registrations])
    .orderBy('position')
    .execute();
  return manyByKey(registrations, rows, {
    key: (row) => row.registration,
    value: (row) => new EvidenceTimestampObject(row),
  });
}
