/**
 * `civic-ledger consortium init`: a folder for each organisation of the demonstration consortium,
 * with everything that its node needs and no other organisation's keys. Replaces nothing.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { instantFromNow } from '../../client/sign.js';
import type { KeyPair } from '../../crypto/suites.js';
import { encodeGenesis, genesisHash } from '../../ledger/genesis.js';
import type { CliContext } from '../cliContext.js';
import { dataPaths } from '../dataFolder.js';
import { type Demonstration, makeDemonstration, ORGANISATIONS } from '../demonstration.js';
import { makeFolder } from '../init.js';
import { organisationIn, writeKeyFile, writeNodeKey } from '../keyFile.js';
import { UserError } from '../userError.js';
import { isAddress } from './knownNetwork.js';
import { genesisValidator, newMember, peerOf, writeCometBftFiles } from './cometbftFiles.js';

/** Where the nodes of a consortium on one machine lie when nobody says otherwise. */
export const DEFAULT_FOLDER = 'data/consortium';

const VALIDATORS_DEFAULT = 4;
const FIRST_P2P_PORT = 26_656;

interface InitOptions {
  readonly validators: number;
  readonly addresses?: readonly string[];
}

/** The command. */
export function consortiumInitCommand(context: CliContext): Command {
  return new Command('init')
    .description('make genesis, keys and CometBFT settings for the nodes of a new consortium')
    .argument('[folder]', 'where each organisation gets a folder', DEFAULT_FOLDER)
    .option('--validators <n>', 'nodes, of as many organisations', count, VALIDATORS_DEFAULT)
    .option('--addresses <list>', 'host:port of each node for the others, comma-separated', list)
    .action((folder: string, { validators, addresses }: InitOptions) => {
      const ledger = initConsortium(folder, addresses ?? localAddresses(validators));
      context.terminal.out(`new ledger ${ledger} in ${folder}, a folder for each organisation`);
      context.terminal.note('next, all on this machine: npx civic-ledger consortium start');
      context.terminal.note(
        'or each on its own: npx civic-ledger start --engine cometbft --data …',
      );
    });
}

/** Addresses of `validators` nodes on this machine. */
export function localAddresses(validators: number): readonly string[] {
  return Array.from({ length: validators }, (_, index) => `127.0.0.1:${FIRST_P2P_PORT + index}`);
}

/**
 * Makes a consortium with a node at each of `addresses`, and returns the ledger's id. Throws
 * UserError when there is one already, or when there are more addresses than organisations.
 */
export function initConsortium(folder: string, addresses: readonly string[]): string {
  if (existsSync(folder)) {
    throw new UserError(`${folder} exists already`, 'name another folder, or start what is there');
  }
  if (addresses.length > ORGANISATIONS.length) {
    const what = `${addresses.length} nodes for ${ORGANISATIONS.length} organisations`;
    throw new UserError(what, 'a consortium has one node an organisation');
  }
  const members = addresses.map((address, index) =>
    newMember((ORGANISATIONS[index] as (typeof ORGANISATIONS)[number]).id, address),
  );
  const demonstration = makeDemonstration(instantFromNow(0), members.map(genesisValidator));
  const genesisText = encodeGenesis(demonstration.genesis);
  writeActorKeys(folder, demonstration);
  members.forEach((member, index) => {
    const nodeKey = demonstration.nodeKeys[index] as KeyPair;
    const data = join(folder, member.organisation);
    makeFolder(data);
    writeNodeKey(dataPaths(data).nodeKey, nodeKey);
    writeCometBftFiles(data, { member, peers: members.map(peerOf), genesisText });
    // Last, and the exact text: a folder that has a genesis document is complete.
    writeFileSync(dataPaths(data).genesis, genesisText, { flag: 'wx' });
  });
  return genesisHash(genesisText);
}

/** Every organisation gets its own actors' keys, also one that keeps no node. */
function writeActorKeys(folder: string, { actorKeys }: Demonstration): void {
  for (const key of actorKeys) {
    writeKeyFile(dataPaths(join(folder, organisationIn(key.actor))).key(key.actor), key);
  }
}

function count(text: string): number {
  const most = ORGANISATIONS.length;
  if (/^\d$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
  throw new InvalidArgumentError(`give a whole number from 1 to ${most}`);
}

function list(text: string): readonly string[] {
  const addresses = text.split(',');
  if (addresses.every(isAddress)) return addresses;
  throw new InvalidArgumentError('give host:port for each node, separated by commas');
}
