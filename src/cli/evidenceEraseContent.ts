/**
 * `civic-ledger evidence erase-content`: the operator of this machine destroys the content of an
 * item, with its key and salt, once the ledger has decided so. A running node does it by itself;
 * this is for one that keeps content without running.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { configFromEnvironment } from '../config.js';
import { erasureObstacle } from '../node/contentEraser.js';
import { openContentStore } from '../node/contentParts.js';
import { openReadModels } from '../projections/database.js';
import type { CliContext } from './cliContext.js';
import { dataPaths } from './dataFolder.js';
import { EXIT } from './exitCode.js';
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
  await requireErased(data, item);
  const store = openContentStore({ ...configFromEnvironment(), dataDirectory: data });
  try {
    await store.erase(item);
  } finally {
    await store.close();
  }
  terminal.out(`erased the content of ${item}; its proofs stay`);
  terminal.note('copies in backups are erased when their store key is: content/store.key');
}

/** A hold, a running retention or no decision at all: then nothing is destroyed. */
async function requireErased(data: string, item: string): Promise<void> {
  const readModels = openReadModels(dataPaths(data).readModels);
  try {
    const obstacle = await erasureObstacle(readModels, item);
    if (obstacle === undefined) return;
    const next = 'erase request, decide and attest on the ledger; a hold has to be lifted first';
    throw new UserError(`the ledger does not let it be erased: ${obstacle}`, next, EXIT.fail);
  } finally {
    await readModels.destroy();
  }
}
