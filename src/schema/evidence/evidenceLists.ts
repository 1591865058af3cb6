/** The lists of evidence as pageable queries. */
import { type Expression, sql, type SqlBool } from 'kysely';
import type { Hex } from '../../crypto/bytes.js';
import type { EvidenceItemsTable } from '../../projections/readModels.js';
import type { SchemaContext } from '../context.js';
import { whereSql } from '../filters.js';
import { type Order, sortTerms } from '../sorting.js';
import type { SqlList } from '../sqlPage.js';
import {
  type DigestFilter,
  type EvidenceItemsWhere,
  foundBy,
  hasDigest,
  ITEM_COLUMNS,
  ITEM_FIELDS,
} from './evidence.filters.js';
import { EvidenceItemObject } from './evidence.types.js';

type ItemList = SqlList<'evidence_items', EvidenceItemsTable, EvidenceItemObject>;

/** Items under a filter, by default in the order of registration. */
export function itemList(
  context: SchemaContext,
  choice: {
    readonly where?: EvidenceItemsWhere | null | undefined;
    readonly orderBy?: readonly Order[] | null | undefined;
  },
): ItemList {
  return listOf(context, whereSql(choice.where, ITEM_FIELDS), choice.orderBy);
}

/** What is known of a content: its commitment, and those of its digests that are known. */
export interface Content {
  readonly commitment: Hex;
  readonly digests: readonly DigestFilter[];
}

/**
 * All registrations of one content in the order of registration: those with its commitment, members
 * of batches included, and those that publish one of its digests.
 */
export function claimList(context: SchemaContext, { commitment, digests }: Content): ItemList {
  const sameCommitment = sql`commitment = ${commitment}`;
  const same = sql.join([sameCommitment, ...digests.map(hasDigest)], sql` or `);
  const found = foundBy([commitment, ...digests.map(({ value }) => value)]);
  return listOf(context, sql<SqlBool>`(${found} and (${same}))`);
}

function listOf(
  { readModels }: SchemaContext,
  condition: Expression<SqlBool>,
  orderBy?: readonly Order[] | null,
): ItemList {
  return {
    name: 'evidenceItems',
    query: readModels.selectFrom('evidence_items').selectAll().where(condition),
    sort: sortTerms(orderBy, ITEM_COLUMNS, 'REGISTERED'),
    member: (row) => new EvidenceItemObject(row),
  };
}
