/** What became of submitted events: refusals, and the answer to "what became of this id?". */
import { Field, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import { REFUSALS, type RefusalCode } from '../../domain/refusals.js';
import { describedEnum } from '../describedEnum.js';
import { HashScalar, PositionScalar } from '../scalars.js';
import type { SignedEntryObject } from './entry.types.js';

/** The codes of the rules' own registry, with its meanings as descriptions. */
export const RefusalCodeEnum = describedEnum({
  name: 'RefusalCode',
  description: 'Why a rule said no. The codes are stable; docs/refusals.md explains each.',
  values: Object.fromEntries(
    Object.entries(REFUSALS).map(([code, { meaning }]) => [code, [code, `${sentence(meaning)}.`]]),
  ) as unknown as { [Code in RefusalCode]: readonly [string, string] },
});

function sentence(meaning: string): string {
  return meaning.charAt(0).toUpperCase() + meaning.slice(1);
}

/** The data of a `ledger.Refused` event. */
export interface RefusalFacts {
  readonly code: RefusalCode;
  readonly field: string;
  readonly limit: string;
  readonly value: string;
}

@ObjectType('Refusal', {
  simpleResolvers: true,
  description: 'The facts of a rule’s "no": code, field, what is allowed, what was found.',
})
export class RefusalObject {
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

  constructor({ code, field, limit, value }: RefusalFacts) {
    this.code = code;
    this.message = sentence(REFUSALS[code].meaning);
    this.field = field;
    this.limit = limit;
    this.value = value;
  }
}

export const EventStatusEnum = describedEnum({
  name: 'EventStatus',
  description: 'What became of a submitted event.',
  values: {
    UNKNOWN: ['UNKNOWN', 'Nothing under this id is in the log: not submitted, or not yet final.'],
    ACCEPTED: ['ACCEPTED', 'It is in the log, and no rule refused it.'],
    REFUSED: ['REFUSED', 'It is in the log, and a rule refused it.'],
  },
});

@ObjectType('EventOutcome', {
  simpleResolvers: true,
  description: 'What became of the event that an actor first submitted under an id.',
})
export class EventOutcomeObject {
  @Field(() => String, { description: 'The actor that was asked for.' })
  actorId!: string;

  @Field(() => String, { description: 'The idempotency key that was asked for.' })
  submissionId!: string;

  @Field(() => EventStatusEnum, { description: 'What became of it.' })
  status!: string;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Position of the signed entry; null while unknown.',
  })
  position!: number | null;

  @Field(() => HashScalar, {
    nullable: true,
    description: 'Hash of the signed event; null while unknown.',
  })
  eventHash!: Hex | null;

  @Field(() => RefusalObject, { nullable: true, description: 'The facts when a rule refused it.' })
  refusal!: RefusalObject | null;

  /** The signed entry, for the relations. */
  readonly signed!: SignedEntryObject | null;
}
