/**
 * `civic-ledger evidence supersede` and `withdraw`: what becomes of an item; nothing is deleted.
 */
import { Command, Option } from 'commander';
import { SUPERSEDE_REASONS } from '../domain/evidence/supersede.js';
import { WITHDRAW_REASONS } from '../domain/evidence/withdraw.js';
import type { CliContext } from './cliContext.js';
import { act, DEFAULT_ACTOR, openSession } from './ledgerSession.js';
import { actorOption, dataOption, urlOption, withOptions } from './options.js';

interface CloseOptions {
  readonly data: string;
  readonly url: string;
  readonly as?: string;
  readonly reason: string;
}

/** The command `supersede`. */
export function supersedeCommand(context: CliContext): Command {
  const command = new Command('supersede')
    .argument('<item>', 'id of the item that is replaced')
    .argument('<replacement>', 'id of the item that takes its place')
    .description('put another item in the place of one of your organisation’s')
    .action(async (item: string, replacement: string, options: CloseOptions) => {
      const { reason } = options;
      const session = openSession(context, options);
      const data = { item, replacement, reason };
      const { position } = await act(session, 'evidence.SupersedeItem', data);
      context.terminal.out(`superseded ${item} by ${replacement} at position ${position}`);
    });
  return withOptions(command, [reasonOption(SUPERSEDE_REASONS), ...signingOptions()]);
}

/** The command `withdraw`. */
export function withdrawCommand(context: CliContext): Command {
  const command = new Command('withdraw')
    .argument('<item>', 'id of the item')
    .description('take back an item of your organisation’s; its proof stays')
    .action(async (item: string, options: CloseOptions) => {
      const { reason } = options;
      const session = openSession(context, options);
      const { position } = await act(session, 'evidence.WithdrawItem', { item, reason });
      context.terminal.out(`withdrew ${item} at position ${position}`);
    });
  return withOptions(command, [reasonOption(WITHDRAW_REASONS), ...signingOptions()]);
}

function reasonOption(reasons: readonly string[]): Option {
  return new Option('--reason <reason>', 'why').choices(reasons).makeOptionMandatory();
}

function signingOptions(): Option[] {
  return [actorOption(`who signs; default: ${DEFAULT_ACTOR}`), dataOption(), urlOption()];
}
