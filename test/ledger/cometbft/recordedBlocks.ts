/** The blocks of a real network (test/vectors/README.md), in the ledger's form. */
import { readFileSync } from 'node:fs';
import {
  type CommitAnswer,
  readCommit,
  type ValidatorAnswer,
} from '../../../src/consensus/cometbft/lightBlocks.js';
import type { LightBlock } from '../../../src/ledger/cometbft/lightBlock.js';
import type { CometValidator } from '../../../src/ledger/cometbft/validatorSet.js';

/** A block, the hash by which its validators name it, and its validators as CometBFT lists them. */
export interface RecordedBlock {
  readonly block: LightBlock;
  readonly hash: string;
  readonly validators: readonly CometValidator[];
  readonly addresses: readonly string[];
}

interface Recorded {
  readonly signedHeader: CommitAnswer['signed_header'];
  readonly validators: readonly (ValidatorAnswer & { readonly address: string })[];
}

const FILE = new URL('../../vectors/cometbft/recordedBlocks.json', import.meta.url);

/** As CometBFT's RPC gave them, from height 1 upwards. */
export const ANSWERS = JSON.parse(readFileSync(FILE, 'utf8')) as readonly Recorded[];

/** From height 1 upwards. */
export const RECORDED: readonly RecordedBlock[] = ANSWERS.map(
  ({ signedHeader, validators }, index) => ({
    block: readCommit({ signed_header: signedHeader }, index + 1),
    hash: signedHeader.commit.block_id.hash.toLowerCase(),
    validators: validators.map(({ pub_key: key, voting_power: power }) => ({
      key: Buffer.from(key.value, 'base64').toString('hex'),
      power: Number(power),
    })),
    addresses: validators.map(({ address }) => address.toLowerCase()),
  }),
);

/** The recorded block at `height`. */
export function recorded(height: number): RecordedBlock {
  return RECORDED[height - 1] as RecordedBlock;
}

export const CHAIN_ID = 'recorded-chain';
/** Heights from which another set votes. */
export const CHANGED_AT = [6, 11] as const;
