/** `civic-ledger consortium`: several organisations that keep one ledger together. */
import { Command } from 'commander';
import type { CliContext } from '../cliContext.js';
import { consortiumInitCommand } from './consortiumInit.js';
import { consortiumJoinCommand } from './consortiumJoin.js';
import { consortiumStartCommand } from './consortiumStart.js';

/** The command with its parts. */
export function consortiumCommand(context: CliContext): Command {
  const command = new Command('consortium').description(
    'a ledger that several organisations order together',
  );
  command.addCommand(consortiumInitCommand(context));
  command.addCommand(consortiumJoinCommand(context));
  command.addCommand(consortiumStartCommand(context));
  return command;
}
