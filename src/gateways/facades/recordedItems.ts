/**
 * Registered items as the facades show them: one record of the protocol's form for each, by id, by
 * digest, and with what took its place. Several claimants of one digest are all there, in the order
 * of registration; being first makes nobody the owner (invariant 15).
 */
import { sql } from 'kysely';
import { headerHash } from '../../ledger/blockHeader.js';
import { idempotencyName } from '../../ledger/signedEvent.js';
import { lookupPrefix } from '../../projections/evidence/lookup.js';
import type { EvidenceItemsTable } from '../../projections/readModels.js';
import type { FacadeParts } from './facadeParts.js';
import { FacadeFault } from './facadeFault.js';

/** A record in the form of CMEVI's Evidence, with what this ledger adds to it. */
export interface FacadeRecord {
  /**
   * The caller's own id: the idempotency key of its registration. Null when that came about by the
   * approval of a proposal.
   */
  readonly id: string | null;
  readonly hash: string;
  /** Hash of the signed event. */
  readonly txId: string;
  readonly blockHeight: number;
  /** Seconds of the block's time since 1970, as text. */
  readonly timestamp: string;
  /** JSON text. */
  readonly metadata: string;
  readonly itemId: string;
  readonly actor: string;
  readonly claimant: string;
  readonly status: string;
  readonly supersededBy: string | null;
  readonly position: number;
  readonly blockHash: string;
}

/** Claims on one digest that an answer shows; the count says how many there are. */
export const CLAIMS_MAX = 100;
/** Versions of one record. */
const VERSIONS_MAX = 100;

/** The items that show this digest, the first registered first, and how many there are. */
export async function recordsByHash(
  parts: FacadeParts,
  hash: string,
): Promise<{ readonly claims: readonly FacadeRecord[]; readonly count: number }> {
  const has = sql<boolean>`exists (
    select 1 from json_each(digests) as one where one.value ->> 'value' = ${hash})`;
  const found = parts.readModels
    .selectFrom('evidence_items')
    .where('sequence', 'in', (select) =>
      select
        .selectFrom('evidence_lookup')
        .select('sequence')
        .where('prefix', '=', lookupPrefix(hash)),
    )
    .where(has);
  const rows = await found.selectAll().orderBy('sequence').limit(CLAIMS_MAX).execute();
  const { count } = await found
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { claims: rows.map((row) => recordOf(parts, row, hash)), count };
}

/** The item that `actor` registered under its own id. Throws NOT_FOUND. */
export async function recordOfCaller(
  parts: FacadeParts,
  actor: string,
  id: string,
): Promise<FacadeRecord> {
  const used = parts.log.findId(idempotencyName(actor, id));
  const row = used === undefined ? undefined : await rowOf(parts, used.eventHash);
  if (row !== undefined) return recordOf(parts, row);
  throw new FacadeFault('NOT_FOUND', { field: 'id', value: `${id} of ${actor}` });
}

/** The record with what it took the place of, and what took its place, in that order. */
export async function versionsOf(
  parts: FacadeParts,
  { itemId }: FacadeRecord,
): Promise<readonly FacadeRecord[]> {
  let first = itemId;
  for (let step = 0; step < VERSIONS_MAX; step += 1) {
    const before = await parts.readModels
      .selectFrom('evidence_items')
      .select('item')
      .where('superseded_by', '=', first)
      .orderBy('sequence')
      .executeTakeFirst();
    if (before === undefined) break;
    first = before.item;
  }
  const versions: FacadeRecord[] = [];
  for (let next: string | null = first; next !== null && versions.length < VERSIONS_MAX;) {
    const row = await rowOf(parts, next);
    if (row === undefined) break;
    versions.push(recordOf(parts, row));
    next = row.superseded_by;
  }
  return versions;
}

/** The record of a single registration by its event's hash. */
export async function recordOfItem(parts: FacadeParts, item: string): Promise<FacadeRecord> {
  const row = await rowOf(parts, item);
  if (row !== undefined) return recordOf(parts, row);
  throw new FacadeFault('NOT_FOUND', { field: 'id', value: item });
}

function rowOf({ readModels }: FacadeParts, item: string): Promise<EvidenceItemsTable | undefined> {
  if (!/^[0-9a-f]{64}$/.test(item)) return Promise.resolve(undefined);
  return readModels
    .selectFrom('evidence_items')
    .selectAll()
    .where('sequence', 'in', (select) =>
      select
        .selectFrom('evidence_lookup')
        .select('sequence')
        .where('prefix', '=', lookupPrefix(item)),
    )
    .where('item', '=', item)
    .executeTakeFirst();
}

function recordOf(parts: FacadeParts, row: EvidenceItemsTable, hash?: string): FacadeRecord {
  const block = parts.log.blockAt(row.position);
  const txId = row.item.split('.')[0] as string;
  const { height } = JSON.parse(block?.header ?? '{}') as { readonly height: number };
  const digests = JSON.parse(row.digests ?? '[]') as readonly {
    readonly algorithm: string;
    readonly value: string;
  }[];
  const shown = digests.find(({ value }) => value === hash) ?? digests[0];
  return {
    id: callersId(parts.log, row, txId),
    hash: shown?.value ?? '',
    txId,
    blockHeight: height,
    timestamp: `${Math.floor(Date.parse(row.time) / 1_000)}`,
    metadata: JSON.stringify({ hashAlgorithm: shown?.algorithm ?? '', username: row.registrant }),
    itemId: row.item,
    actor: row.registrant,
    claimant: row.claimant,
    status: row.status,
    supersededBy: row.superseded_by,
    position: row.position,
    blockHash: block === undefined ? '' : headerHash(block.header),
  };
}

/** The registration's own id; null when it was executed by the approval of a proposal. */
function callersId(log: FacadeParts['log'], { position }: EvidenceItemsTable, txId: string) {
  const [derived] = log.entries(position, 1);
  const { cause } = JSON.parse(derived?.entry ?? '{}') as { readonly cause?: number };
  const [signed] = log.entries(cause ?? position, 1);
  const { event } = JSON.parse(signed?.entry ?? '{}') as { readonly event?: string };
  if (event !== txId) return null;
  return (JSON.parse(signed?.event ?? '{}') as { readonly id: string }).id;
}
