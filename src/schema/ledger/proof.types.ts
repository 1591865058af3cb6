/** Merkle proofs and receipts: what lets a caller check the ledger without trusting this server. */
import { Field, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import { CanonicalJsonScalar, HashScalar, PositionScalar } from '../scalars.js';
import { BlockObject, CheckpointObject } from './block.types.js';
import { EntryObject } from './entry.types.js';

@ObjectType('InclusionProof', {
  simpleResolvers: true,
  description: 'Proof that an entry is under a root (RFC 9162 §2.1.3).',
})
export class InclusionProofObject {
  @Field(() => PositionScalar, { description: 'Position of the entry: the leaf’s index.' })
  index!: number;

  @Field(() => PositionScalar, { description: 'Number of entries under the root.' })
  size!: number;

  @Field(() => HashScalar, {
    description: 'The leaf’s hash: SHA-256 of 0x00 and the entry’s text.',
  })
  leafHash!: Hex;

  @Field(() => HashScalar, { description: 'The root over the first `size` entries.' })
  root!: Hex;

  @Field(() => [HashScalar], { description: 'The path’s hashes, nearest sibling first.' })
  hashes!: readonly Hex[];
}

@ObjectType('ConsistencyProof', {
  simpleResolvers: true,
  description: 'Proof that a smaller log is the start of a larger one (RFC 9162 §2.1.4).',
})
export class ConsistencyProofObject {
  @Field(() => PositionScalar, { description: 'Size of the smaller log, 1 or more.' })
  from!: number;

  @Field(() => PositionScalar, { description: 'Size of the larger log.' })
  to!: number;

  @Field(() => HashScalar, { description: 'Root over the first `from` entries.' })
  fromRoot!: Hex;

  @Field(() => HashScalar, { description: 'Root over the first `to` entries.' })
  toRoot!: Hex;

  @Field(() => [HashScalar], { description: 'The proof’s hashes, in the order of the RFC.' })
  hashes!: readonly Hex[];
}

@ObjectType('LogRecords', {
  simpleResolvers: true,
  description:
    'Signed events with all that they led to, and one proof for all of them (docs/formats.md §23).',
})
export class LogRecordsObject {
  @Field(() => PositionScalar, { description: 'Number of entries under the root.' })
  size!: number;

  @Field(() => HashScalar, { description: 'The root over the first `size` entries.' })
  root!: Hex;

  @Field(() => [CanonicalJsonScalar], {
    description: 'The records in the order of the log, each once: `{events, first}`.',
  })
  records!: readonly string[];

  @Field(() => [HashScalar], {
    description: 'Roots of the subtrees that none of the records’ last entries is in, in order.',
  })
  hashes!: readonly Hex[];
}

@ObjectType('Receipt', {
  simpleResolvers: true,
  description:
    'Everything that proves a signed event and what followed from it, without this server: ' +
    'entries, header, inclusion proof and signed checkpoint, or the certificate of the ' +
    'validators where they keep the ledger. Save `document` as a file to verify it offline.',
})
// Functions are called only for the fields that an operation asks for.
export class ReceiptObject {
  @Field(() => PositionScalar, { description: 'Position of the signed entry.' })
  position!: number;

  @Field(() => [EntryObject], { description: 'The signed entry and all entries derived from it.' })
  entries!: () => EntryObject[];

  @Field(() => BlockObject, { description: 'The block that holds them.' })
  block!: BlockObject;

  @Field(() => InclusionProofObject, {
    description: 'Proof of the last of the entries; the chain of hashes authenticates the others.',
  })
  inclusion!: InclusionProofObject;

  @Field(() => CheckpointObject, { description: 'The signed checkpoint over the block.' })
  checkpoint!: CheckpointObject;

  @Field(() => String, {
    description:
      'The receipt file’s exact text with its last line break: `civic-ledger/receipt/v1`, or ' +
      '`/v2` where validators keep the ledger. Waits up to 5 s for their signatures.',
  })
  document!: () => string | Promise<string>;
}
