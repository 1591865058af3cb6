/** Submitting many signed events at once: input and answer of the hot path. */
import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type { SignedEvent } from '../../ledger/signedEvent.js';
import { type Lazy } from '../lazy.js';
import { RefusalCodeEnum, RefusalObject } from '../ledger/outcome.types.js';
import { HashScalar, PositionScalar, SignatureScalar } from '../scalars.js';
import { WaitEnum } from './submission.types.js';

@InputType({ description: 'An event with its signature.' })
export class SignedEventInput implements SignedEvent {
  @Field(() => String, {
    description:
      'Canonical JSON (RFC 8785) of {ledger, type, actor, key, id, notAfter, data}, as signed.',
  })
  body!: string;

  @Field(() => SignatureScalar, { description: 'Signature of the body by its `key`.' })
  signature!: string;
}

@InputType({ description: 'Signed events of any actors and types.' })
export class SubmitSignedEventsInput {
  @Field(() => [SignedEventInput], {
    description: 'The events, 1 to 1,000. If one cannot be admitted, none is ordered.',
  })
  events!: SignedEventInput[];

  @Field(() => WaitEnum, { defaultValue: 'WAIT', description: 'When to answer.' })
  wait!: string;
}

@ObjectType('SubmittedEvent', {
  simpleResolvers: true,
  description: 'What became of one submitted event.',
})
export class SubmittedEventObject {
  @Field(() => PositionScalar, { description: 'Position of the signed entry.' })
  position!: number;

  @Field(() => HashScalar, { description: 'Hash of the signed event.' })
  eventHash!: Hex;

  @Field(() => Boolean, {
    description: 'Whether it was in the log before; this is then the first outcome.',
  })
  duplicate!: boolean;

  @Field(() => RefusalCodeEnum, {
    nullable: true,
    description: 'Why a rule refused it; null when none did.',
  })
  refused!: string | null;

  @Field(() => RefusalObject, { nullable: true, description: 'The facts of the refusal.' })
  refusal!: Lazy<RefusalObject | null> | null;
}

@ObjectType('EventsSubmitted', {
  simpleResolvers: true,
  description: 'All events are durable. The short fields are cheaper than `results`.',
})
export class EventsSubmittedObject {
  @Field(() => [SubmittedEventObject], { description: 'One result for each event, in order.' })
  results!: readonly SubmittedEventObject[];

  @Field(() => [PositionScalar], { description: 'The position of each signed entry, in order.' })
  positions!: readonly number[];

  @Field(() => [PositionScalar], {
    description: 'Positions of the events that a rule refused, in order.',
  })
  refusedPositions!: readonly number[];
}

@ObjectType('EventsSubmittedAsync', {
  simpleResolvers: true,
  description: 'All events are admitted and on their way; ask `eventOutcome` what became of each.',
})
export class EventsSubmittedAsyncObject {
  @Field(() => [HashScalar], { description: 'The hash of each event, in order.' })
  eventHashes!: readonly Hex[];
}

export const SubmitSignedEventsResult = createUnionType({
  name: 'SubmitSignedEventsResult',
  description: 'The answer to submitSignedEvents, by the mode of waiting.',
  types: () => [EventsSubmittedObject, EventsSubmittedAsyncObject] as const,
});
