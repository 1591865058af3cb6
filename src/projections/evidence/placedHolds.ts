/** The holds that keep items from being erased, as the read models know them. */
import type { Kysely } from 'kysely';
import type { Hex } from '../../crypto/bytes.js';
import type { ReadModels } from '../readModels.js';

/** One of the holds that lie on each of `items` now; nothing for an item without one. */
export async function placedHolds(
  readModels: Kysely<ReadModels>,
  items: readonly string[],
): Promise<ReadonlyMap<string, Hex>> {
  const rows = await readModels
    .selectFrom('evidence_involvements')
    .innerJoin('evidence_holds', 'evidence_holds.hold', 'evidence_involvements.record')
    .select(({ fn }) => ['evidence_involvements.item', fn.min('evidence_holds.hold').as('hold')])
    .where('evidence_involvements.item', 'in', [...items])
    .where('evidence_holds.status', '=', 'placed')
    .groupBy('evidence_involvements.item')
    .execute();
  return new Map(rows.map(({ item, hold }) => [item, hold]));
}
