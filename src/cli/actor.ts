/** `civic-ledger actor`: enrols actors and lists those that are on the ledger. */
import { Command } from 'commander';
import { possessionText } from '../ledger/keyPossession.js';
import { ActorsDocument } from '../client/gen/operations.js';
import type { CliContext } from './cliContext.js';
import { everyPage } from './everyPage.js';
import { organisationIn, readActorKey } from './keyFile.js';
import { act, ask, endpointOf, openSession } from './ledgerSession.js';
import { actorOption, dataOption, jsonOption, urlOption, withOptions } from './options.js';
import { signMessage } from '../crypto/suites.js';

interface EnrolOptions {
  readonly data: string;
  readonly url: string;
  readonly roles: string;
  readonly as?: string;
}

interface ListOptions {
  readonly url: string;
  readonly json: boolean;
}

/** The command with its parts. */
export function actorCommand(context: CliContext): Command {
  const command = new Command('actor').description('who may sign');
  const enrol = command
    .command('enrol')
    .argument('<actor>', '<handle>@<organisation>, with a key made by "key new"')
    .description('put an actor and its public key on the ledger')
    .requiredOption('--roles <roles>', 'roles, separated by commas: depositor, notary, …')
    .action((actor: string, options: EnrolOptions) => enrolActor(context, actor, options));
  withOptions(enrol, [
    actorOption('who enrols; default: admin@<organisation>'),
    dataOption(),
    urlOption(),
  ]);
  const list = command
    .command('list')
    .description('show the actors on the ledger')
    .action((options: ListOptions) => listActors(context, options));
  withOptions(list, [urlOption(), jsonOption()]);
  return command;
}

async function enrolActor(
  context: CliContext,
  actor: string,
  options: EnrolOptions,
): Promise<void> {
  const organisation = organisationIn(actor);
  const { publicKey, privateKey } = readActorKey(options.data, actor);
  const session = openSession(context, { ...options, as: options.as ?? `admin@${organisation}` });
  const possession = signMessage(privateKey, possessionText(session.ledger, actor));
  const roles = [...new Set(options.roles.split(',').map((role) => role.trim()))].sort();
  const { position } = await act(session, 'governance.EnrolActor', {
    actor,
    roles,
    keys: [{ key: publicKey, possession }],
  });
  context.terminal.out(`enrolled ${actor} as ${roles.join(', ')} at position ${position}`);
}

async function listActors(context: CliContext, { url, json }: ListOptions): Promise<void> {
  const endpoint = endpointOf(context, url);
  const actors = await everyPage(async (after) => {
    return (await ask(endpoint, ActorsDocument, { after })).actors;
  });
  if (json) {
    context.terminal.out(JSON.stringify(actors, null, 2));
    return;
  }
  for (const { actorId, roles, status } of actors) {
    context.terminal.out(`${actorId}  ${roles.join(', ')}  ${status.toLowerCase()}`);
  }
}
