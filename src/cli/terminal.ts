/**
 * What a command may say and to whom. Results go to standard output, remarks and progress to
 * standard error, so that `--json` output can be piped while a person watches.
 */

/** Where a command writes. Tests hand in one that remembers. */
export interface Terminal {
  /** A line of the result. */
  out(line: string): void;
  /** A remark for the person watching. */
  note(line: string): void;
  /** Where a progress bar is drawn when a person is watching; undefined in a pipe or a CI log. */
  readonly screen: NodeJS.WritableStream | undefined;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
    screen: process.stderr.isTTY ? process.stderr : undefined,
  };
}

/** `civic-ledger … | head` closes the pipe early: the command ends as it would have without it. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
