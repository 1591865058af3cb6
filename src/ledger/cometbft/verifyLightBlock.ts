/**
 * Whether a set of validators has decided a light block: more than two thirds of its power have
 * signed votes for just this header. Pure, and the same in a browser. Every vote that is there must
 * be right, so that no byte of a light block can be changed unseen.
 */
import type { Hex } from '../../crypto/bytes.js';
import { verifySignature } from '../../crypto/suites.js';
import { type LightBlock, voteSigningBytes } from './lightBlock.js';
import { type CometValidator, totalPower, validatorSetHash } from './validatorSet.js';

/** What can be wrong with a light block, in the order of the checks. */
export const LIGHT_BLOCK_FAULTS = {
  CHAIN_ID: 'the validators’ block is of another chain',
  VALIDATORS: 'the validators’ block was not decided by the set that is known for it',
  VOTE_COUNT: 'the votes are not one for each validator',
  VOTE_SIGNATURE: 'a validator’s signature is wrong',
  VOTING_POWER: 'no more than two thirds of the voting power have signed',
} as const;

export type LightBlockFault = keyof typeof LIGHT_BLOCK_FAULTS;

/** The set that a block has to be decided by. */
export interface ValidatorTrust {
  readonly chainId: string;
  /** In CometBFT's order; readValidators or ledgerValidators vouch for it. */
  readonly validators: readonly CometValidator[];
}

/** Ed25519 votes are checked by our strict predicate: what it accepts, CometBFT's does too. */
const VOTE_SUITE = 'ed25519-strict-1';

/** The first fault, or undefined when the set has decided the block. Never throws. */
export function lightBlockFault(
  block: LightBlock,
  { chainId, validators }: ValidatorTrust,
): LightBlockFault | undefined {
  const { header, votes } = block;
  if (header.chainId !== chainId) return 'CHAIN_ID';
  if (header.validatorsHash !== validatorSetHash(validators)) return 'VALIDATORS';
  if (votes.length !== validators.length) return 'VOTE_COUNT';
  const right = rightVotes(block, validators);
  if (votes.some((vote, at) => vote !== null && right[at] !== true)) return 'VOTE_SIGNATURE';
  const signed = totalPower(signersOf(block, validators));
  return 3 * signed > 2 * totalPower(validators) ? undefined : 'VOTING_POWER';
}

/** Those of the set who have voted for the block. Their signatures are not looked at here. */
export function signersOf<Validator>(
  { votes }: LightBlock,
  validators: readonly Validator[],
): readonly Validator[] {
  return validators.filter((_, at) => (votes[at] ?? null) !== null);
}

/** The block with the votes only that pass: CometBFT accepts some signatures that we do not. */
export function withRightVotes(
  block: LightBlock,
  validators: readonly CometValidator[],
): LightBlock {
  const right = rightVotes(block, validators);
  return { ...block, votes: block.votes.map((vote, at) => (right[at] === true ? vote : null)) };
}

function rightVotes(block: LightBlock, validators: readonly CometValidator[]): readonly boolean[] {
  const bytesAt = voteSigningBytes(block);
  const isBy = (key: Hex | undefined, vote: LightBlock['votes'][number]): boolean =>
    vote !== null && verifySignature(`${VOTE_SUITE}:${key}`, bytesAt(vote), vote.signature);
  return block.votes.map((vote, at) => isBy(validators[at]?.key, vote));
}
