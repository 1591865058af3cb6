/**
 * `civic-ledger evidence deposit`: gives the server the content of a registered item, so that it
 * need not be kept here. Called again after an interruption, it goes on where the server is.
 */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Command } from 'commander';
import {
  type ContentSource,
  depositContent,
  type DepositOptions,
} from '../client/depositContent.js';
import type { CliContext } from './cliContext.js';
import { fileLength, readSaltFile, saltPath } from './fileContent.js';
import { DEFAULT_ACTOR, openSession, saying } from './ledgerSession.js';
import { actorOption, dataOption, jsonOption, urlOption, withOptions } from './options.js';
import { startProgress } from './progress.js';

interface Options {
  readonly data: string;
  readonly url: string;
  readonly as?: string;
  readonly item: string;
  readonly salt?: string;
  readonly json: boolean;
}

/** The command. */
export function depositCommand(context: CliContext): Command {
  const command = new Command('deposit')
    .argument('<file>', 'the file that was registered')
    .description('give the server the content of a registered item to keep, encrypted')
    .requiredOption('--item <item>', 'id of the item')
    .option(
      '--salt <file>',
      'salt file of a private item; default: <file>.salt.json if there is one',
    )
    .action((file: string, options: Options) => deposit(context, file, options));
  return withOptions(command, [
    actorOption(`who signs, of the item’s organisation; default: ${DEFAULT_ACTOR}`),
    dataOption(),
    urlOption(),
    jsonOption(),
  ]);
}

async function deposit(context: CliContext, file: string, options: Options): Promise<void> {
  const { signer, ledger, endpoint } = openSession(context, options);
  const { item, json } = options;
  const { terminal } = context;
  const length = fileLength(file);
  const progress = startProgress(terminal, { label: 'deposit', total: length, unit: 'bytes' });
  const handle = await open(file, 'r');
  const source: ContentSource = {
    length,
    async slice(from, to) {
      const bytes = new Uint8Array(to - from);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
      return bytes.subarray(0, bytesRead);
    },
  };
  try {
    const onRetry: DepositOptions['onRetry'] = ({ message }, waitMs) =>
      terminal.note(`${message}; asking again in ${waitMs} ms`);
    const shared = { onProgress: (bytes: number) => progress.update(bytes), onRetry };
    const access = { endpoint, signer, ledger, item };
    const depositOptions = { ...shared, ...shownFacts(file, options) };
    await saying(endpoint, () => depositContent(access, source, depositOptions));
    progress.finish();
  } catch (error) {
    progress.abandon();
    throw error;
  } finally {
    await handle.close();
  }
  terminal.out(
    json ? JSON.stringify({ file, item, length }) : `deposited ${file}\n  item  ${item}`,
  );
}

/** Of a private item: the server checks its digests and salt against the commitment. */
function shownFacts(file: string, { salt }: Options): Pick<DepositOptions, 'shown'> {
  const path = salt ?? (existsSync(saltPath(file)) ? saltPath(file) : undefined);
  return path === undefined ? {} : { shown: readSaltFile(path) };
}
