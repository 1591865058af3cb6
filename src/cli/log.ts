/**
 * `civic-ledger log`: takes a copy of the log away, watches it grow, and moves its past to an
 * archive.
 */
import { Command } from 'commander';
import type { CliContext } from './cliContext.js';
import { archiveCommand } from './logArchive.js';
import { exportCommand } from './logExport.js';
import { followCommand } from './logFollow.js';
import { pruneCommand } from './logPrune.js';

/** The command with its parts. */
export function logCommand(context: CliContext): Command {
  const command = new Command('log').description('the log as a whole');
  command.addCommand(exportCommand(context));
  command.addCommand(followCommand(context));
  command.addCommand(archiveCommand(context));
  command.addCommand(pruneCommand(context));
  return command;
}
