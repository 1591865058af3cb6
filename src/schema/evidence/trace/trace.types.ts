/** The trace of an item: every hand and every gap, from generation to proceedings. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { GapKind, TraceStage } from '../../../projections/evidence/traceGaps.js';
import { enumOf } from '../../enumOf.js';
import { InstantScalar, PositionScalar } from '../../scalars.js';
import { EvidenceStepType } from '../content.types.js';

export const TraceStageEnum = enumOf<TraceStage>('TraceStage', 'The stages of a trace, in order.', {
  generation: 'How the content came about: capture and its environment.',
  collection: 'What was brought home, and who signed for it.',
  storage: 'Registration, keeping, reading, erasure.',
  transmission: 'From hand to hand.',
  examination: 'What notaries and institutions made of it.',
  proceedings: 'What happened before courts.',
});

export const GapKindEnum = enumOf<GapKind>('TraceGapKind', 'What should be there and is not.', {
  'no-capture': 'Registered without a capture: no lower time bound, nothing on how it came about.',
  'no-environment-check': 'The environment was not checked before the first artefact.',
  'environment-failed': 'The check of the environment failed.',
  'tool-withdrawn': 'The build of the capture tool was withdrawn later.',
  uncorroborated: 'A page without picture, source and network log that bear one another out.',
  'collector-unsigned': 'A collector has not signed for the capture; a signature cures it.',
  'platform-facts-missing': 'No endorsed fact on the platform held when the capture was opened.',
  'content-erased': 'The content was lawfully erased; commitment and proofs stay.',
  'custody-content-differs': 'What was handed over has another commitment than the item.',
  'custody-mismatch': 'A recipient found other digests than were offered.',
  'custody-unanswered': 'An offer of custody ended without an answer.',
  'acted-without-content': 'A certificate by an office that neither held nor read the content.',
  'office-related': 'The office or institution is related to a party; found out later.',
  'certificate-revoked': 'The certificate was revoked and is void from the start.',
  'opinion-fallen': 'The opinion was withdrawn, or a court disregards it.',
  'check-inconsistent': 'The court’s check found it inconsistent with what was registered.',
});

@ObjectType('TraceStep', { simpleResolvers: true, description: 'One step in a trace.' })
export class TraceStepObject {
  @Field(() => TraceStageEnum, { description: 'The stage it belongs to.' })
  stage!: string;

  @Field(() => EvidenceStepType.type, { description: 'Who did what, where in the log.' })
  step!: object;
}

@ObjectType('TraceHand', {
  simpleResolvers: true,
  description: 'An organisation that held the content from a position on.',
})
export class TraceHandObject {
  @Field(() => String, { description: 'Id of the organisation.' })
  organisationId!: string;

  @Field(() => PositionScalar, { description: 'From which entry on.' })
  fromPosition!: number;

  @Field(() => InstantScalar, { nullable: true, description: 'Block time; null for the first.' })
  fromTime!: string | null;
}

@ObjectType('TraceGap', {
  simpleResolvers: true,
  description: 'Something that should be there and is not.',
})
export class TraceGapObject {
  @Field(() => GapKindEnum, { description: 'What.' })
  kind!: string;

  @Field(() => TraceStageEnum, { description: 'The stage it belongs to.' })
  stage!: string;

  @Field(() => PositionScalar, { description: 'Position of the entry at which it opens.' })
  position!: number;

  @Field(() => String, { description: 'Id of the record, organisation or actor it is about.' })
  recordId!: string;
}

@ObjectType('EvidenceTrace', {
  simpleResolvers: true,
  description:
    'Every hand and every gap of an item, as the log has them. It says what is on record, not ' +
    'what is true.',
})
export class TraceObject {
  @Field(() => InstantScalar, {
    nullable: true,
    description: 'The content is not older than this (the capture’s beacon); null: not proven.',
  })
  notBefore!: string | null;

  @Field(() => InstantScalar, {
    description: 'The content is not younger than this, by the ledger’s own block time.',
  })
  notAfter!: string;

  @Field(() => [TraceHandObject], { description: 'Who held the content, one after the other.' })
  hands!: readonly TraceHandObject[];

  @Field(() => Int, { description: 'Number of steps on record.' })
  stepCount!: number;

  @Field(() => [TraceStepObject], {
    description: 'The steps in the order of the log, at most the first thousand.',
  })
  steps!: readonly TraceStepObject[];

  @Field(() => [TraceGapObject], { description: 'The gaps, in the order of the log.' })
  gaps!: readonly TraceGapObject[];
}
