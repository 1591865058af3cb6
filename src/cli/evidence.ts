/** `civic-ledger evidence`: registers files, and finds, checks, seals, supersedes and withdraws items. */
import { Command } from 'commander';
import type { CliContext } from './cliContext.js';
import { batchCommand } from './evidenceBatch.js';
import { checkCommand } from './evidenceCheck.js';
import { supersedeCommand, withdrawCommand } from './evidenceClose.js';
import { findCommand } from './evidenceFind.js';
import { registerCommand } from './evidenceRegister.js';
import { sealCommand } from './evidenceSeal.js';

/** The command with its parts. */
export function evidenceCommand(context: CliContext): Command {
  const command = new Command('evidence').description('files whose existence can be proven later');
  const parts = [
    registerCommand,
    batchCommand,
    findCommand,
    checkCommand,
    sealCommand,
    supersedeCommand,
    withdrawCommand,
  ];
  for (const make of parts) command.addCommand(make(context));
  return command;
}
