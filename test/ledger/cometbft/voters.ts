/** Validators whose keys are known, so that tests can have them decide any block. */
import { sha256Hex } from '../../../src/crypto/sha256.js';
import type { Certificate } from '../../../src/ledger/cometbft/certificate.js';
import { type LightBlock, voteSigningBytes } from '../../../src/ledger/cometbft/lightBlock.js';
import {
  type CometValidator,
  inCometOrder,
  cometBftName,
  validatorSetHash,
} from '../../../src/ledger/cometbft/validatorSet.js';
import type { GenesisValidator } from '../../../src/ledger/genesis.js';
import { type SampleKey, sampleKey } from '../sampleLedger.js';

/** Organisations with their power. */
export type Powers = { readonly [organisation: string]: number };

const keyOf = (organisation: string): SampleKey => sampleKey(`validator ${organisation}`);

/** The set of these organisations, in CometBFT's order. */
export function setOf(powers: Powers): readonly CometValidator[] {
  return inCometOrder(
    Object.entries(powers).map(([name, power]) => ({ key: keyOf(name).publicHex, power })),
  );
}

/** The same set as a genesis document has it. */
export function genesisValidators(powers: Powers): readonly GenesisValidator[] {
  return Object.entries(powers).map(([organisation, power]) => ({
    organisation,
    nodeId: cometBftName(sampleKey(`node of ${organisation}`).publicHex),
    power,
    validatorKey: keyOf(organisation).publicHex,
  }));
}

/** Which block to decide, and who votes for it. */
export interface Decision {
  readonly chainId: string;
  readonly height: number;
  readonly appHash: string;
  readonly validators: Powers;
  /** The set of the next block; absent: the same. */
  readonly next?: Powers;
  /** Absent: everybody. */
  readonly voters?: readonly string[];
}

/** A light block as an honest network of these validators makes it. */
export function decide(decision: Decision): LightBlock {
  const { chainId, height, appHash, validators, next = validators } = decision;
  const { voters = Object.keys(validators) } = decision;
  const set = setOf(validators);
  const anyHash = (what: string): string => sha256Hex(`${what} ${height}`);
  const header: LightBlock['header'] = {
    appHash,
    chainId,
    consensusHash: anyHash('consensus'),
    dataHash: anyHash('data'),
    evidenceHash: anyHash('evidence'),
    height,
    lastBlock:
      height === 1
        ? { hash: '', parts: { hash: '', total: 0 } }
        : { hash: anyHash('last'), parts: { hash: anyHash('last parts'), total: 1 } },
    lastCommitHash: anyHash('commit'),
    lastResultsHash: anyHash('results'),
    nextValidatorsHash: validatorSetHash(setOf(next)),
    proposer: cometBftName((set[0] as CometValidator).key),
    time: { nanos: 0, seconds: 1_767_323_045 + height },
    validatorsHash: validatorSetHash(set),
    version: { app: 0, block: 11 },
  };
  const parts = { hash: anyHash('parts'), total: 1 };
  return withVotes({ header, parts, round: 0, votes: [] }, set, voters);
}

function withVotes(
  block: LightBlock,
  set: readonly CometValidator[],
  voters: readonly string[],
): LightBlock {
  const bytesAt = voteSigningBytes(block);
  const signers = new Map(voters.map((name) => [keyOf(name).publicHex, keyOf(name)]));
  const votes = set.map(({ key }, at) => {
    const time = { nanos: at, seconds: block.header.time.seconds + 1 };
    const signature = signers.get(key)?.sign(bytesAt(time));
    return signature === undefined ? null : { ...time, signature };
  });
  return { ...block, votes };
}

/** A certificate of `appHash` after the sets of `history` followed one another. */
export function certify(
  { chainId, appHash }: Pick<Decision, 'chainId' | 'appHash'>,
  history: readonly [Powers, ...Powers[]],
): Certificate {
  const changes = history.slice(1).map((next, index) => ({
    block: decide({
      chainId,
      height: 2 * index + 1,
      appHash: sha256Hex('before'),
      validators: history[index] as Powers,
      next,
    }),
    validators: setOf(next),
  }));
  const validators = history.at(-1) as Powers;
  const block = decide({ chainId, height: 2 * history.length + 1, appHash, validators });
  return { block, changes };
}
