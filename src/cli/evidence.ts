/**
 * `civic-ledger evidence`: registers files; finds, checks, supersedes and withdraws items; makes
 * proof bundles and verifies them.
 */
import { Command } from 'commander';
import type { CliContext } from './cliContext.js';
import { batchCommand } from './evidenceBatch.js';
import { bundleCommand } from './evidenceBundle.js';
import { checkCommand } from './evidenceCheck.js';
import { supersedeCommand, withdrawCommand } from './evidenceClose.js';
import { findCommand } from './evidenceFind.js';
import { registerCommand } from './evidenceRegister.js';
import { verifyBundleCommand } from './evidenceVerify.js';

/** The command with its parts. */
export function evidenceCommand(context: CliContext): Command {
  const command = new Command('evidence').description('files whose existence can be proven later');
  const parts = [
    registerCommand,
    batchCommand,
    findCommand,
    checkCommand,
    supersedeCommand,
    withdrawCommand,
    bundleCommand,
    verifyBundleCommand,
  ];
  for (const make of parts) command.addCommand(make(context));
  return command;
}
