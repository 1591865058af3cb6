/** The objects of holds and erasure, and of what has become of an item's content. */
import { Field, ObjectType } from 'type-graphql';
import type {
  EvidenceErasuresTable,
  EvidenceHoldsTable,
} from '../../../projections/evidence/lifeTables.js';
import { InstantScalar } from '../../scalars.js';
import { rowFields, tableType } from '../../tableType.js';
import { historyOf, itemsOf } from '../content.types.js';
import { EvidenceItemObject } from '../evidence.types.js';
import {
  ContentStatusEnum,
  ErasureDecisionEnum,
  ErasureGroundEnum,
  ErasureStatusEnum,
  HoldStatusEnum,
  RetentionBasisEnum,
} from './keeping.enums.js';

const hold = rowFields<EvidenceHoldsTable>();

export const HoldType = tableType<EvidenceHoldsTable>(
  'LegalHold',
  'An order of a court or regulator that items stay as and where they are.',
  {
    holdId: hold.hash('hold', 'Hash of the event that placed it.'),
    organisationId: hold.text('organisation', 'Id of the court or regulator.'),
    order: hold.hash('order_reference', 'SHA-256 over the order’s number.'),
    status: hold.word(HoldStatusEnum, 'status', 'Whether it lies.'),
    placedPosition: hold.position('position', 'Position of the entry that placed it.'),
    placedTime: hold.instant('time', 'Time of its block.'),
    liftedPosition: hold.maybe(hold.position('lifted_position', 'Where it was lifted.')),
    liftedOrder: hold.maybe(hold.hash('lifted_order', 'SHA-256 over the lifting order’s number.')),
    items: itemsOf(() => EvidenceItemObject),
    history: historyOf('hold'),
  },
);

const erasure = rowFields<EvidenceErasuresTable>();

export const ErasureType = tableType<EvidenceErasuresTable>(
  'Erasure',
  'A request that content be erased, its decision, and the proofs that keys are destroyed.',
  {
    erasureId: erasure.hash('erasure', 'Hash of the event that requested it.'),
    itemId: erasure.text('item', 'Id of the item.'),
    ground: erasure.word(ErasureGroundEnum, 'ground', 'Why.'),
    deciderId: erasure.text('decider', 'Id of the organisation that decides.'),
    status: erasure.word(ErasureStatusEnum, 'status', 'How far it is.'),
    decision: erasure.maybe(erasure.word(ErasureDecisionEnum, 'decision', 'What was decided.')),
    custodianIds: erasure.maybe(
      erasure.list(() => String, 'custodians', 'Ids of the key custodians.'),
    ),
    required: erasure.maybe(erasure.int('required', 'How many of them must attest.')),
    attestedIds: erasure.list(() => String, 'attested', 'Ids of those that have attested.'),
    executedPosition: erasure.maybe(erasure.position('executed_position', 'Where it was done.')),
    requestedPosition: erasure.position('position', 'Position of the entry that requested it.'),
    requestedTime: erasure.instant('time', 'Time of its block.'),
    history: historyOf('erasure'),
  },
);

@ObjectType('EvidenceKeeping', {
  simpleResolvers: true,
  description: 'Who holds an item’s content, and what has become of it.',
})
export class KeepingObject {
  @Field(() => String, { description: 'Id of the one organisation that holds the content.' })
  holderId!: string;

  @Field(() => ContentStatusEnum, { description: 'Whether the content is there.' })
  contentStatus!: string;

  @Field(() => Boolean, { description: 'Whether strangers need an undertaking to read it.' })
  secret!: boolean;

  @Field(() => InstantScalar, { nullable: true, description: 'Until when it has to be kept.' })
  retainedUntil!: string | null;

  @Field(() => RetentionBasisEnum, { nullable: true, description: 'On what that rests.' })
  retentionBasis!: string | null;

  @Field(() => Boolean, { description: 'Whether a legal hold lies on it.' })
  held!: boolean;
}
