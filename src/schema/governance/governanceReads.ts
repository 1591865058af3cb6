/** Reads governance by key, many keys in one query: the batch functions behind the loaders. */
import type { Kysely } from 'kysely';
import type { GovernanceValidatorsTable, ReadModels } from '../../projections/readModels.js';
import { manyByKey, oneByKey } from '../byKey.js';
import {
  ActorKeyObject,
  ActorObject,
  ApprovalObject,
  OrganisationObject,
  PolicyObject,
  ProposalObject,
} from './governance.types.js';

type Keys = readonly string[];

export async function organisationsById(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<(OrganisationObject | undefined)[]> {
  const query = readModels.selectFrom('governance_organisations').selectAll();
  const rows = await query.where('id', 'in', [...ids]).execute();
  return oneByKey(ids, rows, { key: (row) => row.id, value: (row) => new OrganisationObject(row) });
}

export async function actorsById(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<(ActorObject | undefined)[]> {
  const query = readModels.selectFrom('governance_actors').selectAll();
  const rows = await query.where('id', 'in', [...ids]).execute();
  return oneByKey(ids, rows, { key: (row) => row.id, value: (row) => new ActorObject(row) });
}

export async function keysById(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<(ActorKeyObject | undefined)[]> {
  const query = readModels.selectFrom('governance_keys').selectAll();
  const rows = await query.where('key', 'in', [...ids]).execute();
  return oneByKey(ids, rows, { key: (row) => row.key, value: (row) => new ActorKeyObject(row) });
}

/** The keys of each actor, oldest first. */
export async function keysByActor(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<ActorKeyObject[][]> {
  const query = readModels.selectFrom('governance_keys').selectAll();
  const rows = await query
    .where('actor', 'in', [...ids])
    .orderBy('added_position')
    .orderBy('key')
    .execute();
  return manyByKey(ids, rows, { key: (row) => row.actor, value: (row) => new ActorKeyObject(row) });
}

export async function policiesByPattern(
  readModels: Kysely<ReadModels>,
  patterns: Keys,
): Promise<(PolicyObject | undefined)[]> {
  const query = readModels.selectFrom('governance_policies').selectAll();
  const rows = await query.where('pattern', 'in', [...patterns]).execute();
  return oneByKey(patterns, rows, {
    key: (row) => row.pattern,
    value: (row) => new PolicyObject(row),
  });
}

export async function proposalsById(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<(ProposalObject | undefined)[]> {
  const query = readModels.selectFrom('governance_proposals').selectAll();
  const rows = await query.where('id', 'in', [...ids]).execute();
  return oneByKey(ids, rows, { key: (row) => row.id, value: (row) => new ProposalObject(row) });
}

/** The approvals of each proposal, first one first. */
export async function approvalsByProposal(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<ApprovalObject[][]> {
  const query = readModels.selectFrom('governance_approvals').selectAll();
  const rows = await query
    .where('proposal', 'in', [...ids])
    .orderBy('position')
    .orderBy('organisation')
    .execute();
  return manyByKey(ids, rows, {
    key: (row) => row.proposal,
    value: (row) => new ApprovalObject(row),
  });
}

/** The validator of each organisation, or the last one that it had. */
export async function validatorsByOrganisation(
  readModels: Kysely<ReadModels>,
  ids: Keys,
): Promise<(GovernanceValidatorsTable | undefined)[]> {
  const query = readModels.selectFrom('governance_validators').selectAll();
  const rows = await query.where('organisation', 'in', [...ids]).execute();
  return oneByKey(ids, rows, { key: ({ organisation }) => organisation, value: (row) => row });
}
