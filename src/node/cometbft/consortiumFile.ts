/**
 * What a node of a consortium knows about its network, beside the genesis document: a file that
 * `civic-ledger consortium init` writes into the data folder, and where CometBFT's own files are.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** A node of the network, as the others reach it. */
export interface Peer {
  readonly organisation: string;
  /** CometBFT's id of the node. */
  readonly nodeId: string;
  /** `host:port`. */
  readonly address: string;
}

export interface ConsortiumFile {
  readonly format: 'civic-ledger/consortium/v1';
  /** CometBFT's id of this node. */
  readonly nodeId: string;
  /** Largest transaction in bytes, as in config.toml. */
  readonly transactionBytesMax: number;
  /** Nodes that this one knew when it was made, and itself; who votes, the ledger says. */
  readonly peers: readonly Peer[];
  /**
   * RPC addresses (`http://host:port`) of members that have the blocks from before this node joined
   * by state sync; absent when it has them itself.
   */
  readonly blocksFrom?: readonly string[];
}

/** The file is missing or is none of this format. */
export class ConsortiumFileUnusable extends Error {}

/** What this node's validator has signed last is not there: it might sign it again, otherwise. */
export class ValidatorStateMissing extends Error {}

/** Paths inside the data folder of a consortium's node. */
export function consortiumPaths(dataDirectory: string) {
  const home = join(dataDirectory, 'cometbft');
  return {
    file: join(dataDirectory, 'consortium.json'),
    home,
    config: join(home, 'config'),
    data: join(home, 'data'),
    validatorState: join(home, 'data', 'priv_validator_state.json'),
    log: join(home, 'cometbft.log'),
    abciSocket: socketPath(join(home, 'abci.sock')),
    rpcSocket: socketPath(join(home, 'rpc.sock')),
  };
}

/** Reads the file. Throws ConsortiumFileUnusable. */
export function readConsortiumFile(dataDirectory: string): ConsortiumFile {
  const { file } = consortiumPaths(dataDirectory);
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as ConsortiumFile;
    if (content.format === 'civic-ledger/consortium/v1') return content;
  } catch (error) {
    const { message } = error as Error;
    throw new ConsortiumFileUnusable(`${file} cannot be read: ${message}`, { cause: error });
  }
  throw new ConsortiumFileUnusable(`${file} is not of the format civic-ledger/consortium/v1`);
}

/** Throws ValidatorStateMissing: CometBFT would end, and end again, without. */
export function requireValidatorState(dataDirectory: string): void {
  const { validatorState } = consortiumPaths(dataDirectory);
  if (existsSync(validatorState)) return;
  throw new ValidatorStateMissing(
    `${validatorState} is not there: without it a validator could vote twice`,
  );
}

/** The system allows a socket's path 107 bytes: the shorter of its two spellings. */
function socketPath(path: string): string {
  const [absolute, near] = [resolve(path), relative(process.cwd(), path)];
  return near.length < absolute.length ? near : absolute;
}
