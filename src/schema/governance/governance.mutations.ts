/**
 * The inputs and results of the governance mutations. A field whose signed name would meet one of
 * the envelope (`actor`, `key`, `id`) has a name of its own here; its description says what was
 * signed.
 */
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type { Lazy } from '../lazy.js';
import { RefusalObject } from '../ledger/outcome.types.js';
import { HashScalar, PublicKeyScalar, SignatureScalar } from '../scalars.js';
import { CommittedObject, resultUnion, SignedInput } from '../submission/submission.types.js';
import { PolicyRuleKindEnum, RevocationReasonEnum } from './governance.enums.js';
import {
  ActorKeyObject,
  ActorObject,
  OrganisationObject,
  PolicyObject,
  ProposalObject,
} from './governance.types.js';

const POSSESSION =
  'signature by the new key over `civic-ledger/key-possession/v1`, the ledger id and the actor’s ' +
  'id, joined by line feeds.';

@InputType({ description: 'A key with the proof that its holder has the private half.' })
export class ProvenKeyInput {
  @Field(() => PublicKeyScalar, { description: 'The key.' })
  key!: string;

  @Field(() => SignatureScalar, { description: `Proof: ${POSSESSION}` })
  possession!: Hex;
}

@InputType({ description: 'Who must agree to the actions of a pattern.' })
export class PolicyRuleInput {
  @Field(() => PolicyRuleKindEnum, { description: 'Who must agree.' })
  rule!: string;

  @Field(() => Int, { nullable: true, description: 'With AT_LEAST: how many organisations.' })
  atLeast?: number;

  @Field(() => [String], {
    nullable: true,
    description: 'Ids of the organisations that count; absent: all of them.',
  })
  organisations?: string[];

  @Field(() => [String], {
    nullable: true,
    description: 'Roles whose holders count; absent: all of them.',
  })
  roles?: string[];
}

@InputType({ description: 'A signed `governance.AddOrganisation`.' })
export class AddOrganisationInput extends SignedInput {
  @Field(() => String, { description: '`data.id`: the new organisation’s id.' })
  organisationId!: string;

  @Field(() => String, { description: '`data.name`: what it is called in public.' })
  name!: string;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The organisation takes part.',
})
export class AddOrganisationSucceeded extends CommittedObject {
  @Field(() => OrganisationObject, {
    nullable: true,
    description: 'The organisation; waits for the read models.',
  })
  organisation!: Lazy<OrganisationObject | undefined>;
}

export const AddOrganisationResult = resultUnion('AddOrganisation', AddOrganisationSucceeded);

@InputType({ description: 'A signed `governance.RemoveOrganisation`.' })
export class RemoveOrganisationInput extends SignedInput {
  @Field(() => String, { description: '`data.id`: the organisation’s id.' })
  organisationId!: string;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The organisation takes part no more.',
})
export class RemoveOrganisationSucceeded extends CommittedObject {
  @Field(() => OrganisationObject, {
    nullable: true,
    description: 'The organisation; waits for the read models.',
  })
  organisation!: Lazy<OrganisationObject | undefined>;
}

export const RemoveOrganisationResult = resultUnion(
  'RemoveOrganisation',
  RemoveOrganisationSucceeded,
);

@InputType({ description: 'A signed `governance.EnrolActor`.' })
export class EnrolActorInput extends SignedInput {
  @Field(() => String, {
    description: '`data.actor`: the new actor’s id, `<handle>@<organisation>`.',
  })
  actorId!: string;

  @Field(() => [String], { description: '`data.roles`: its roles.' })
  roles!: string[];

  @Field(() => [ProvenKeyInput], { description: '`data.keys`: its keys.' })
  keys!: ProvenKeyInput[];
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The actor may act.',
})
export class EnrolActorSucceeded extends CommittedObject {
  @Field(() => ActorObject, {
    nullable: true,
    description: 'The actor; waits for the read models.',
  })
  actor!: Lazy<ActorObject | undefined>;
}

export const EnrolActorResult = resultUnion('EnrolActor', EnrolActorSucceeded);

@InputType({ description: 'A signed `governance.SetActorRoles`.' })
export class SetActorRolesInput extends SignedInput {
  @Field(() => String, { description: '`data.actor`: the actor’s id.' })
  actorId!: string;

  @Field(() => [String], { description: '`data.roles`: all its roles from now on.' })
  roles!: string[];
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The actor has these roles.',
})
export class SetActorRolesSucceeded extends CommittedObject {
  @Field(() => ActorObject, {
    nullable: true,
    description: 'The actor; waits for the read models.',
  })
  actor!: Lazy<ActorObject | undefined>;
}

export const SetActorRolesResult = resultUnion('SetActorRoles', SetActorRolesSucceeded);

@InputType({ description: 'A signed `governance.RemoveActor`.' })
export class RemoveActorInput extends SignedInput {
  @Field(() => String, { description: '`data.actor`: the actor’s id.' })
  actorId!: string;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The actor may act no more.',
})
export class RemoveActorSucceeded extends CommittedObject {
  @Field(() => ActorObject, {
    nullable: true,
    description: 'The actor; waits for the read models.',
  })
  actor!: Lazy<ActorObject | undefined>;
}

