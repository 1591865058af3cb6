/** Reads seals, lower bounds, and which tokens count, by key: the functions behind the loaders. */
import type { Kysely } from 'kysely';
import type { Hex } from '../../crypto/bytes.js';
import type { ReadModels } from '../../projections/readModels.js';
import { manyByKey, oneByKey } from '../byKey.js';
import type { SchemaContext } from '../context.js';
import { EvidenceSealType, type ProvenIntervalObject } from './seal.types.js';
import type { EvidenceTimestampObject } from './timestamp.types.js';

export async function sealsByRegistration(
  readModels: Kysely<ReadModels>,
  registrations: readonly string[],
): Promise<(object | undefined)[]> {
  const query = readModels.selectFrom('evidence_seals').selectAll();
  const rows = await query.where('registration', 'in', [...registrations]).execute();
  return oneByKey(registrations, rows, {
    key: (row) => row.registration,
    value: EvidenceSealType.of,
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

/** What a token is asked for. */
interface Registered {
  readonly registration: Hex;
  readonly claimantId: string;
}

/** The tokens that count by the rule of the seal: independent when attached, and still. */
export async function countedTimestamps(
  { registration, claimantId }: Registered,
  context: SchemaContext,
): Promise<readonly EvidenceTimestampObject[]> {
  const tokens = await context.loaders.timestamps.load(registration);
  const counts = await Promise.all(tokens.map((token) => isCounted(token, claimantId, context)));
  return tokens.filter((_, index) => counts[index]);
}

async function isCounted(
  { relation, ownerId }: EvidenceTimestampObject,
  claimantId: string,
  { loaders }: SchemaContext,
): Promise<boolean> {
  if (relation !== 'independent') return false;
  const related = await loaders.relatedOrganisations.load(ownerId);
  if (related.includes(claimantId)) return false;
  const operators = await loaders.ledgerOperators.loadMany([ownerId, ...related]);
  return !operators.includes(true);
}

/** The interval that is proven at present, sealed or not. */
export async function provenInterval(
  registered: Registered,
  context: SchemaContext,
): Promise<ProvenIntervalObject> {
  const { loaders } = context;
  const notBefore = await loaders.lowerBounds.load(registered.registration);
  const tokens = await countedTimestamps(registered, context);
  const [earliest] = tokens.map(({ notLaterThan }) => notLaterThan).sort();
  return { notBefore: notBefore ?? null, notAfter: earliest ?? null };
}
