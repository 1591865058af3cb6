/** The objects of governance: organisations, actors, keys, policies, proposals and approvals. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { PolicyRule } from '../../ledger/genesis.js';
import type {
  GovernanceActorsTable,
  GovernanceApprovalsTable,
  GovernanceKeysTable,
  GovernanceOrganisationsTable,
  GovernancePoliciesTable,
  GovernanceProposalsTable,
} from '../../projections/readModels.js';
import { connectionType } from '../connection.js';
import { globalId, NodeObject } from '../globalId.js';
import { RefusalCodeEnum } from '../ledger/outcome.types.js';
import {
  HashScalar,
  InstantScalar,
  JsonScalar,
  PositionScalar,
  PublicKeyScalar,
} from '../scalars.js';
import {
  KeyStatusEnum,
  MembershipStatusEnum,
  PolicyRuleKindEnum,
  ProposalStatusEnum,
  RevocationReasonEnum,
} from './governance.enums.js';

@ObjectType('Organisation', {
  implements: NodeObject,
  simpleResolvers: true,
  description: 'An organisation that takes part, or took part, in the ledger.',
})
export class OrganisationObject extends NodeObject {
  @Field(() => String, { description: 'The organisation’s own id: a lower-case label.' })
  organisationId!: string;

  @Field(() => String, { description: 'What it is called in public.' })
  name!: string;

  @Field(() => MembershipStatusEnum, { description: 'Whether it takes part.' })
  status!: string;

  @Field(() => PositionScalar, { description: 'Position of the entry that added it.' })
  addedPosition!: number;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Position of the entry that removed it.',
  })
  removedPosition!: number | null;

  constructor(row: GovernanceOrganisationsTable) {
    super();
    this.id = globalId('Organisation', row.id);
    this.organisationId = row.id;
    this.name = row.name;
    this.status = row.status;
    this.addedPosition = row.added_position;
    this.removedPosition = row.removed_position;
  }
}

@ObjectType('Actor', {
  implements: NodeObject,
  simpleResolvers: true,
  description: 'Somebody or something that signs for an organisation, under a pseudonym.',
})
export class ActorObject extends NodeObject {
  @Field(() => String, { description: 'The actor’s own id: `<handle>@<organisation>`.' })
  actorId!: string;

  @Field(() => String, { description: 'Id of the organisation it signs for.' })
  organisationId!: string;

  @Field(() => [String], { description: 'Roles, sorted.' })
  roles!: readonly string[];

  @Field(() => MembershipStatusEnum, { description: 'Whether it may act.' })
  status!: string;

  @Field(() => PositionScalar, { description: 'Position of the entry that enrolled it.' })
  enrolledPosition!: number;

  constructor(row: GovernanceActorsTable) {
    super();
    this.id = globalId('Actor', row.id);
    this.actorId = row.id;
    this.organisationId = row.organisation;
    this.roles = JSON.parse(row.roles) as string[];
    this.status = row.status;
    this.enrolledPosition = row.enrolled_position;
  }
}

@ObjectType('ActorKey', {
  implements: NodeObject,
  simpleResolvers: true,
  description: 'A public key that is or was bound to an actor.',
})
export class ActorKeyObject extends NodeObject {
  @Field(() => PublicKeyScalar, { description: 'The public key with its suite.' })
  key!: string;

  @Field(() => String, { description: 'Id of the actor it is bound to.' })
  actorId!: string;

  @Field(() => KeyStatusEnum, { description: 'Whether it may sign.' })
  status!: string;

  @Field(() => PositionScalar, { description: 'Position of the entry that bound it.' })
  addedPosition!: number;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Position of the entry that revoked it.',
  })
  revokedPosition!: number | null;

  @Field(() => RevocationReasonEnum, { nullable: true, description: 'Why it was revoked.' })
  revokedReason!: string | null;

  constructor(row: GovernanceKeysTable) {
    super();
    this.id = globalId('ActorKey', row.key);
    this.key = row.key;
    this.actorId = row.actor;
    this.status = row.status;
    this.addedPosition = row.added_position;
    this.revokedPosition = row.revoked_position;
    this.revokedReason = row.revoked_reason;
  }
}

@ObjectType('Policy', {
  implements: NodeObject,
  simpleResolvers: true,
  description: 'Who must agree to the actions of a pattern. The most specific pattern decides.',
})
export class PolicyObject extends NodeObject {
  @Field(() => String, { description: 'An action type, `<domain>.*`, or `*`.' })
  pattern!: string;

  @Field(() => PolicyRuleKindEnum, { description: 'Who must agree.' })
  rule!: string;

  @Field(() => Int, { nullable: true, description: 'With AT_LEAST: how many organisations.' })
  atLeast!: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Ids of the organisations that count; null: all of them.',
  })
  organisationIds!: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Roles whose holders count; null: all of them.',
  })
  roles!: readonly string[] | null;

  @Field(() => PositionScalar, { description: 'Position of the entry that set it.' })
  setPosition!: number;

  constructor(row: GovernancePoliciesTable) {
    super();
    const rule = JSON.parse(row.rule) as PolicyRule;
    this.id = globalId('Policy', row.pattern);
    this.pattern = row.pattern;
    this.rule = rule.rule;
    this.atLeast = rule.atLeast ?? null;
    this.organisationIds = rule.organisations ?? null;
    this.roles = rule.roles ?? null;
    this.setPosition = row.set_position;
  }
}

@ObjectType('Approval', {
  simpleResolvers: true,
  description: 'An organisation’s approval of a proposal; each counts once.',
})
export class ApprovalObject {
  @Field(() => String, { description: 'Id of the organisation that approved.' })
  organisationId!: string;

  @Field(() => String, { description: 'Id of the actor that signed for it.' })
  actorId!: string;

  @Field(() => PositionScalar, { description: 'Position of the entry that records it.' })
  position!: number;

  constructor(row: GovernanceApprovalsTable) {
    this.organisationId = row.organisation;
    this.actorId = row.actor;
    this.position = row.position;
  }
}

@ObjectType('Proposal', {
  implements: NodeObject,
  simpleResolvers: true,
  description: 'An action that waits, or waited, until several organisations have approved it.',
})
export class ProposalObject extends NodeObject {
  @Field(() => HashScalar, {
    description: 'The proposal’s own id: hash of the event that proposed.',
  })
  proposalId!: Hex;

  @Field(() => String, { description: 'Type of the proposed action.' })
  type!: string;

  @Field(() => JsonScalar, { description: 'The proposed action’s own fields.' })
  data!: JsonObject;

  @Field(() => String, { description: 'Id of the actor that proposed.' })
  proposerId!: string;

  @Field(() => String, { description: 'Id of the proposer’s organisation.' })
  organisationId!: string;

  @Field(() => ProposalStatusEnum, { description: 'How far it is.' })
  status!: string;

  @Field(() => InstantScalar, {
    description:
      'Last block time at which it may be approved. An open one past it stays open for ever.',
  })
  expires!: string;

  @Field(() => PositionScalar, { description: 'Position of the entry that opened it.' })
  openedPosition!: number;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Position of the entry that executed or withdrew it.',
  })
  closedPosition!: number | null;

  @Field(() => RefusalCodeEnum, {
    nullable: true,
    description: 'Executed, but a rule refused the action itself: why.',
  })
  refused!: string | null;

  constructor(row: GovernanceProposalsTable) {
    super();
    this.id = globalId('Proposal', row.id);
    this.proposalId = row.id;
    this.type = row.type;
    this.data = JSON.parse(row.data) as JsonObject;
    this.proposerId = row.proposer;
    this.organisationId = row.organisation;
    this.status = row.status;
    this.expires = row.expires;
    this.openedPosition = row.opened_position;
    this.closedPosition = row.closed_position;
    this.refused = row.refused;
  }
}

export const OrganisationConnection = connectionType(
  'Organisation',
  () => OrganisationObject,
  'organisations',
);
export const ActorConnection = connectionType('Actor', () => ActorObject, 'actors');
export const PolicyConnection = connectionType('Policy', () => PolicyObject, 'policies');
export const ProposalConnection = connectionType('Proposal', () => ProposalObject, 'proposals');
