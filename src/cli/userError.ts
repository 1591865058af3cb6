/**
 * An error that the person at the keyboard can do something about. It is printed as two lines, what
 * happened and what to do next; never with a stack trace.
 */
import { EXIT, type ExitCode } from './exitCode.js';

export class UserError extends Error {
  /** What to do next, as one sentence or a command line. */
  readonly next: string;
  readonly exitCode: ExitCode;

  constructor(message: string, next: string, exitCode: ExitCode = EXIT.notDone) {
    super(message);
    this.name = 'UserError';
    this.next = next;
    this.exitCode = exitCode;
  }
}
