/**
 * What evidence items can be filtered and sorted by, and how look-ups by value use the small index.
 */
import { type Expression, sql, type SqlBool } from 'kysely';
import { Field, InputType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import { lookupPrefix } from '../../projections/evidence/lookup.js';
import { firstSequence } from '../../projections/evidence/sequence.js';
import type { EvidenceItemsTable } from '../../projections/readModels.js';
import {
  compare,
  type Comparison,
  enumFilter,
  fits,
  HashFilter,
  InstantFilter,
  PositionFilter,
  StringFilter,
  type WhereFields,
} from '../filters.js';
import { isGiven } from '../given.js';
import { ByteCountScalar, HexScalar } from '../scalars.js';
import { orderInput, type SortColumn } from '../sorting.js';
import {
  DigestAlgorithmEnum,
  EvidenceCategoryEnum,
  EvidenceClaimEnum,
  EvidenceOrderFieldEnum,
  EvidenceStatusEnum,
} from './evidence.enums.js';

export const EvidenceCategoryFilter = enumFilter('EvidenceCategory', EvidenceCategoryEnum);
export const EvidenceClaimFilter = enumFilter('EvidenceClaim', EvidenceClaimEnum);
export const EvidenceStatusFilter = enumFilter('EvidenceStatus', EvidenceStatusEnum);
export const EvidenceItemOrder = orderInput('EvidenceItem', EvidenceOrderFieldEnum);

@InputType({ description: 'A digest to look for. What is not given may be anything.' })
export class DigestFilter {
  @Field(() => HexScalar, { description: 'The digest.' })
  value!: Hex;

  @Field(() => DigestAlgorithmEnum, { nullable: true, description: 'What it was made with.' })
  algorithm?: string;

  @Field(() => ByteCountScalar, { nullable: true, description: 'Length of the content.' })
  length?: number;
}

@InputType({ description: 'Which evidence items. All given fields must hold.' })
export class EvidenceItemsWhere {
  @Field(() => DigestFilter, {
    nullable: true,
    description: 'Has this public digest. Batch members have none: see `claimsOnDigests`.',
  })
  digest?: DigestFilter;

  @Field(() => HashFilter, { nullable: true, description: 'Commitment.' })
  commitment?: HashFilter;

  @Field(() => StringFilter, { nullable: true, description: 'Id of the claiming organisation.' })
  claimantId?: StringFilter;

  @Field(() => StringFilter, { nullable: true, description: 'Id of the registering actor.' })
  registrantId?: StringFilter;

  @Field(() => EvidenceCategoryFilter, { nullable: true, description: 'Kind of data.' })
  category?: Comparison;

  @Field(() => EvidenceClaimFilter, { nullable: true, description: 'What the claimant says.' })
  claim?: Comparison;

  @Field(() => EvidenceStatusFilter, { nullable: true, description: 'Whether they still stand.' })
  status?: Comparison;

  @Field(() => HashFilter, { nullable: true, description: 'Members of this batch.' })
  batchId?: HashFilter;

  @Field(() => InstantFilter, { nullable: true, description: 'Time of registration.' })
  registeredTime?: InstantFilter;

  @Field(() => PositionFilter, { nullable: true, description: 'Position of registration.' })
  position?: PositionFilter;

  @Field(() => [EvidenceItemsWhere], { nullable: true, description: 'All of these must hold.' })
  and?: EvidenceItemsWhere[];

  @Field(() => [EvidenceItemsWhere], {
    nullable: true,
    description: 'At least one of these must hold.',
  })
  or?: EvidenceItemsWhere[];

  @Field(() => EvidenceItemsWhere, { nullable: true, description: 'This must not hold.' })
  not?: EvidenceItemsWhere;
}

export const ITEM_FIELDS: WhereFields<EvidenceItemsWhere> = {
  digest: (digest) => sql`(${foundBy([digest.value])} and ${hasDigest(digest)})`,
  commitment: (filter) => {
    const values = [...(!isGiven(filter.eq) ? [] : [filter.eq]), ...(filter.in ?? [])];
    return sql`(${foundBy(values)} and ${compare(sql.ref('commitment'))(filter)})`;
  },
  claimantId: compare(sql.ref('claimant')),
  registrantId: compare(sql.ref('registrant')),
  category: compare(sql.ref('category')),
  claim: compare(sql.ref('claim')),
  status: hasStatus,
  batchId: (filter) => {
    const inOne = filter.in?.map((batch) => inBatch(batch));
    const terms = [
      ...(!isGiven(filter.eq) ? [] : [inBatch(filter.eq)]),
      ...(inOne === undefined ? [] : [sql`(${sql.join([sql`0`, ...inOne], sql` or `)})`]),
    ];
    return sql`(${sql.join([sql`1`, ...terms], sql` and `)})`;
  },
  registeredTime: compare(sql.ref('time')),
  position: isAtPosition,
};

/**
 * Items that one of `values` may belong to, by the small index; the caller compares the full value.
 */
export function foundBy(values: readonly Hex[]): Expression<SqlBool> {
  if (values.length === 0) return sql<SqlBool>`1`;
  const prefixes = sql.join(values.map(lookupPrefix));
  const sequences = sql`select sequence from evidence_lookup where prefix in (${prefixes})`;
  return sql<SqlBool>`sequence in (${sequences})`;
}

/** Items that publish `digest`. */
export function hasDigest({ value, algorithm, length }: DigestFilter): Expression<SqlBool> {
  const terms = [sql`one.value ->> 'value' = ${value}`];
  if (isGiven(algorithm)) terms.push(sql`one.value ->> 'algorithm' = ${algorithm}`);
  if (isGiven(length)) terms.push(sql`one.value ->> 'length' = ${length}`);
  const all = sql.join(terms, sql` and `);
  return sql<SqlBool>`exists (select 1 from json_each(digests) as one where ${all})`;
}

/** The few items that are closed have an index of their own, which SQLite has to be pointed to. */
function hasStatus(filter: Comparison): Expression<SqlBool> {
  const wanted = compare(sql.ref('status'))(filter);
  return fits(filter, 'active') ? wanted : sql<SqlBool>`(${wanted} and status <> 'active')`;
}

/** A range of positions is one of the primary key. */
function isAtPosition({ eq, gte, lte }: PositionFilter): Expression<SqlBool> {
  const from = [eq, gte].filter(isGiven).map((at) => sql`sequence >= ${firstSequence(at)}`);
  const to = [eq, lte].filter(isGiven).map((at) => sql`sequence < ${firstSequence(at + 1)}`);
  return sql<SqlBool>`(${sql.join([sql`1`, ...from, ...to], sql` and `)})`;
}

/** Members of a batch lie side by side in the order of registration. */
function inBatch(batch: Hex): Expression<SqlBool> {
  const first = sql`select first_sequence from evidence_batches where batch = ${batch}`;
  const end = sql`select first_sequence + count from evidence_batches where batch = ${batch}`;
  return sql<SqlBool>`(sequence >= (${first}) and sequence < (${end}))`;
}

export const ITEM_COLUMNS: { readonly [field: string]: SortColumn<EvidenceItemsTable> } = {
  REGISTERED: { column: sql.ref('sequence'), kind: 'number', of: (row) => row.sequence },
  CLAIMANT: { column: sql.ref('claimant'), kind: 'string', of: (row) => row.claimant },
};
