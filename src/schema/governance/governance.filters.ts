/** What organisations, actors and proposals can be filtered and sorted by. */
import { sql } from 'kysely';
import { Field, InputType } from 'type-graphql';
import type {
  GovernanceActorsTable,
  GovernanceProposalsTable,
} from '../../projections/readModels.js';
import {
  type Comparison,
  compare,
  enumFilter,
  StringFilter,
  type WhereFields,
} from '../filters.js';
import { orderInput, type SortColumn } from '../sorting.js';
import {
  ActorOrderFieldEnum,
  MembershipStatusEnum,
  ProposalOrderFieldEnum,
  ProposalStatusEnum,
} from './governance.enums.js';

export const MembershipStatusFilter = enumFilter('MembershipStatus', MembershipStatusEnum);
export const ProposalStatusFilter = enumFilter('ProposalStatus', ProposalStatusEnum);
export const ActorOrder = orderInput('Actor', ActorOrderFieldEnum);
export const ProposalOrder = orderInput('Proposal', ProposalOrderFieldEnum);

@InputType({ description: 'Which organisations. All given fields must hold.' })
export class OrganisationsWhere {
  @Field(() => MembershipStatusFilter, { nullable: true, description: 'Whether they take part.' })
  status?: Comparison;
}

export const ORGANISATION_FIELDS: WhereFields<OrganisationsWhere> = {
  status: compare(sql.ref('status')),
};

@InputType({ description: 'Which actors. All given fields must hold.' })
export class ActorsWhere {
  @Field(() => StringFilter, { nullable: true, description: 'The actor’s own id.' })
  actorId?: StringFilter;

  @Field(() => StringFilter, { nullable: true, description: 'Id of the organisation.' })
  organisationId?: StringFilter;

  @Field(() => StringFilter, { nullable: true, description: 'At least one role is like this.' })
  role?: StringFilter;

  @Field(() => MembershipStatusFilter, { nullable: true, description: 'Whether they may act.' })
  status?: Comparison;

  @Field(() => [ActorsWhere], { nullable: true, description: 'All of these must hold.' })
  and?: ActorsWhere[];

  @Field(() => [ActorsWhere], { nullable: true, description: 'At least one of these must hold.' })
  or?: ActorsWhere[];

  @Field(() => ActorsWhere, { nullable: true, description: 'This must not hold.' })
  not?: ActorsWhere;
}

export const ACTOR_FIELDS: WhereFields<ActorsWhere> = {
  actorId: compare(sql.ref('id')),
  organisationId: compare(sql.ref('organisation')),
  role: (filter) => {
    const isLike = compare(sql.ref('one.value'))(filter);
    return sql`exists (select 1 from json_each(roles) as one where ${isLike})`;
  },
  status: compare(sql.ref('status')),
};

export const ACTOR_COLUMNS: { readonly [field: string]: SortColumn<GovernanceActorsTable> } = {
  ACTOR_ID: { column: sql.ref('id'), kind: 'string', of: (row) => row.id },
  ORGANISATION_ID: {
    column: sql.ref('organisation'),
    kind: 'string',
    of: (row) => row.organisation,
  },
  ENROLLED: {
    column: sql.ref('enrolled_position'),
    kind: 'number',
    of: (row) => row.enrolled_position,
  },
};

@InputType({ description: 'Which proposals. All given fields must hold.' })
export class ProposalsWhere {
  @Field(() => StringFilter, { nullable: true, description: 'Type of the proposed action.' })
  type?: StringFilter;

  @Field(() => StringFilter, { nullable: true, description: 'Id of the proposer’s organisation.' })
  organisationId?: StringFilter;

  @Field(() => StringFilter, { nullable: true, description: 'Id of the proposer.' })
  proposerId?: StringFilter;

  @Field(() => ProposalStatusFilter, { nullable: true, description: 'How far they are.' })
  status?: Comparison;

  @Field(() => [ProposalsWhere], { nullable: true, description: 'All of these must hold.' })
  and?: ProposalsWhere[];

  @Field(() => [ProposalsWhere], {
    nullable: true,
    description: 'At least one of these must hold.',
  })
  or?: ProposalsWhere[];

  @Field(() => ProposalsWhere, { nullable: true, description: 'This must not hold.' })
  not?: ProposalsWhere;
}

export const PROPOSAL_FIELDS: WhereFields<ProposalsWhere> = {
  type: compare(sql.ref('type')),
  organisationId: compare(sql.ref('organisation')),
  proposerId: compare(sql.ref('proposer')),
  status: compare(sql.ref('status')),
};

export const PROPOSAL_COLUMNS: { readonly [field: string]: SortColumn<GovernanceProposalsTable> } =
  {
    OPENED: {
      column: sql.ref('opened_position'),
      kind: 'number',
      of: (row) => row.opened_position,
    },
    EXPIRES: { column: sql.ref('expires'), kind: 'string', of: (row) => row.expires },
    TYPE: { column: sql.ref('type'), kind: 'string', of: (row) => row.type },
  };
