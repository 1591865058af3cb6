/** The inputs of evidence that look-ups and mutations share. */
import { Field, InputType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import { openCommitment, type TypedDigest } from '../../ledger/itemCommitment.js';
import { LedgerError } from '../errors.js';
import { ByteCountScalar, HexScalar } from '../scalars.js';
import { DigestAlgorithmEnum } from './evidence.enums.js';

@InputType({ description: 'A digest that says what it is of.' })
export class TypedDigestInput {
  @Field(() => DigestAlgorithmEnum, { description: 'What it was made with.' })
  algorithm!: string;

  @Field(() => ByteCountScalar, { description: 'Length of the content.' })
  length!: number;

  @Field(() => HexScalar, { description: 'The digest.' })
  value!: Hex;
}

const DIGESTS_MAX = 4;

/**
 * The open commitment to `digests` in any order. Throws BAD_USER_INPUT unless there are 1 to 4,
 * each of another algorithm.
 */
export function commitmentOf(digests: readonly TypedDigestInput[]): Hex {
  const algorithms = new Set(digests.map(({ algorithm }) => algorithm));
  if (digests.length === 0 || digests.length > DIGESTS_MAX || algorithms.size < digests.length) {
    const limit = `1 to ${DIGESTS_MAX} digests, each of another algorithm`;
    const facts = { field: 'digests', limit, value: `${digests.length} digests` };
    throw new LedgerError('BAD_USER_INPUT', `digests must be ${limit}`, facts);
  }
  const sorted = [...digests].sort((left, right) => (left.algorithm < right.algorithm ? -1 : 1));
  return openCommitment(sorted as unknown as readonly TypedDigest[]);
}
