/** `civic-ledger init`: makes a new ledger's genesis document and keys. Replaces nothing. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { instantFromNow } from '../client/sign.js';
import { encodeGenesis, genesisHash } from '../ledger/genesis.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, systemReason } from './dataFolder.js';
import { makeDemonstration, TIMESTAMP_OPERATOR } from './demonstration.js';
import { makeClocks } from './demonstrationClocks.js';
import { writeKeyFile, writeNodeKey } from './keyFile.js';
import { dataOption, startWords } from './options.js';
import { EXAMPLE_POLICY, makeAuthority } from './timeAuthorityFolder.js';
import { UserError } from './userError.js';

/** The command. */
export function initCommand(context: CliContext): Command {
  return new Command('init')
    .description('make a new ledger: genesis with the demonstration consortium, and its keys')
    .addOption(dataOption())
    .action(({ data }: { readonly data: string }) => {
      const ledger = initLedger(data);
      context.terminal.out(`new ledger ${ledger} in ${data}`);
      context.terminal.out(`  trust anchor  ${dataPaths(data).genesis}`);
      context.terminal.out(`  private keys  ${join(data, 'keys')}, readable by you only`);
      context.terminal.note(`next: npx civic-ledger start --data ${data}`);
    });
}

/**
 * Makes the files of a new ledger and returns its id. The genesis document is written last: a
 * folder that has one is complete. Throws UserError when there is a ledger already.
 */
export function initLedger(data: string): string {
  const paths = dataPaths(data);
  const { genesis: document, nodeKey, timeAuthority, clocks, ledger } = paths;
  for (const path of [document, nodeKey, timeAuthority, clocks, ledger]) {
    if (!existsSync(path)) continue;
    throw new UserError(
      `${path} exists already: ${data} holds a ledger`,
      `start it with "${startWords(data)}", or name another folder`,
    );
  }
  const { genesis, nodeKeys, actorKeys } = makeDemonstration(instantFromNow(0));
  const text = encodeGenesis(genesis);
  makeFolder(data);
  for (const key of actorKeys) writeKeyFile(paths.key(key.actor), key);
  const { name: organisation } = TIMESTAMP_OPERATOR;
  makeAuthority(paths.timeAuthority, { organisation, policy: EXAMPLE_POLICY });
  makeClocks(data);
  writeNodeKey(paths.nodeKey, nodeKeys[0]);
  // The exact text that the ledger's id is the hash of: no newline after it.
  writeFileSync(paths.genesis, text, { flag: 'wx' });
  return genesisHash(text);
}

/** Makes a folder with those above it. Throws UserError when it cannot be made. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UserError(`cannot make the folder ${path} (${systemReason(error)})`, 'name another');
  }
}
