/**
 * The GraphQL schema of this server. Resolvers are stateless classes that reach everything through
 * the context of the operation, so the schema is built once and knows no ledger.
 */
import 'reflect-metadata';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { ACTS_RESOLVERS } from './evidence/acts/acts.resolvers.js';
import { CAPTURE_RESOLVERS } from './evidence/capture/capture.resolvers.js';
import { CASE_RESOLVERS } from './evidence/case/case.resolvers.js';
import { CUSTODY_RESOLVERS } from './evidence/custody/custody.resolvers.js';
import { KEEPING_RESOLVERS } from './evidence/keeping/keeping.resolvers.js';
import { STANDING_RESOLVERS } from './evidence/standing/standing.resolvers.js';
import { TRACE_RESOLVERS } from './evidence/trace/trace.resolvers.js';
import { EvidenceMutationsResolver } from './evidence/evidenceMutations.resolver.js';
import {
  EvidenceBatchResolver,
  EvidenceItemResolver,
} from './evidence/evidenceRelations.resolver.js';
import { EvidenceResolver } from './evidence/evidence.resolver.js';
import { PIN_RESOLVERS } from './evidence/pin.resolver.js';
import { SEAL_RESOLVERS } from './evidence/seal.resolver.js';
import {
  BatchTimestampsResolver,
  EvidenceTimestampResolver,
  ItemTimestampsResolver,
  TimeAuthorityResolver,
  TimestampResolver,
} from './evidence/timestamp.resolver.js';
import { TimestampMutationsResolver } from './evidence/timestampMutations.resolver.js';
import {
  ActorKeyResolver,
  ActorResolver,
  ApprovalResolver,
  OrganisationResolver,
  PolicyResolver,
  ProposalResolver,
} from './governance/governanceRelations.resolver.js';
import { GovernanceResolver } from './governance/governance.resolver.js';
import { KeyMutationsResolver } from './governance/keyMutations.resolver.js';
import { ParticipantMutationsResolver } from './governance/participantMutations.resolver.js';
import { PolicyMutationsResolver } from './governance/policyMutations.resolver.js';
import { VALIDATOR_RESOLVERS } from './governance/validator.resolvers.js';
import {
  BlockResolver,
  DerivedEntryResolver,
  EntryResolver,
  SignedEntryResolver,
} from './ledger/entry.resolver.js';
import { LedgerResolver } from './ledger/ledger.resolver.js';
import { EventOutcomeResolver, ProofResolver } from './ledger/proof.resolver.js';
import { LiveResolver } from './live/live.resolver.js';
import { NodeResolver } from './node.resolver.js';
import {
  CommittedResolver,
  SubmissionResolver,
  SubmittedEventResolver,
} from './submission/submission.resolver.js';

const RESOLVERS = [
  NodeResolver,
  LedgerResolver,
  EntryResolver,
  SignedEntryResolver,
  DerivedEntryResolver,
  BlockResolver,
  ProofResolver,
  EventOutcomeResolver,
  GovernanceResolver,
  OrganisationResolver,
  ActorResolver,
  ActorKeyResolver,
  PolicyResolver,
  ProposalResolver,
  ApprovalResolver,
  EvidenceResolver,
  EvidenceItemResolver,
  EvidenceBatchResolver,
  TimestampResolver,
  ItemTimestampsResolver,
  BatchTimestampsResolver,
  EvidenceTimestampResolver,
  TimeAuthorityResolver,
  SubmissionResolver,
  SubmittedEventResolver,
  CommittedResolver,
  EvidenceMutationsResolver,
  TimestampMutationsResolver,
  ParticipantMutationsResolver,
  KeyMutationsResolver,
  PolicyMutationsResolver,
  LiveResolver,
  ...ACTS_RESOLVERS,
  ...CAPTURE_RESOLVERS,
  ...CASE_RESOLVERS,
  ...CUSTODY_RESOLVERS,
  ...KEEPING_RESOLVERS,
  ...PIN_RESOLVERS,
  ...SEAL_RESOLVERS,
  ...STANDING_RESOLVERS,
  ...TRACE_RESOLVERS,
  ...VALIDATOR_RESOLVERS,
] as const;

/** Subscriptions pull from the log; nothing is published. TypeGraphQL asks for one all the same. */
const NO_PUB_SUB: PubSub = {
  publish: () => {
    throw new Error('nothing is published here');
  },
  subscribe: () => {
    throw new Error('subscriptions pull from the log');
  },
};

/** TypeGraphQL has no place for what the three root types are. */
const ROOT_DESCRIPTIONS = {
  Query: 'Reads: of the log, of what it led to, and of proofs. Each answer says when it is of.',
  Mutation:
    'Writes: each rebuilds the bytes that were signed from its input, and answers once they are ' +
    'durable. A rule that says no is a member of the result.',
  Subscription:
    'What happened after a position, then what happens: in order, without a gap that is not ' +
    'announced, to be resumed after any position.',
} as const;

/** Builds the schema. Throws when the types and resolvers do not fit together. */
export function buildLedgerSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [...RESOLVERS],
    pubSub: NO_PUB_SUB,
    validate: false,
  });
  for (const [name, description] of Object.entries(ROOT_DESCRIPTIONS)) {
    Object.assign(schema.getType(name) as GraphQLObjectType, { description });
  }
  return schema;
}
