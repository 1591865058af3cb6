/** Reads what concerns one item, for its trace. */
import type { Kysely } from 'kysely';
import type { TraceFacts } from '../../../projections/evidence/traceGaps.js';
import type { ReadModels } from '../../../projections/readModels.js';
import { STEPS_MAX } from '../lifeReads.js';
import type { EvidenceItemObject } from '../evidence.types.js';

/**
 * Rows of one kind that a trace is judged by: anybody may add some, so they have to have an end.
 */
const ROWS_MAX = 1_000;

type Database = Kysely<ReadModels>;

/** Everything that the gaps of `item` are judged by. */
export async function traceFacts(
  readModels: Database,
  item: EvidenceItemObject,
): Promise<TraceFacts> {
  const { itemId: id, position, claimantId: claimant, commitment } = item;
  const capture = await captureOf(readModels, item.batchId);
  const [offers, accesses, acts, appraisals, links] = await Promise.all([
    offersOf(readModels, id),
    accessesOf(readModels, id),
    involved(readModels, 'evidence_notarial_acts', 'act', id),
    involved(readModels, 'evidence_appraisals', 'appraisal', id),
    involved(readModels, 'evidence_case_links', 'link', id),
  ]);
  return {
    item: { id, position, claimant, commitment },
    capture,
    ...(await captureFacts(readModels, capture)),
    offers,
    accesses,
    acts,
    appraisals,
    links,
    related: await relatedPairs(readModels, [
      ...acts.map(({ office }) => office),
      ...appraisals.map(({ institution }) => institution),
    ]),
    erasedPosition: await erasedPosition(readModels, id),
    now: await lastTime(readModels),
  };
}

async function captureOf(readModels: Database, batch: string | null) {
  if (batch === null) return undefined;
  const query = readModels.selectFrom('evidence_captures').selectAll();
  return query.where('batch', '=', batch).executeTakeFirst();
}

async function captureFacts(
  readModels: Database,
  capture: TraceFacts['capture'],
): Promise<Pick<TraceFacts, 'artefactRoles' | 'isToolWithdrawn' | 'platformFacts'>> {
  if (capture === undefined) return { artefactRoles: [], isToolWithdrawn: false, platformFacts: 0 };
  const roles = await readModels
    .selectFrom('evidence_artefacts')
    .select('role')
    .distinct()
    .where('capture', '=', capture.capture)
    .execute();
  const tool = await readModels
    .selectFrom('evidence_tools')
    .select('status')
    .where('build', '=', capture.tool)
    .executeTakeFirst();
  return {
    artefactRoles: roles.map(({ role }) => role),
    isToolWithdrawn: tool?.status === 'withdrawn',
    platformFacts: (await factsAt(readModels, capture.organisation, capture.time)).length,
  };
}

/** The platform's facts that were endorsed and held at `time` (invariant 25). */
export async function factsAt(readModels: Database, platform: string, time: string) {
  return readModels
    .selectFrom('evidence_platform_facts')
    .selectAll()
    .where('platform', '=', platform)
    .where('valid_from', '<=', time)
    .where('endorsed_time', '<=', time)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', time)]))
    .where((eb) => eb.or([eb('withdrawn_time', 'is', null), eb('withdrawn_time', '>', time)]))
    .orderBy('position')
    .execute();
}

async function offersOf(readModels: Database, item: string) {
  const query = readModels.selectFrom('evidence_custody_offers').selectAll();
  return query.where('item', '=', item).orderBy('position').limit(ROWS_MAX).execute();
}

async function accessesOf(readModels: Database, item: string) {
  const query = readModels.selectFrom('evidence_accesses').select(['actor', 'position']);
  return query.where('item', '=', item).orderBy('position').limit(ROWS_MAX).execute();
}

/** The records of one table that name the item. */
async function involved<
  Name extends 'evidence_notarial_acts' | 'evidence_appraisals' | 'evidence_case_links',
>(
  readModels: Database,
  table: Name,
  ...[key, item]: [key: keyof ReadModels[Name] & string, item: string]
): Promise<ReadModels[Name][]> {
  const ids = readModels
    .selectFrom('evidence_involvements')
    .select('record')
    .where('item', '=', item);
  const query = readModels.selectFrom(table as 'evidence_notarial_acts').selectAll();
  const rows = await query
    .where(key as 'act', 'in', ids)
    .orderBy('position')
    .execute();
  return rows as unknown as ReadModels[Name][];
}

/** Pairs `<one> <other>` of related organisations that one of `organisations` belongs to. */
async function relatedPairs(
  readModels: Database,
  organisations: readonly string[],
): Promise<ReadonlySet<string>> {
  if (organisations.length === 0) return new Set();
  const rows = await readModels
    .selectFrom('evidence_relations')
    .select(['organisation', 'other'])
    .where('status', '=', 'declared')
    .where((eb) =>
      eb.or([eb('organisation', 'in', organisations), eb('other', 'in', organisations)]),
    )
    .execute();
  return new Set(rows.flatMap(({ organisation: a, other: b }) => [`${a} ${b}`, `${b} ${a}`]));
}

async function erasedPosition(readModels: Database, item: string): Promise<number | null> {
  const query = readModels.selectFrom('evidence_erasures').select('executed_position');
  const erased = query.where('item', '=', item).where('status', '=', 'executed');
  return (await erased.executeTakeFirst())?.executed_position ?? null;
}

/** Time of the last signed event that the read models have. */
async function lastTime(readModels: Database): Promise<string> {
  const query = readModels.selectFrom('ledger_actions').select('time');
  const last = await query.orderBy('position', 'desc').limit(1).executeTakeFirst();
  return last?.time ?? '';
}

/**
 * The steps that concern an item: its own, those of its registration and capture, and of every
 * record that names it.
 */
export async function traceSteps(
  readModels: Database,
  item: EvidenceItemObject,
  capture: string | undefined,
) {
  const named = readModels
    .selectFrom('evidence_involvements')
    .select('record')
    .where('item', '=', item.itemId);
  const { itemId, batchId } = item;
  const own = [itemId, batchId, capture].filter((id) => typeof id === 'string');
  const query = readModels
    .selectFrom('evidence_steps')
    .where((eb) => eb.or([eb('record', 'in', named), eb('record', 'in', own)]));
  const { count } = await query
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const steps = await query.selectAll().orderBy('position').limit(STEPS_MAX).execute();
  return { count, steps };
}
