/** The objects of sealing: the proven interval, and a seal with what it rests on. */
import { Field, ObjectType } from 'type-graphql';
import type { TimeFlag } from '../../domain/evidence/attachedTokens.js';
import type { EvidenceSealsTable, EvidenceUnsealedTable } from '../../projections/readModels.js';
import { enumOf } from '../enumOf.js';
import { InstantScalar } from '../scalars.js';
import { rowFields, tableType } from '../tableType.js';

export const TimeFlagEnum = enumOf<TimeFlag>(
  'TimeFlag',
  'What is out of order in the times around a token; it is said and never repaired.',
  {
    'before-registration': 'The token says a time before the registration’s block.',
    'after-attachment': 'The token says a time after the block that attached it.',
    'before-beacon': 'The token says a time before the beacon: the interval is empty.',
    'accuracy-unstated': 'The token does not say how exact it is; it was taken as exact.',
  },
);

@ObjectType('ProvenInterval', {
  simpleResolvers: true,
  description: 'When a content came about, as far as others than its claimant prove it.',
})
export class ProvenIntervalObject {
  @Field(() => InstantScalar, {
    nullable: true,
    description: 'Block time of the beacon in its capture; null: no lower bound is proven.',
  })
  notBefore!: string | null;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'Earliest time that a token which counts vouches for, accuracy added; or null.',
  })
  notAfter!: string | null;
}

@ObjectType('TimeOwnerBound', {
  simpleResolvers: true,
  description: 'The best that one owner of time authorities vouches for.',
})
export class TimeOwnerBoundObject {
  @Field(() => String, { description: 'Id of the owner.' })
  owner!: string;

  @Field(() => String, { description: 'Id of its authority.' })
  authority!: string;

  @Field(() => String, { description: 'Serial number of the token, decimal.' })
  serial!: string;

  @Field(() => InstantScalar, { description: 'It existed no later than this.' })
  notAfter!: string;
}

@ObjectType('FlaggedTimestamp', { simpleResolvers: true, description: 'A token with its flag.' })
export class FlaggedTimestampObject {
  @Field(() => TimeFlagEnum, { description: 'What is out of order.' })
  flag!: string;

  @Field(() => String, { description: 'Id of the authority.' })
  authority!: string;

  @Field(() => String, { description: 'Serial number of the token, decimal.' })
  serial!: string;
}

const seal = rowFields<EvidenceSealsTable>();

export const EvidenceSealType = tableType<EvidenceSealsTable>(
  'EvidenceSeal',
  'At least two owners that are unrelated to the claimant, to who runs this ledger and to one ' +
    'another vouched for the time of the registration.',
  {
    registration: seal.hash('registration', 'Hash of the event that registered it.'),
    position: seal.position('position', 'Position of the entry that sealed it.'),
    time: seal.instant('time', 'Time of its block.'),
    sealedById: seal.text('sealed_by', 'Id of the actor that sealed it.'),
    interval: {
      type: () => ProvenIntervalObject,
      list: false,
      nullable: false,
      description: 'The interval that was proven then.',
      value: ({ not_before: notBefore, not_after: notAfter }) => ({ notBefore, notAfter }),
    },
    owners: {
      type: () => String,
      list: true,
      nullable: false,
      description: 'Ids of the owners that counted, sorted.',
      value: ({ bounds }) =>
        (JSON.parse(bounds) as readonly TimeOwnerBoundObject[]).map(({ owner }) => owner),
    },
    bounds: seal.list(() => TimeOwnerBoundObject, 'bounds', 'The bound of each owner.'),
    flags: seal.list(() => FlaggedTimestampObject, 'flags', 'What is out of order in the times.'),
  },
);

const unsealed = rowFields<EvidenceUnsealedTable>();

export const UnsealedType = tableType<EvidenceUnsealedTable>(
  'UnsealedRegistration',
  'A registration that waits for the tokens of two unrelated owners and for its seal.',
  {
    registration: unsealed.hash('registration', 'Hash of the event that registered it.'),
    sincePosition: unsealed.position('position', 'Entry since which it waits.'),
    sinceTime: unsealed.instant('time', 'Time of its block.'),
  },
);
