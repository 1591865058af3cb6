/** What every command gets besides its own arguments. */
import type { ExitCode } from './exitCode.js';
import type { Terminal } from './terminal.js';

export interface CliContext {
  readonly terminal: Terminal;
  /** Ends long-running commands: Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** How requests are sent; tests hand in their own. */
  readonly fetch: typeof fetch;
  /** Sets what the process exits with when the command is done. Default: pass. */
  exitWith(code: ExitCode): void;
}
