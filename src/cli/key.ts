/** `civic-ledger key`: makes a key pair for an actor, and shows what keys are here. */
import { Command, Option } from 'commander';
import { generateKeyPair } from '../crypto/suites.js';
import type { SuiteName } from '../crypto/suiteTable.js';
import type { CliContext } from './cliContext.js';
import { dataPaths } from './dataFolder.js';
import { listKeyFiles, organisationIn, readActorKey, writeKeyFile } from './keyFile.js';
import { dataOption, jsonOption } from './options.js';

interface NewOptions {
  readonly data: string;
  readonly suite: SuiteName;
}

interface ShowOptions {
  readonly data: string;
  readonly json: boolean;
}

const SUITE_NAMES = ['ed25519-strict-1', 'p256-sha256', 'sm2-sm3'] as const satisfies SuiteName[];

/** The command with its parts. */
export function keyCommand(context: CliContext): Command {
  const command = new Command('key').description('make and show signing keys');
  command
    .command('new')
    .argument('<actor>', '<handle>@<organisation>; use a pseudonym, never a person’s name')
    .description('make a key pair for an actor and keep it in the data folder, mode 0600')
    .addOption(dataOption())
    .addOption(
      new Option('--suite <suite>', 'signature suite').choices(SUITE_NAMES).default(SUITE_NAMES[0]),
    )
    .action((actor: string, options: NewOptions) => makeKey(context, actor, options));
  command
    .command('show')
    .argument('[actor]', 'only this one')
    .description('show the public keys in the data folder')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((actor: string | undefined, options: ShowOptions) => showKeys(context, actor, options));
  return command;
}

function makeKey({ terminal }: CliContext, actor: string, { data, suite }: NewOptions): void {
  const organisation = organisationIn(actor);
  const path = dataPaths(data).key(actor);
  const pair = generateKeyPair(suite);
  writeKeyFile(path, { actor, ...pair });
  terminal.out(`new key of ${actor}: ${pair.publicKey}`);
  terminal.out(`kept in ${path}, readable by you only; the ledger does not know it yet`);
  terminal.note(
    `next: npx civic-ledger actor enrol ${actor} --roles depositor --as admin@${organisation}`,
  );
}

function showKeys({ terminal }: CliContext, actor: string | undefined, options: ShowOptions): void {
  const actors = actor === undefined ? listKeyFiles(options.data) : [actor];
  const keys = actors.map((name) => readActorKey(options.data, name));
  if (options.json) {
    const shown = keys.map(({ actor: name, publicKey }) => ({ actor: name, publicKey }));
    terminal.out(JSON.stringify(shown, null, 2));
    return;
  }
  for (const key of keys) terminal.out(`${key.actor}  ${key.publicKey}`);
  if (keys.length === 0) terminal.note(`no keys in ${dataPaths(options.data).keys}`);
}
