/** The payloads of subscriptions: each carries its position and the position before it. */
import { createUnionType, Field, ObjectType } from 'type-graphql';
import type { Lazy } from '../lazy.js';
import { EvidenceStepType } from '../evidence/content.types.js';
import { EvidenceBatchObject, EvidenceItemObject } from '../evidence/evidence.types.js';
import { CheckpointObject } from '../ledger/block.types.js';
import { EntryObject } from '../ledger/entry.types.js';
import { PositionScalar } from '../scalars.js';

const POSITION = 'Position of this payload: `after` to resume behind it.';
const PREV =
  'Position of the payload before, or the `after` of the subscription: who has seen it has ' +
  'missed nothing. Null at the start of the log.';

@ObjectType('Gap', {
  simpleResolvers: true,
  description:
    'The subscriber fell too far behind: what lies between was not sent. Subscribe again after ' +
    '`resumeFrom`, or read it with a query.',
})
export class GapObject {
  @Field(() => PositionScalar, { description: 'First position that was left out.' })
  from!: number;

  @Field(() => PositionScalar, { description: 'Last position that was left out.' })
  to!: number;

  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'The `after` of a new subscription that delivers what was left out. Null: from the start.',
  })
  resumeFrom!: number | null;
}

@ObjectType('EntryAppended', { simpleResolvers: true, description: 'An entry of the log.' })
export class EntryAppendedObject {
  @Field(() => PositionScalar, { description: POSITION })
  position!: number;

  @Field(() => PositionScalar, { nullable: true, description: PREV })
  prev!: number | null;

  @Field(() => EntryObject, { description: 'The entry.' })
  entry!: EntryObject;
}

@ObjectType('EvidenceRegistered', {
  simpleResolvers: true,
  description: 'Items that were registered by one entry: a single one, or the members of a batch.',
})
export class EvidenceRegisteredObject {
  @Field(() => PositionScalar, { description: POSITION })
  position!: number;

  @Field(() => PositionScalar, { nullable: true, description: PREV })
  prev!: number | null;

  @Field(() => EvidenceItemObject, {
    nullable: true,
    description: 'The item; null when a batch was registered.',
  })
  item!: Lazy<EvidenceItemObject | undefined> | null;

  @Field(() => EvidenceBatchObject, {
    nullable: true,
    description: 'The batch with its members; null when a single item was registered.',
  })
  batch!: Lazy<EvidenceBatchObject | undefined> | null;
}

@ObjectType('EvidenceStepTaken', { simpleResolvers: true, description: 'A step in a matter.' })
export class EvidenceStepTakenObject {
  @Field(() => PositionScalar, { description: POSITION })
  position!: number;

  @Field(() => PositionScalar, { nullable: true, description: PREV })
  prev!: number | null;

  @Field(() => EvidenceStepType.type, { description: 'Who did what.' })
  step!: object;
}

@ObjectType('CheckpointSigned', {
  simpleResolvers: true,
  description: 'The checkpoint of a block.',
})
export class CheckpointSignedObject {
  @Field(() => PositionScalar, { description: `The block’s last entry. ${POSITION}` })
  position!: number;

  @Field(() => PositionScalar, { nullable: true, description: PREV })
  prev!: number | null;

  @Field(() => CheckpointObject, { description: 'The checkpoint.' })
  checkpoint!: CheckpointObject;
}

export const EntriesPayload = createUnionType({
  name: 'EntriesPayload',
  description: 'What the subscription `entries` sends.',
  types: () => [EntryAppendedObject, GapObject] as const,
});

export const EvidenceItemsPayload = createUnionType({
  name: 'EvidenceItemsPayload',
  description: 'What the subscription `evidenceItems` sends.',
  types: () => [EvidenceRegisteredObject, GapObject] as const,
});

export const EvidenceStepsPayload = createUnionType({
  name: 'EvidenceStepsPayload',
  description: 'What the subscription `evidenceSteps` sends.',
  types: () => [EvidenceStepTakenObject, GapObject] as const,
});

export const CheckpointsPayload = createUnionType({
  name: 'CheckpointsPayload',
  description: 'What the subscription `checkpoints` sends.',
  types: () => [CheckpointSignedObject, GapObject] as const,
});
