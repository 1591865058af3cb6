/**
 * `civic-ledger evidence pin`: has the ledger state how many steps an item and its records have, so
 * that the bundle made next is complete as of now and a cut one is found out.
 */
import { Command } from 'commander';
import { stepsToPin } from '../client/bundle/collectBundle.js';
import type { CliContext } from './cliContext.js';
import { act, DEFAULT_ACTOR, openSession, saying, type SessionOptions } from './ledgerSession.js';
import { actorOption, dataOption, urlOption, withOptions } from './options.js';

/** The command. */
export function pinCommand(context: CliContext): Command {
  const command = new Command('pin')
    .argument('<item>', 'id of the item')
    .description('have the ledger state how many steps there are, for a complete bundle')
    .action((item: string, options: SessionOptions) => pin(context, item, options));
  const signing = actorOption(`who signs; default: ${DEFAULT_ACTOR}`);
  return withOptions(command, [signing, dataOption(), urlOption()]);
}

async function pin(context: CliContext, item: string, options: SessionOptions): Promise<void> {
  const session = openSession(context, options);
  const { subjects } = await saying(session.endpoint, () => stepsToPin(session.endpoint, item));
  const { position } = await act(session, 'evidence.PinSteps', { item, subjects: [...subjects] });
  context.terminal.out(`pinned the steps of ${subjects.length} records at position ${position}`);
}
