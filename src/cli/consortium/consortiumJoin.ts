/**
 * `civic-ledger consortium join`: the files of one more node, for a network that is running. It
 * follows the others from the start; whether it votes is decided on the ledger
 * (`civic-ledger validator add`).
 */
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { generateKeyPair } from '../../crypto/suites.js';
import { consortiumPaths, readConsortiumFile } from '../../node/cometbft/consortiumFile.js';
import type { CliContext } from '../cliContext.js';
import { dataPaths, readGenesis } from '../dataFolder.js';
import { makeFolder } from '../init.js';
import { writeNodeKey } from '../keyFile.js';
import { UserError } from '../userError.js';
import { newMember, peerOf, writeCometBftFiles } from './cometbftFiles.js';

interface JoinOptions {
  readonly from: string;
  readonly organisation: string;
  readonly address: string;
}

/** The command. */
export function consortiumJoinCommand(context: CliContext): Command {
  return new Command('join')
    .description('make keys and settings for one more node of a consortium')
    .argument('<folder>', 'data folder of the new node')
    .requiredOption('--from <folder>', 'where a member’s genesis.json and consortium.json are')
    .requiredOption('--organisation <id>', 'whose node it is; must be on the ledger')
    .requiredOption('--address <host:port>', 'where the others can reach it')
    .action((folder: string, options: JoinOptions) => join(context, folder, options));
}

function join({ terminal }: CliContext, folder: string, options: JoinOptions): void {
  const { from, organisation, address } = options;
  if (!/^[\w.-]+:\d{1,5}$/.test(address)) {
    throw new UserError(`"${address}" is no address`, 'give --address as host:port');
  }
  const { text: genesisText } = readGenesis(dataPaths(from).genesis);
  const { peers } = readConsortiumFile(from);
  const member = newMember(organisation, address);
  makeFolder(folder);
  writeNodeKey(dataPaths(folder).nodeKey, generateKeyPair('ed25519-strict-1'));
  writeCometBftFiles(folder, { member, peers, genesisText });
  // Last, and the exact text: a folder that has a genesis document is complete.
  writeFileSync(dataPaths(folder).genesis, genesisText, { flag: 'wx' });
  terminal.out(`made a node of ${organisation} in ${folder}: ${peerOf(member).nodeId}@${address}`);
  terminal.out(`  its votes are signed with ${consortiumPaths(folder).config}`);
  terminal.note(`next: npx civic-ledger start --engine cometbft --data ${folder}`);
  terminal.note(
    `to let it vote: npx civic-ledger validator add --data ${folder} --as admin@${organisation}`,
  );
}
