/** The command line: every command, and what happens when one fails. */
import { Command, CommanderError } from 'commander';
import { actorCommand } from './actor.js';
import { auditCommand } from './audit.js';
import { certifierCommand } from './certifier.js';
import type { CliContext } from './cliContext.js';
import { consortiumCommand } from './consortium/consortium.js';
import { evidenceCommand } from './evidence.js';
import { EXIT, type ExitCode } from './exitCode.js';
import { initCommand } from './init.js';
import { keyCommand } from './key.js';
import { logCommand } from './log.js';
import { proposalCommand } from './proposal.js';
import { receiptCommand } from './receipt.js';
import { startCommand } from './start.js';
import type { Terminal } from './terminal.js';
import { fileDamage } from '../store/brokenChain.js';
import { timestampCommand } from './timestamp.js';
import { tsaCommand } from './tsa.js';
import { UserError } from './userError.js';
import { validatorCommand } from './validator.js';
import { VERSION } from './version.js';

const EXIT_CODES_HELP = `
Exit codes:
  ${EXIT.pass}  done, or every check passed
  ${EXIT.fail}  a check failed, or the ledger refused the action
  ${EXIT.notProven}  nothing failed, but what was asked is not proven
  ${EXIT.malformed}  the input is not in its format
  ${EXIT.notDone}  not done: wrong usage, no such file, no server or one that cannot go on`;

/** What the process hands in; tests hand in their own. */
export interface CliProcess {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
}

/** Runs one command line (without the program's name) and returns the exit code. Never throws. */
export async function runCommandLine(
  args: readonly string[],
  process: CliProcess,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.pass;
  const context: CliContext = {
    ...process,
    exitWith: (code) => {
      exitCode = code;
    },
  };
  try {
    await program(context).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, process);
  }
}

function program(context: CliContext): Command {
  const root = new Command('civic-ledger')
    .description('A ledger that keeps evidence, and proves it without a server.')
    .version(VERSION)
    .addHelpText('after', EXIT_CODES_HELP);
  const commands = [
    initCommand,
    startCommand,
    consortiumCommand,
    keyCommand,
    actorCommand,
    proposalCommand,
    validatorCommand,
    evidenceCommand,
    timestampCommand,
    tsaCommand,
    certifierCommand,
    receiptCommand,
    logCommand,
    auditCommand,
  ];
  for (const make of commands) root.addCommand(make(context));
  // Settings are not inherited by commands that are added ready-made.
  for (const command of withDescendants(root)) {
    // An option belongs to the command whose name it follows, also when one above has it too.
    command
      .enablePositionalOptions()
      .exitOverride()
      .showHelpAfterError(`next: npx ${pathOf(command)} --help`)
      .configureOutput({
        writeOut: (text) => context.terminal.out(text.trimEnd()),
        writeErr: (text) => context.terminal.note(text.trimEnd()),
      });
  }
  return root;
}

/** The words that name a command, with the program's. */
function pathOf(command: Command): string {
  const above = command.parent;
  return above === null ? command.name() : `${pathOf(above)} ${command.name()}`;
}

function withDescendants(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withDescendants)];
}

function report(error: unknown, { terminal, signal }: CliProcess): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.notDone;
  if (error instanceof UserError) {
    terminal.note(`civic-ledger: ${error.message}`);
    terminal.note(`  next: ${error.next}`);
    return error.exitCode;
  }
  if (signal.aborted && (error as Partial<Error>).name === 'AbortError') {
    terminal.note('civic-ledger: stopped before the answer came');
    terminal.note(
      '  next: what was sent may still be carried out: look for it before you repeat it',
    );
    return EXIT.notDone;
  }
  const damage = fileDamage(error);
  if (damage !== undefined) {
    terminal.note(`civic-ledger: a file of the data folder is damaged: ${damage}`);
    terminal.note('  next: "npx civic-ledger audit" shows where; restore the folder from a copy');
    return EXIT.notDone;
  }
  terminal.note(`civic-ledger: internal fault: ${error instanceof Error ? error.message : ''}`);
  terminal.note('  next: please report it with the command that you typed and this trace');
  if (error instanceof Error) terminal.note(error.stack ?? '');
  return EXIT.notDone;
}
