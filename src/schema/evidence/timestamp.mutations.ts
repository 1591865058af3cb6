/** The inputs and results of the time-stamping mutations, named as the signed data are. */
import { Field, InputType, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type { Lazy } from '../lazy.js';
import { HashScalar } from '../scalars.js';
import { CommittedObject, resultUnion, SignedInput } from '../submission/submission.types.js';
import {
  EvidenceTimestampObject,
  OwnerRelationEnum,
  TimeAuthorityObject,
} from './timestamp.types.js';

@InputType({ description: 'The authority to register.' })
export class TimeAuthorityInput {
  @Field(() => String, { description: '`data.id`: a new lower-case label.' })
  id!: string;

  @Field(() => String, { description: '`data.owner`: id of the organisation that it belongs to.' })
  owner!: string;

  @Field(() => OwnerRelationEnum, {
    description: '`data.relation`: does its owner run the ledger?',
  })
  relation!: string;

  @Field(() => String, { description: '`data.root`: the root certificate, DER in base64.' })
  root!: string;

  @Field(() => [String], { description: '`data.policies`: dotted, sorted as text.' })
  policies!: string[];
}

@InputType({ description: 'A signed `evidence.RegisterTimeAuthority`.' })
export class RegisterTimeAuthorityInput extends SignedInput {
  @Field(() => TimeAuthorityInput, { description: '`data`: the authority.' })
  authority!: TimeAuthorityInput;
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The authority is registered.',
})
export class RegisterTimeAuthoritySucceeded extends CommittedObject {
  @Field(() => TimeAuthorityObject, {
    nullable: true,
    description: 'The authority; waits for the read models.',
  })
  authority!: Lazy<TimeAuthorityObject | undefined>;
}

export const RegisterTimeAuthorityResult = resultUnion(
  'RegisterTimeAuthority',
  RegisterTimeAuthoritySucceeded,
);

@InputType({ description: 'A signed `evidence.AttachTimestamp`.' })
export class AttachTimestampInput extends SignedInput {
  @Field(() => HashScalar, {
    description: '`data.registration`: hash of the event that registered the item or the batch.',
  })
  registration!: Hex;

  @Field(() => String, { description: '`data.authority`: id of the time authority.' })
  authority!: string;

  @Field(() => String, { description: '`data.token`: the TimeStampToken, DER in base64.' })
  token!: string;

  @Field(() => [String], {
    nullable: true,
    description: '`data.revocationLists`: lists of that time, DER in base64.',
  })
  revocationLists?: string[];
}

@ObjectType({
  implements: CommittedObject,
  simpleResolvers: true,
  description: 'The token was verified and is attached.',
})
export class AttachTimestampSucceeded extends CommittedObject {
  @Field(() => EvidenceTimestampObject, {
    nullable: true,
    description: 'The token; waits for the read models.',
  })
  timestamp!: Lazy<EvidenceTimestampObject | undefined>;
}

export const AttachTimestampResult = resultUnion('AttachTimestamp', AttachTimestampSucceeded);
