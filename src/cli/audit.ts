/**
 * `civic-ledger audit`: checks a ledger or an exported log from its genesis document on, offline
 * and without believing anything else.
 */
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import type { AuditCommandOptions } from './auditRun.js';
import type { CliContext } from './cliContext.js';
import { archiveOption, dataOption, jsonOption, withOptions } from './options.js';
import { genesisOption } from './receipt.js';

/** The command. */
export function auditCommand(context: CliContext): Command {
  const command = new Command('audit')
    .argument(
      '[log]',
      'ledger database, exported log, archive or segment; default: the data folder’s ledger',
    )
    .description('check a whole ledger offline; names the first bad position')
    .option('--no-read-models', 'leave out the read models beside a ledger database')
    .option(
      '--threads <count>',
      'threads that check signatures',
      threadCount,
      availableParallelism(),
    )
    .action((log: string | undefined, options: AuditCommandOptions) =>
      runAudit(context, log, options),
    );
  return withOptions(command, [genesisOption(), dataOption(), archiveOption(), jsonOption()]);
}

function threadCount(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('give a whole number up to 999; 0 uses no thread of their own');
}

/** Loaded when it is asked for: no other command pays for what an audit needs. */
async function runAudit(
  context: CliContext,
  log: string | undefined,
  options: AuditCommandOptions,
): Promise<void> {
  const { auditFile } = await import('./auditRun.js');
  return auditFile(context, log, options);
}
