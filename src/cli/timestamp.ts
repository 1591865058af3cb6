/**
 * `civic-ledger timestamp`: tokens of time-stamping authorities (RFC 3161): ask for one, check one,
 * attach one to an item or a batch, and register whose time counts.
 */
import { Command } from 'commander';
import type { CliContext } from './cliContext.js';
import { attachCommand, registerAuthorityCommand } from './timestampAttach.js';
import { requestCommand } from './timestampRequest.js';
import { verifyCommand } from './timestampVerify.js';

/** The command with its parts. */
export function timestampCommand(context: CliContext): Command {
  const command = new Command('timestamp').description('what time others say it was (RFC 3161)');
  const parts = [requestCommand, verifyCommand, attachCommand, registerAuthorityCommand];
  for (const make of parts) command.addCommand(make(context));
  return command;
}
