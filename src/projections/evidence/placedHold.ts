/** The hold that keeps an item from being erased, as the read models know it. */
import type { Kysely } from 'kysely';
import type { Hex } from '../../crypto/bytes.js';
import type { ReadModels } from '../readModels.js';

/** One of the holds that lie on `item` now, or undefined when there is none. */
export async function placedHold(
  readModels: Kysely<ReadModels>,
  item: string,
): Promise<Hex | undefined> {
  const found = await readModels
    .selectFrom('evidence_involvements')
    .innerJoin('evidence_holds', 'evidence_holds.hold', 'evidence_involvements.record')
    .select('evidence_holds.hold')
    .where('evidence_involvements.item', '=', item)
    .where('evidence_holds.status', '=', 'placed')
    .executeTakeFirst();
  return found?.hold;
}
