/** A terminal that remembers, and a command line that runs in this process. */
import type { ExitCode } from '../../../src/cli/exitCode.js';
import { runCommandLine } from '../../../src/cli/program.js';
import type { Terminal } from '../../../src/cli/terminal.js';

/** What a command printed and how it ended. */
export interface CommandRun {
  readonly exitCode: ExitCode;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly notes: string;
}

/** Collects what is printed. */
export function rememberingTerminal(): Terminal & { lines(): string[]; notes(): string[] } {
  const [lines, notes]: [string[], string[]] = [[], []];
  return {
    out: (line) => lines.push(line),
    note: (line) => notes.push(line),
    screen: undefined,
    lines: () => lines,
    notes: () => notes,
  };
}

/** Runs one command line in this process, without a server. */
export async function runCommand(...args: readonly string[]): Promise<CommandRun> {
  const terminal = rememberingTerminal();
  const exitCode = await runCommandLine(args, {
    terminal,
    signal: new AbortController().signal,
    fetch: () => Promise.reject(new TypeError('fetch failed')),
  });
  return { exitCode, out: terminal.lines().join('\n'), notes: terminal.notes().join('\n') };
}
