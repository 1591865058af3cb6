/** What the read models say of one item that a content can be checked against. */
import type { Kysely } from 'kysely';
import type { Hex } from '../../crypto/bytes.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';
import type { ReadModels } from '../readModels.js';
import { batchMember, lookupPrefix } from './lookup.js';

export interface ItemFacts {
  readonly commitment: Hex;
  /** Absent from private items and members of batches: the holder shows them. */
  readonly digests?: readonly TypedDigest[];
}

/** The facts of `item`, `<event hash>` or `<event hash>.<index>`; undefined: not registered. */
export async function findItemFacts(
  readModels: Kysely<ReadModels>,
  item: string,
): Promise<ItemFacts | undefined> {
  const member = batchMember(item);
  const row = await readModels
    .selectFrom('evidence_items')
    .select(['commitment', 'digests'])
    .where('item', '=', item)
    .where('sequence', 'in', (query) =>
      query
        .selectFrom('evidence_lookup')
        .select((columns) => columns('sequence', '+', member?.index ?? 0).as('sequence'))
        .where('prefix', '=', lookupPrefix(member?.batch ?? item)),
    )
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { commitment, digests } = row;
  if (digests === null) return { commitment };
  return { commitment, digests: JSON.parse(digests) as readonly TypedDigest[] };
}
