/** `civic-ledger log`: takes a copy of the log away, and watches it grow. */
import { Command } from 'commander';
import type { CliContext } from './cliContext.js';
import { exportCommand } from './logExport.js';
import { followCommand } from './logFollow.js';

/** The command with its parts. */
export function logCommand(context: CliContext): Command {
  const command = new Command('log').description('the log as a whole');
  command.addCommand(exportCommand(context));
  command.addCommand(followCommand(context));
  return command;
}