export const RemoveActorResult = resultUnion('RemoveActor', RemoveActorSucceeded);

@InputType({ description: 'A signed `governance.AddKey`.' })
export class AddKeyInput extends SignedInput {
  @Field(() => String, { description: '`data.actor`: whose key it is to be.' })
  actorId!: string;

  @Field(() => PublicKeyScalar, { description: '`data.key`: the key to add.' })
  newKey!: string;

  @Field(() => SignatureScalar, { description: `\`data.possession\`: ${POSSESSION}` })
  possession!: Hex;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The key may sign.',
})
export class AddKeySucceeded extends CommittedObject {
  @Field(() => ActorKeyObject, {
    nullable: true,
    description: 'The key; waits for the read models.',
  })
  actorKey!: Lazy<ActorKeyObject | undefined>;
}

export const AddKeyResult = resultUnion('AddKey', AddKeySucceeded);

@InputType({ description: 'A signed `governance.RotateKey`.' })
export class RotateKeyInput extends SignedInput {
  @Field(() => PublicKeyScalar, { description: '`data.key`: the actor’s key to revoke.' })
  oldKey!: string;

  @Field(() => PublicKeyScalar, { description: '`data.newKey`: the key that takes its place.' })
  newKey!: string;

  @Field(() => SignatureScalar, { description: `\`data.possession\`: ${POSSESSION}` })
  possession!: Hex;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The new key may sign; the old one is revoked.',
})
export class RotateKeySucceeded extends CommittedObject {
  @Field(() => ActorKeyObject, {
    nullable: true,
    description: 'The new key; waits for the read models.',
  })
  actorKey!: Lazy<ActorKeyObject | undefined>;
}

export const RotateKeyResult = resultUnion('RotateKey', RotateKeySucceeded);

@InputType({ description: 'A signed `governance.RevokeKey`.' })
export class RevokeKeyInput extends SignedInput {
  @Field(() => PublicKeyScalar, { description: '`data.key`: the key to revoke.' })
  revokedKey!: string;

  @Field(() => RevocationReasonEnum, { description: '`data.reason`: why.' })
  reason!: string;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The key may sign no more.',
})
export class RevokeKeySucceeded extends CommittedObject {
  @Field(() => ActorKeyObject, {
    nullable: true,
    description: 'The key; waits for the read models.',
  })
  actorKey!: Lazy<ActorKeyObject | undefined>;
}

export const RevokeKeyResult = resultUnion('RevokeKey', RevokeKeySucceeded);

@InputType({ description: 'A signed `governance.SetPolicy`.' })
export class SetPolicyInput extends SignedInput {
  @Field(() => String, { description: '`data.pattern`: an action type, `<domain>.*`, or `*`.' })
  pattern!: string;

  @Field(() => PolicyRuleInput, {
    nullable: true,
    description:
      '`data.policy`: the rule; null takes the pattern’s policy away, and null is what is signed.',
  })
  policy?: PolicyRuleInput;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The policy is set.',
})
export class SetPolicySucceeded extends CommittedObject {
  @Field(() => PolicyObject, {
    nullable: true,
    description: 'The policy, null when it was taken away; waits for the read models.',
  })
  policy!: Lazy<PolicyObject | undefined>;
}

export const SetPolicyResult = resultUnion('SetPolicy', SetPolicySucceeded);

@InputType({ description: 'A signed `governance.ApproveProposal`.' })
export class ApproveProposalInput extends SignedInput {
  @Field(() => HashScalar, { description: '`data.proposal`: the proposal’s own id.' })
  proposal!: Hex;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The organisation’s approval counts.',
})
export class ApproveProposalSucceeded extends CommittedObject {
  @Field(() => ProposalObject, {
    nullable: true,
    description: 'The proposal; waits for the read models.',
  })
  proposal!: Lazy<ProposalObject | undefined>;

  @Field(() => Boolean, {
    description: 'Whether it was the last one needed: the action was executed.',
  })
  executed!: boolean;

  @Field(() => RefusalObject, {
    nullable: true,
    description: 'Why a rule refused the executed action; null when none did.',
  })
  actionRefusal!: RefusalObject | null;
}

export const ApproveProposalResult = resultUnion('ApproveProposal', ApproveProposalSucceeded);

@InputType({ description: 'A signed `governance.WithdrawProposal`.' })
export class WithdrawProposalInput extends SignedInput {
  @Field(() => HashScalar, { description: '`data.proposal`: the proposal’s own id.' })
  proposal!: Hex;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The proposal is withdrawn.',
})
export class WithdrawProposalSucceeded extends CommittedObject {
  @Field(() => ProposalObject, {
    nullable: true,
    description: 'The proposal; waits for the read models.',
  })
  proposal!: Lazy<ProposalObject | undefined>;
}

export const WithdrawProposalResult = resultUnion('WithdrawProposal', WithdrawProposalSucceeded);
