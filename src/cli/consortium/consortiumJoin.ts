/**
 * `civic-ledger consortium join`: the files of one more node, for a network that is running. It
 * follows the others from the start; whether it votes is decided on the ledger
 * (`civic-ledger validator add`).
 */
import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { generateKeyPair } from '../../crypto/suites.js';
import { isHex } from '../../crypto/bytes.js';
import { consortiumPaths } from '../../node/cometbft/consortiumFile.js';
import type { CliContext } from '../cliContext.js';
import { dataPaths, readGenesis } from '../dataFolder.js';
import { makeFolder } from '../init.js';
import { writeNodeKey } from '../keyFile.js';
import { UserError } from '../userError.js';
import { isAddress, readNetwork } from './knownNetwork.js';
import { newMember, peerOf, type StateSyncSettings, writeCometBftFiles } from './cometbftFiles.js';

interface JoinOptions {
  readonly from: string;
  readonly organisation: string;
  readonly address: string;
  readonly stateSync?: readonly string[];
}

/** The command. */
export function consortiumJoinCommand(context: CliContext): Command {
  return new Command('join')
    .description('make keys and settings for one more node of a consortium')
    .argument('<folder>', 'data folder of the new node')
    .requiredOption('--from <folder>', 'where a member’s genesis.json and consortium.json are')
    .requiredOption('--organisation <id>', 'whose node it is; must be on the ledger')
    .requiredOption('--address <host:port>', 'where the others can reach it')
    .option(
      '--state-sync <urls>',
      'take the log from a snapshot instead of block by block: RPC addresses of two members',
      (text: string) => text.split(','),
    )
    .action((folder: string, options: JoinOptions) => join(context, folder, options));
}

async function join(context: CliContext, folder: string, options: JoinOptions): Promise<void> {
  const { terminal } = context;
  const { from, organisation, address } = options;
  if (!isAddress(address)) {
    throw new UserError(`"${address}" is no address`, 'give --address as host:port');
  }
  if (!/^[a-z0-9-]{1,63}$/.test(organisation)) {
    throw new UserError(`"${organisation}" is no id of an organisation`, 'use a-z, 0-9 and "-"');
  }
  requireNoNode(folder);
  const next = 'name with --from a folder that has genesis.json and consortium.json of a member';
  const { text: genesisText } = readGenesis(dataPaths(from).genesis, next);
  const { peers } = readNetwork(from);
  const member = newMember(organisation, address);
  const stateSync = await trustOf(context, options.stateSync);
  makeFolder(folder);
  writeNodeKey(dataPaths(folder).nodeKey, generateKeyPair('ed25519-strict-1'));
  writeCometBftFiles(folder, {
    member,
    peers,
    genesisText,
    ...(stateSync === undefined ? {} : { stateSync }),
  });
  // Last, and the exact text: a folder that has a genesis document is complete.
  writeFileSync(dataPaths(folder).genesis, genesisText, { flag: 'wx' });
  terminal.out(`made a node of ${organisation} in ${folder}: ${peerOf(member).nodeId}@${address}`);
  terminal.out(`  its keys are in ${consortiumPaths(folder).config}, readable by you only`);
  terminal.note(`next: npx civic-ledger start --engine cometbft --data ${folder}`);
  terminal.note(
    `to let it vote: copy the key of admin@${organisation} to ${dataPaths(folder).keys}, then`,
  );
  terminal.note(`  npx civic-ledger validator add --data ${folder} --as admin@${organisation}`);
}

/** A folder with an organisation's keys, as `consortium init` makes it, is one to join in. */
function requireNoNode(folder: string): void {
  const { nodeKey, genesis } = dataPaths(folder);
  const found = [nodeKey, genesis, consortiumPaths(folder).file].find((path) => existsSync(path));
  if (found === undefined) return;
  throw new UserError(
    `${found} exists already: ${folder} is the folder of a node`,
    'name another folder, or start what is there',
  );
}

const RPC_URL = /^https?:\/\/[\w.-]+(?::\d{1,5})?$/;

interface CommitAnswer {
  /** Absent where something else than CometBFT answers. */
  readonly result?: {
    readonly signed_header: {
      readonly header: { readonly height: string };
      readonly commit: { readonly block_id: { readonly hash: string } };
    };
  };
}

/** The newest block that the first of `servers` names: whoever joins compares it with a member. */
async function trustOf(
  { fetch, terminal, signal }: CliContext,
  servers: readonly string[] | undefined,
): Promise<StateSyncSettings | undefined> {
  const [first] = servers ?? [];
  if (servers === undefined || first === undefined) return undefined;
  if (servers.length < 2 || !servers.every((url) => RPC_URL.test(url))) {
    const next = 'give two as http://host:port, separated by a comma: a light client compares them';
    throw new UserError(`"${servers.join(',')}" are no two RPC addresses`, next);
  }
  try {
    const answer = await fetch(`${first}/commit`, { signal });
    const { result } = (await answer.json()) as CommitAnswer;
    if (result === undefined) throw new Error('it answers, but not as CometBFT’s RPC does');
    const { header, commit } = result.signed_header;
    const trust = { trustHeight: header.height, trustHash: commit.block_id.hash };
    // Both go into a file of settings: nothing but a number and a hash may.
    if (!/^\d{1,18}$/.test(trust.trustHeight) || !isHex(trust.trustHash.toLowerCase(), 32)) {
      throw new Error('its answer is no height and no hash');
    }
    terminal.out(`trusts block ${trust.trustHeight} with the hash ${trust.trustHash}`);
    terminal.note('compare this hash with what another member sees before you start the node');
    return { servers, ...trust };
  } catch (error) {
    const { message } = error as Error;
    const next = 'a member opens its RPC with CIVIC_LEDGER_COMETBFT_RPC=host:port';
    throw new UserError(`${first} tells no block: ${message}`, next);
  }
}
