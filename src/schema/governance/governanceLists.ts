/** The lists of governance as pageable queries. */
import { sql } from 'kysely';
import type { ReadModels } from '../../projections/readModels.js';
import type { SchemaContext } from '../context.js';
import { whereSql } from '../filters.js';
import { type Order, sortTerms } from '../sorting.js';
import type { SqlList } from '../sqlPage.js';
import {
  ACTOR_COLUMNS,
  ACTOR_FIELDS,
  type ActorsWhere,
  ORGANISATION_FIELDS,
  type OrganisationsWhere,
  PROPOSAL_COLUMNS,
  PROPOSAL_FIELDS,
  type ProposalsWhere,
} from './governance.filters.js';
import {
  ActorObject,
  OrganisationObject,
  PolicyObject,
  ProposalObject,
} from './governance.types.js';

type Table<Name extends keyof ReadModels, Member> = SqlList<Name, ReadModels[Name], Member>;

interface Choice<Where> {
  readonly where?: Where | null | undefined;
  readonly orderBy?: readonly Order[] | null | undefined;
}

export function organisationList(
  { readModels }: SchemaContext,
  { where }: Choice<OrganisationsWhere>,
): Table<'governance_organisations', OrganisationObject> {
  return {
    name: 'organisations',
    query: readModels
      .selectFrom('governance_organisations')
      .selectAll()
      .where(whereSql(where, ORGANISATION_FIELDS)),
    sort: [
      { name: 'ID', column: sql.ref('id'), kind: 'string', of: (row) => row.id, direction: 'asc' },
    ],
    member: (row) => new OrganisationObject(row),
  };
}

export function actorList(
  { readModels }: SchemaContext,
  { where, orderBy }: Choice<ActorsWhere>,
): Table<'governance_actors', ActorObject> {
  return {
    name: 'actors',
    query: readModels
      .selectFrom('governance_actors')
      .selectAll()
      .where(whereSql(where, ACTOR_FIELDS)),
    sort: sortTerms(orderBy, ACTOR_COLUMNS, 'ACTOR_ID'),
    member: (row) => new ActorObject(row),
  };
}

export function policyList({
  readModels,
}: SchemaContext): Table<'governance_policies', PolicyObject> {
  const pattern = sql.ref('pattern');
  return {
    name: 'policies',
    query: readModels.selectFrom('governance_policies').selectAll(),
    sort: [
      {
        name: 'PATTERN',
        column: pattern,
        kind: 'string',
        of: (row) => row.pattern,
        direction: 'asc',
      },
    ],
    member: (row) => new PolicyObject(row),
  };
}

export function proposalList(
  { readModels }: SchemaContext,
  { where, orderBy }: Choice<ProposalsWhere>,
): Table<'governance_proposals', ProposalObject> {
  return {
    name: 'proposals',
    query: readModels
      .selectFrom('governance_proposals')
      .selectAll()
      .where(whereSql(where, PROPOSAL_FIELDS)),
    sort: sortTerms(orderBy, PROPOSAL_COLUMNS, 'OPENED'),
    member: (row) => new ProposalObject(row),
  };
}
