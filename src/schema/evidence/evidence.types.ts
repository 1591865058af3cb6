/** The objects of evidence (电子存证): items, their typed digests, batches and membership proofs. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import { batchMember } from '../../projections/evidence/lookup.js';
import type { EvidenceBatchesTable, EvidenceItemsTable } from '../../projections/readModels.js';
import { connectionType } from '../connection.js';
import { globalId, NodeObject } from '../globalId.js';
import {
  ByteCountScalar,
  HashScalar,
  HexScalar,
  InstantScalar,
  PositionScalar,
} from '../scalars.js';
import {
  DigestAlgorithmEnum,
  EvidenceCategoryEnum,
  EvidenceClaimEnum,
  EvidenceStatusEnum,
} from './evidence.enums.js';

@ObjectType('TypedDigest', {
  simpleResolvers: true,
  description: 'A digest that says what it is of: algorithm, length of the content, value.',
})
export class TypedDigestObject {
  @Field(() => DigestAlgorithmEnum, { description: 'What it was made with.' })
  algorithm!: string;

  @Field(() => ByteCountScalar, { description: 'Length of the content.' })
  length!: number;

  @Field(() => HexScalar, { description: 'The digest.' })
  value!: Hex;
}

@ObjectType('EvidenceItem', {
  implements: NodeObject,
  simpleResolvers: true,
  description:
    'A registered item: content that existed, unchanged since, when its block became final. Who ' +
    'made it and who owns it the ledger does not say.',
})
export class EvidenceItemObject extends NodeObject {
  @Field(() => String, {
    description: 'The item’s own id: `<event hash>`, or `<event hash>.<index>` in a batch.',
  })
  itemId!: string;

  @Field(() => PositionScalar, { description: 'Position of the derived entry that registered it.' })
  position!: number;

  @Field(() => Int, { nullable: true, description: 'Index in its batch; null for a single item.' })
  batchIndex!: number | null;

  @Field(() => String, { description: 'Id of the organisation that claims it.' })
  claimantId!: string;

  @Field(() => String, { description: 'Id of the actor that registered it.' })
  registrantId!: string;

  @Field(() => HashScalar, { description: 'Commitment to the digests, salted or open.' })
  commitment!: Hex;

  @Field(() => [TypedDigestObject], {
    nullable: true,
    description: 'The digests; null when only the commitment is public.',
  })
  digests!: TypedDigestObject[] | null;

  @Field(() => EvidenceCategoryEnum, { description: 'Kind of electronic data.' })
  category!: string;

  @Field(() => EvidenceClaimEnum, { description: 'What the claimant says to be towards it.' })
  claim!: string;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'The party’s own statement of a time. Never proven by the ledger.',
  })
  claimedTime!: string | null;

  @Field(() => InstantScalar, {
    description: 'Time of the block that registered it: the content is not younger than this.',
  })
  registeredTime!: string;

  @Field(() => EvidenceStatusEnum, { description: 'Whether it still stands.' })
  status!: string;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Position of the entry that superseded or withdrew it.',
  })
  closedPosition!: number | null;

  @Field(() => String, { nullable: true, description: 'Why it was superseded or withdrawn.' })
  closedReason!: string | null;

  /** Event hash of the batch, for the relations. */
  readonly batchId: Hex | null;
  /** Item that replaced it, for the relations. */
  readonly supersededById: string | null;
  /** Order of registration, for cursors. */
  readonly sequence: number;

  constructor(row: EvidenceItemsTable) {
    super();
    this.id = globalId('EvidenceItem', row.item);
    this.itemId = row.item;
    this.position = row.position;
    this.batchIndex = row.batch === null ? null : (batchMember(row.item)?.index ?? null);
    this.claimantId = row.claimant;
    this.registrantId = row.registrant;
    this.commitment = row.commitment;
    this.digests = row.digests === null ? null : (JSON.parse(row.digests) as TypedDigestObject[]);
    this.category = row.category;
    this.claim = row.claim;
    this.claimedTime = row.claimed_time;
    this.registeredTime = row.time;
    this.status = row.status;
    this.closedPosition = row.closed_position;
    this.closedReason = row.closed_reason;
    this.batchId = row.batch;
    this.supersededById = row.superseded_by;
    this.sequence = row.sequence;
  }
}

@ObjectType('EvidenceBatch', {
  implements: NodeObject,
  simpleResolvers: true,
  description: 'Items that were registered together under one RFC 9162 root of their commitments.',
})
export class EvidenceBatchObject extends NodeObject {
  @Field(() => HashScalar, {
    description: 'The batch’s own id: hash of the event that registered it.',
  })
  batchId!: Hex;

  @Field(() => PositionScalar, { description: 'Position of the derived entry that registered it.' })
  position!: number;

  @Field(() => String, { description: 'Id of the organisation that claims the items.' })
  claimantId!: string;

  @Field(() => String, { description: 'Id of the actor that registered them.' })
  registrantId!: string;

  @Field(() => HashScalar, { description: 'RFC 9162 root; leaf data are the 32 commitment bytes.' })
  root!: Hex;

  @Field(() => Int, { description: 'Number of items.' })
  count!: number;

  @Field(() => EvidenceCategoryEnum, { description: 'Kind of electronic data, of all items.' })
  category!: string;

  @Field(() => EvidenceClaimEnum, { description: 'What the claimant says, for all items.' })
  claim!: string;

  @Field(() => InstantScalar, { description: 'Time of the block that registered it.' })
  registeredTime!: string;

  /** Sequence of the first member. */
  readonly firstSequence: number;

  constructor(row: EvidenceBatchesTable) {
    super();
    this.id = globalId('EvidenceBatch', row.batch);
    this.batchId = row.batch;
    this.position = row.position;
    this.claimantId = row.claimant;
    this.registrantId = row.registrant;
    this.root = row.root;
    this.count = row.count;
    this.category = row.category;
    this.claim = row.claim;
    this.registeredTime = row.time;
    this.firstSequence = row.first_sequence;
  }
}

@ObjectType('BatchMemberProof', {
  simpleResolvers: true,
  description: 'Proof that an item’s commitment is under its batch’s root (RFC 9162 §2.1.3).',
})
export class BatchMemberProofObject {
  @Field(() => Int, { description: 'Index of the item in the batch.' })
  index!: number;

  @Field(() => Int, { description: 'Number of items in the batch.' })
  size!: number;

  @Field(() => HashScalar, { description: 'The commitment: its 32 bytes are the leaf’s data.' })
  commitment!: Hex;

  @Field(() => HashScalar, { description: 'The batch’s root.' })
  root!: Hex;

  @Field(() => [HashScalar], { description: 'The path’s hashes, nearest sibling first.' })
  hashes!: readonly Hex[];
}

export const EvidenceItemConnection = connectionType(
  'EvidenceItem',
  () => EvidenceItemObject,
  'evidence items',
);
