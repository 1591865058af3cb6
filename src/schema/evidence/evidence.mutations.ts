/** The inputs and results of the evidence mutations. Field names are those of the signed data. */
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type { Lazy } from '../lazy.js';
import { HashScalar, InstantScalar } from '../scalars.js';
import { CommittedObject, resultUnion, SignedInput } from '../submission/submission.types.js';
import {
  EvidenceCategoryEnum,
  EvidenceClaimEnum,
  SupersedeReasonEnum,
  WithdrawReasonEnum,
} from './evidence.enums.js';
import { TypedDigestInput } from './evidence.inputs.js';
import { EvidenceBatchObject, EvidenceItemObject } from './evidence.types.js';

@InputType({ description: 'The item to register.' })
export class EvidenceItemInput {
  @Field(() => HashScalar, { description: 'Commitment to the digests, open or salted.' })
  commitment!: Hex;

  @Field(() => [TypedDigestInput], {
    nullable: true,
    description:
      'Two to four digests of at least two families, sorted by algorithm. Absent: the commitment ' +
      'is salted, for personal or guessable content.',
  })
  digests?: TypedDigestInput[];

  @Field(() => EvidenceCategoryEnum, { description: 'Kind of electronic data.' })
  category!: string;

  @Field(() => EvidenceClaimEnum, { description: 'What the claimant says to be towards it.' })
  claim!: string;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'The party’s own statement of a time. Never proven by the ledger.',
  })
  claimedTime?: string;
}

@InputType({ description: 'A signed `evidence.RegisterItem`.' })
export class RegisterEvidenceItemInput extends SignedInput {
  @Field(() => EvidenceItemInput, { description: '`data.item`: the item.' })
  item!: EvidenceItemInput;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The item is registered.',
})
export class RegisterEvidenceItemSucceeded extends CommittedObject {
  @Field(() => EvidenceItemObject, {
    nullable: true,
    description: 'The item; waits for the read models.',
  })
  item!: Lazy<EvidenceItemObject | undefined>;
}

export const RegisterEvidenceItemResult = resultUnion(
  'RegisterEvidenceItem',
  RegisterEvidenceItemSucceeded,
);

@InputType({ description: 'A signed `evidence.RegisterBatch`.' })
export class RegisterEvidenceBatchInput extends SignedInput {
  @Field(() => HashScalar, {
    description: '`data.root`: RFC 9162 root; leaf data are the 32 commitment bytes.',
  })
  root!: Hex;

  @Field(() => Int, { description: '`data.count`: number of leaves.' })
  count!: number;

  @Field(() => [HashScalar], { description: '`data.leaves`: the commitments, in order.' })
  leaves!: Hex[];

  @Field(() => EvidenceCategoryEnum, { description: '`data.category`: kind of all items.' })
  category!: string;

  @Field(() => EvidenceClaimEnum, { description: '`data.claim`: what the claimant says, of all.' })
  claim!: string;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The batch is registered.',
})
export class RegisterEvidenceBatchSucceeded extends CommittedObject {
  @Field(() => EvidenceBatchObject, {
    nullable: true,
    description: 'The batch; waits for the read models.',
  })
  batch!: Lazy<EvidenceBatchObject | undefined>;
}

export const RegisterEvidenceBatchResult = resultUnion(
  'RegisterEvidenceBatch',
  RegisterEvidenceBatchSucceeded,
);

@InputType({ description: 'A signed `evidence.SupersedeItem`.' })
export class SupersedeEvidenceItemInput extends SignedInput {
  @Field(() => String, { description: '`data.item`: id of the item that is replaced.' })
  item!: string;

  @Field(() => String, { description: '`data.replacement`: id of the item that takes its place.' })
  replacement!: string;

  @Field(() => SupersedeReasonEnum, { description: '`data.reason`: why.' })
  reason!: string;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'Another item has taken the place of the item.',
})
export class SupersedeEvidenceItemSucceeded extends CommittedObject {
  @Field(() => EvidenceItemObject, {
    nullable: true,
    description: 'The item that was replaced; waits for the read models.',
  })
  item!: Lazy<EvidenceItemObject | undefined>;
}

export const SupersedeEvidenceItemResult = resultUnion(
  'SupersedeEvidenceItem',
  SupersedeEvidenceItemSucceeded,
);

@InputType({ description: 'A signed `evidence.WithdrawItem`.' })
export class WithdrawEvidenceItemInput extends SignedInput {
  @Field(() => String, { description: '`data.item`: id of the item.' })
  item!: string;

  @Field(() => WithdrawReasonEnum, { description: '`data.reason`: why.' })
  reason!: string;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The item is withdrawn; it stays in the log.',
})
export class WithdrawEvidenceItemSucceeded extends CommittedObject {
  @Field(() => EvidenceItemObject, {
    nullable: true,
    description: 'The item; waits for the read models.',
  })
  item!: Lazy<EvidenceItemObject | undefined>;
}

export const WithdrawEvidenceItemResult = resultUnion(
  'WithdrawEvidenceItem',
  WithdrawEvidenceItemSucceeded,
);
