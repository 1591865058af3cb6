/** The objects of time-stamping: authorities whose time counts, and tokens that are attached. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type {
  EvidenceTimeAuthoritiesTable,
  EvidenceTimestampsTable,
} from '../../projections/readModels.js';
import { describedEnum } from '../describedEnum.js';
import { HashScalar, InstantScalar, PositionScalar } from '../scalars.js';

export const OwnerRelationEnum = describedEnum({
  name: 'TimeAuthorityRelation',
  description: 'Whether the owner of a time authority also runs this ledger.',
  values: {
    INDEPENDENT: ['independent', 'It does not.'],
    LEDGER_OPERATOR: ['ledger-operator', 'It does: its time says no more than a block does.'],
  },
});

export const TimestampRelationEnum = describedEnum({
  name: 'TimestampRelation',
  description: 'How the owner of a time authority stands to what is stamped.',
  values: {
    INDEPENDENT: ['independent', 'Neither claimant nor operator: the token counts.'],
    CLAIMANT: ['claimant', 'The claimant’s own authority: the token does not count.'],
    LEDGER_OPERATOR: ['ledger-operator', 'The ledger operator’s own: the token does not count.'],
    RELATED: ['related', 'Related to one of the two: the token does not count.'],
  },
});

export const TimestampRevocationEnum = describedEnum({
  name: 'TimestampRevocation',
  description: 'What was known of revocation when a token was attached.',
  values: {
    GOOD: ['good', 'Lists of that time speak for the whole chain, and nothing was revoked.'],
    NOT_CHECKED: ['not-checked', 'No list was given.'],
  },
});

export const TimestampHashEnum = describedEnum({
  name: 'TimestampHash',
  description: 'What the imprint of a token is made with.',
  values: {
    SHA_256: ['sha-256', 'SHA-256 (FIPS 180-4).'],
    SHA_384: ['sha-384', 'SHA-384 (FIPS 180-4).'],
    SHA_512: ['sha-512', 'SHA-512 (FIPS 180-4).'],
    SM3: ['sm3', 'SM3 (GB/T 32905).'],
  },
});

@ObjectType('TimeAuthority', {
  simpleResolvers: true,
  description: 'A time-stamping authority (RFC 3161) whose tokens can be attached.',
})
export class TimeAuthorityObject {
  @Field(() => String, { description: 'The authority’s own id: a lower-case label.' })
  authorityId!: string;

  @Field(() => String, { description: 'Id of the organisation that it belongs to.' })
  ownerId!: string;

  @Field(() => OwnerRelationEnum, { description: 'Whether its owner runs this ledger.' })
  relation!: string;

  @Field(() => String, { description: 'The pinned root certificate: DER in base64.' })
  root!: string;

  @Field(() => [String], { description: 'Policies whose tokens count, dotted.' })
  policies!: readonly string[];

  @Field(() => PositionScalar, { description: 'Position of the entry that registered it.' })
  registeredPosition!: number;

  @Field(() => InstantScalar, { description: 'Time of the block that registered it.' })
  registeredTime!: string;

  constructor(row: EvidenceTimeAuthoritiesTable) {
    this.authorityId = row.authority;
    this.ownerId = row.owner;
    this.relation = row.relation;
    this.root = row.root;
    this.policies = JSON.parse(row.policies) as readonly string[];
    this.registeredPosition = row.registered_position;
    this.registeredTime = row.time;
  }
}

@ObjectType('EvidenceTimestamp', {
  simpleResolvers: true,
  description:
    'A token that was verified when it was attached: imprint, signature, certificate chain at ' +
    'its own time. It says that the registration existed then; it is no lower bound.',
})
export class EvidenceTimestampObject {
  @Field(() => PositionScalar, { description: 'Position of the entry that attached it.' })
  position!: number;

  @Field(() => HashScalar, {
    description: 'Hash of the event that registered the item or the batch.',
  })
  registration!: Hex;

  @Field(() => String, { description: 'Id of the time authority.' })
  authorityId!: string;

  @Field(() => String, { description: 'Id of the organisation that the authority belongs to.' })
  ownerId!: string;

  @Field(() => TimestampRelationEnum, { description: 'Whether it counts, and why not.' })
  relation!: string;

  @Field(() => InstantScalar, { description: 'The token’s time, cut to milliseconds.' })
  genTime!: string;

  @Field(() => Int, { description: 'What was cut off, 0 to 999.' })
  genTimeMicroseconds!: number;

  @Field(() => String, {
    nullable: true,
    description: 'How far the time may be off, in microseconds; null when the token is silent.',
  })
  accuracyMicroseconds!: string | null;

  @Field(() => InstantScalar, {
    description: 'The token’s time with its accuracy added: it existed no later than this.',
  })
  notLaterThan!: string;

  @Field(() => String, { description: 'Serial number of the token, decimal.' })
  serial!: string;

  @Field(() => String, { description: 'Policy of the token, dotted.' })
  policy!: string;

  @Field(() => TimestampHashEnum, { description: 'What its imprint is made with.' })
  hash!: string;

  @Field(() => TimestampRevocationEnum, { description: 'What was known of revocation.' })
  revocation!: string;

  @Field(() => String, { description: 'The token: DER in base64.' })
  token!: string;

  @Field(() => String, { description: 'Id of the actor that attached it.' })
  attachedById!: string;

  @Field(() => InstantScalar, { description: 'Time of the block that attached it.' })
  attachedTime!: string;

  constructor(row: EvidenceTimestampsTable) {
    this.position = row.position;
    this.registration = row.registration;
    this.authorityId = row.authority;
    this.ownerId = row.owner;
    this.relation = row.relation;
    this.genTime = row.gen_time;
    this.genTimeMicroseconds = row.gen_time_microseconds;
    const accuracy = row.accuracy_microseconds;
    this.accuracyMicroseconds = accuracy === null ? null : String(accuracy);
    this.notLaterThan = row.not_after;
    this.serial = row.serial;
    this.policy = row.policy;
    this.hash = row.hash;
    this.revocation = row.revocation;
    this.token = row.token;
    this.attachedById = row.attached_by;
    this.attachedTime = row.time;
  }
}
