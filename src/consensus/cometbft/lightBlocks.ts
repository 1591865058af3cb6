/**
 * Light blocks and validator sets as CometBFT's RPC gives them (`commit`, `validators`), in the
 * ledger's form. What comes back has the right form; what it is worth is for the verifier.
 */
import { type Hex, toHex } from '../../crypto/bytes.js';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import type { CometTime, CommitVote, LightBlock } from '../../ledger/cometbft/lightBlock.js';
import { readLightBlock } from '../../ledger/cometbft/lightBlockText.js';
import { readValidators } from '../../ledger/cometbft/readValidators.js';
import { type CometValidator, inCometOrder } from '../../ledger/cometbft/validatorSet.js';

/** CometBFT's RPC as far as light blocks need it (CometRpc). */
export interface LightBlockRpc {
  call<Result>(method: string, params: object): Promise<Result>;
  /**
   * Set when another node has answered last, who can say what it likes: how many more there are.
   */
  others?(): number | undefined;
  /** What was answered last does not hold: another one is to be asked first, if there is one. */
  doubt?(): void;
}

/** CometBFT's answer has not the form that its documentation gives it. */
export class UnreadableBlock extends Error {}

/** Most validators that CometBFT gives at once. */
const VALIDATORS_A_PAGE = 100;
/** No commit of CometBFT has more votes (types.MaxVotesCount). */
const VALIDATORS_MAX = 10_000;

/** The block at `height` with the votes that decided it. Rejects when CometBFT does not have it. */
export async function fetchLightBlock(rpc: LightBlockRpc, height: number): Promise<LightBlock> {
  const answer = await rpc.call<CommitAnswer>('commit', { height: String(height) });
  return readCommit(answer, height);
}

/** The validators that vote on the block at `height`, in CometBFT's order. */
export async function fetchValidators(
  rpc: LightBlockRpc,
  height: number,
): Promise<readonly CometValidator[]> {
  const validators: CometValidator[] = [];
  for (let page = 1; ; page += 1) {
    const params = {
      height: String(height),
      page: String(page),
      per_page: String(VALIDATORS_A_PAGE),
    };
    const answer = await rpc.call<ValidatorsAnswer>('validators', params);
    validators.push(...answer.validators.map(readValidator));
    if (validators.length > VALIDATORS_MAX) {
      throw new UnreadableBlock(`the validators of ${height} are more than ${VALIDATORS_MAX}`);
    }
    if (answer.validators.length === 0 || validators.length >= Number(answer.total)) break;
  }
  const set = readValidators(inCometOrder(validators));
  if (set === undefined) throw new UnreadableBlock(`the validators of ${height} are no set`);
  return set;
}

/** The light block in CometBFT's answer to `commit`. Throws UnreadableBlock. */
export function readCommit({ signed_header: signed }: CommitAnswer, height: number): LightBlock {
  const { header, commit } = signed;
  const block = {
    header: readHeader(header),
    parts: readParts(commit.block_id.parts),
    round: commit.round,
    votes: commit.signatures.map(readVote),
  };
  // Through the text, so that what is kept is what any reader accepts.
  const read = readLightBlock(
    JSON.parse(canonicalJson(block as unknown as JsonValue)) as JsonValue,
  );
  if (read?.header.height === height) return read;
  throw new UnreadableBlock(`the answer to commit ${height} is no light block of that height`);
}

function readHeader(header: HeaderAnswer): LightBlock['header'] {
  const { version, last_block_id: last } = header;
  return {
    appHash: lower(header.app_hash),
    chainId: header.chain_id,
    consensusHash: lower(header.consensus_hash),
    dataHash: lower(header.data_hash),
    evidenceHash: lower(header.evidence_hash),
    height: Number(header.height),
    lastBlock: { hash: lower(last.hash), parts: readParts(last.parts) },
    lastCommitHash: lower(header.last_commit_hash),
    lastResultsHash: lower(header.last_results_hash),
    nextValidatorsHash: lower(header.next_validators_hash),
    proposer: lower(header.proposer_address),
    time: readTime(header.time),
    validatorsHash: lower(header.validators_hash),
    version: { app: Number(version.app ?? 0), block: Number(version.block) },
  };
}

/** BlockIDFlag of a vote for the block; others are absent, or for no block. */
const FLAG_COMMIT = 2;

function readVote(vote: VoteAnswer): CommitVote | null {
  if (vote.block_id_flag !== FLAG_COMMIT) return null;
  const signature = toHex(Buffer.from(vote.signature ?? '', 'base64'));
  return { ...readTime(vote.timestamp), signature };
}

const TIME = /^(?<second>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(?<fraction>\d{1,9}))?Z$/;
const NANO_DIGITS = 9;
const MILLISECONDS_A_SECOND = 1_000;

function readTime(text: string): CometTime {
  const { second, fraction = '' } = TIME.exec(text)?.groups ?? {};
  const seconds = Date.parse(`${second}Z`) / MILLISECONDS_A_SECOND;
  if (Number.isNaN(seconds)) throw new UnreadableBlock(`"${text}" is no time`);
  return { nanos: Number(fraction.padEnd(NANO_DIGITS, '0')), seconds };
}

function readParts({ hash, total }: PartsAnswer): LightBlock['parts'] {
  return { hash: lower(hash), total };
}

function readValidator({ pub_key: key, voting_power: power }: ValidatorAnswer): CometValidator {
  return { key: toHex(Buffer.from(key.value, 'base64')), power: Number(power) };
}

function lower(hash: string): Hex {
  return hash.toLowerCase();
}

/** JSON of CometBFT: int64 as texts, hashes in capitals, keys and signatures in base64. */
export interface CommitAnswer {
  readonly signed_header: {
    readonly header: HeaderAnswer;
    readonly commit: {
      readonly round: number;
      readonly block_id: { readonly hash: string; readonly parts: PartsAnswer };
      readonly signatures: readonly VoteAnswer[];
    };
  };
}

interface HeaderAnswer {
  readonly version: { readonly block: string; readonly app?: string };
  readonly chain_id: string;
  readonly height: string;
  readonly time: string;
  readonly last_block_id: { readonly hash: string; readonly parts: PartsAnswer };
  readonly last_commit_hash: string;
  readonly data_hash: string;
  readonly validators_hash: string;
  readonly next_validators_hash: string;
  readonly consensus_hash: string;
  readonly app_hash: string;
  readonly last_results_hash: string;
  readonly evidence_hash: string;
  readonly proposer_address: string;
}

interface PartsAnswer {
  readonly total: number;
  readonly hash: string;
}

interface VoteAnswer {
  readonly block_id_flag: number;
  readonly timestamp: string;
  readonly signature: string | null;
}

interface ValidatorsAnswer {
  readonly validators: readonly ValidatorAnswer[];
  readonly total: string;
}

export interface ValidatorAnswer {
  readonly pub_key: { readonly type: string; readonly value: string };
  readonly voting_power: string;
}
