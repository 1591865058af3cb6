/**
 * What the mutations share: how long to wait, the signed envelope, and the answers to a submission.
 */
import { createUnionType, Field, InputType, InterfaceType, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type { RefusalCode } from '../../domain/refusals.js';
import { describedEnum } from '../describedEnum.js';
import { type Lazy } from '../lazy.js';
import { ProposalObject } from '../governance/governance.types.js';
import { RefusalCodeEnum, type RefusalObject } from '../ledger/outcome.types.js';
import {
  HashScalar,
  InstantScalar,
  PositionScalar,
  PublicKeyScalar,
  SignatureScalar,
} from '../scalars.js';

export const WaitEnum = describedEnum({
  name: 'Wait',
  description: 'When a mutation answers.',
  values: {
    WAIT: ['WAIT', 'When the events are durable, with what became of them.'],
    ASYNC: [
      'ASYNC',
      'When the events are admitted; `eventOutcome` tells later what became of them.',
    ],
  },
});

/**
 * The envelope of a signed action; the inputs of the typed mutations add the action's own fields.
 */
@InputType({ description: 'The envelope of a signed action.' })
export class SignedInput {
  @Field(() => String, { description: 'Who signs: `<handle>@<organisation>`.' })
  actor!: string;

  @Field(() => PublicKeyScalar, { description: 'The public key that signs.' })
  key!: string;

  @Field(() => String, {
    description:
      'The caller’s idempotency key, 1 to 64 characters of `A-Za-z0-9._:-`, unique per actor. ' +
      'The same id with the same bytes answers as the first time.',
  })
  id!: string;

  @Field(() => InstantScalar, { description: 'Last block time at which it may be executed.' })
  notAfter!: string;

  @Field(() => SignatureScalar, {
    description:
      'Signature over the UTF-8 bytes of `civic-ledger/signed-event/v1`, a line feed and the ' +
      'canonical JSON of {ledger, type, actor, key, id, notAfter, data}.',
  })
  signature!: string;

  @Field(() => WaitEnum, { defaultValue: 'WAIT', description: 'When to answer.' })
  wait!: string;
}

/** Where a submitted event stands in the log. */
export interface CommittedFacts {
  readonly position: number;
  readonly eventHash: Hex;
  readonly duplicate: boolean;
}

@InterfaceType('Committed', { description: 'An event that is durable in the log.' })
export abstract class CommittedObject implements CommittedFacts {
  @Field(() => PositionScalar, { description: 'Position of the signed entry.' })
  readonly position!: number;

  @Field(() => HashScalar, { description: 'Hash of the signed event.' })
  readonly eventHash!: Hex;

  @Field(() => Boolean, {
    description: 'Whether it was in the log before; this is then the first outcome.',
  })
  readonly duplicate!: boolean;

  constructor({ position, eventHash, duplicate }: CommittedFacts) {
    this.position = position;
    this.eventHash = eventHash;
    this.duplicate = duplicate;
  }
}

@ObjectType('Refused', {
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'A rule said no. The event and the refusal are in the log.',
})
export class RefusedObject extends CommittedObject {
  @Field(() => RefusalCodeEnum, { description: 'The rule that said no.' })
  code!: RefusalCode;

  @Field(() => String, { description: 'The code’s meaning in one sentence.' })
  message!: string;

  @Field(() => String, { description: 'Path of the field in the event, or what was judged.' })
  field!: string;

  @Field(() => String, { description: 'What the rule allows.' })
  limit!: string;

  @Field(() => String, { description: 'What was found.' })
  value!: string;

  constructor(committed: CommittedFacts, refusal: RefusalObject) {
    super(committed);
    Object.assign(this, refusal);
  }
}

@ObjectType('ProposalOpened', {
  implements: CommittedObject,
  simpleResolvers: true,
  description:
    'The policy asks for several organisations: the action now waits as a proposal, with the ' +
    'proposer’s organisation as its first approval.',
})
export class ProposalOpenedObject extends CommittedObject {
  @Field(() => ProposalObject, {
    nullable: true,
    description: 'The proposal; waits for the read models.',
  })
  proposal!: Lazy<ProposalObject | undefined>;
}

@ObjectType('SubmittedAsync', {
  simpleResolvers: true,
  description: 'The event was admitted and is on its way; ask `eventOutcome` what became of it.',
})
export class SubmittedAsyncObject {
  @Field(() => HashScalar, { description: 'Hash of the signed event.' })
  eventHash!: Hex;

  @Field(() => String, { description: 'Who signed: `actor` of `eventOutcome`.' })
  actorId!: string;

  @Field(() => String, { description: 'The idempotency key: `id` of `eventOutcome`.' })
  submissionId!: string;
}

/** What an action can lead to beside its success. */
export type OtherOutcome = RefusedObject | ProposalOpenedObject | SubmittedAsyncObject;

/**
 * The result union `<action>Result` of a typed mutation: a value that stands for the union in
 * decorators, under the type of the union's values.
 */
export function resultUnion<Succeeded extends CommittedObject>(
  action: string,
  succeeded: new (committed: CommittedFacts) => Succeeded,
): Succeeded | OtherOutcome {
  return createUnionType({
    name: `${action}Result`,
    description: `What became of ${action}.`,
    types: () => [succeeded, RefusedObject, ProposalOpenedObject, SubmittedAsyncObject] as const,
  });
}
