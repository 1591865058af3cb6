/** Options that several commands share, with the environment variables that set them too. */
import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { consortiumPaths } from '../node/cometbft/consortiumFile.js';

const DEFAULT_DATA = 'data';

/** Where the ledger's files are. */
export function dataOption(): Option {
  return new Option('--data <folder>', 'folder of the ledger: genesis, keys, log')
    .env('CIVIC_LEDGER_DATA')
    .default(DEFAULT_DATA);
}

/** What a command that is proposed to the reader needs to be about the folder `data`. */
export function dataWords(data: string): string {
  return data === DEFAULT_DATA ? '' : ` --data ${data}`;
}

/** The command that starts the node of the folder `data`. */
export function startWords(data: string): string {
  const engine = existsSync(consortiumPaths(data).file) ? ' --engine cometbft' : '';
  return `npx civic-ledger start${engine}${dataWords(data)}`;
}

/** Where entries are that were pruned from the ledger. */
export function archiveOption(): Option {
  return new Option(
    '--archive <folder>',
    'archive with the entries that the ledger has pruned',
  ).env('CIVIC_LEDGER_ARCHIVE');
}

/** Where a ledger on this machine answers GraphQL. */
export const DEFAULT_URL = 'http://127.0.0.1:4000/graphql';

/** Where the ledger answers GraphQL. */
export function urlOption(): Option {
  return new Option('--url <url>', 'GraphQL address of the ledger')
    .env('CIVIC_LEDGER_URL')
    .argParser(httpAddress)
    .default(DEFAULT_URL);
}

function httpAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError(`give an address like ${DEFAULT_URL}`);
}

/** Who signs. */
export function actorOption(description: string): Option {
  return new Option('--as <actor>', description).env('CIVIC_LEDGER_ACTOR');
}

/** Results as JSON. */
export function jsonOption(): Option {
  return new Option('--json', 'print the result as JSON').default(false);
}

/** Adds several options at once. */
export function withOptions(command: Command, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option);
  return command;
}
