/**
 * `civic-ledger evidence erase-content`: the operator of this machine destroys the content of an
 * item, with its key and salt. Whether that is lawful is decided on the ledger; this only does it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { configFromEnvironment } from '../config.js';
import { openContentStore } from '../node/contentParts.js';
import type { CliContext } from './cliContext.js';
import { dataOption, withOptions } from './options.js';
import { UserError } from './userError.js';

/** The command. */
export function eraseContentCommand(context: CliContext): Command {
  const command = new Command('erase-content')
    .argument('<item>', 'id of the item')
    .description('on the server’s own machine: destroy the content of an item for ever')
    .requiredOption('--for-ever', 'say that you know it cannot come back')
    .action((item: string, options: { readonly data: string }) => erase(context, item, options));
  return withOptions(command, [dataOption()]);
}

const ITEM_ID = /^[0-9a-f]{64}(?:\.\d{1,8})?$/;

async function erase(
  { terminal }: CliContext,
  item: string,
  { data }: { readonly data: string },
): Promise<void> {
  if (!ITEM_ID.test(item)) {
    throw new UserError(`"${item}" is not the id of an item`, 'copy it from the receipt');
  }
  if (!existsSync(join(data, 'content'))) {
    throw new UserError(`${data} holds no contents`, 'name the server’s folder with --data');
  }
  const store = openContentStore({ ...configFromEnvironment(), dataDirectory: data });
  try {
    await store.erase(item);
  } finally {
    await store.close();
  }
  terminal.out(`erased the content of ${item}; its proofs stay`);
  terminal.note('copies in backups are erased when their store key is: content/store.key');
}
