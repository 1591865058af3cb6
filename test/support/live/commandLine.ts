/** The built command line, run as a user does: in a folder of its own, against one server. */
import { execFile } from 'node:child_process';
import { program } from './serverProcess.js';

/** What a command ended with and printed. */
export interface CommandRun {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

/** Runs `civic-ledger <words>` in `folder`, with `url` as the server. Never rejects. */
export function runCommand(
  { folder, url }: { readonly folder: string; readonly url: string },
  words: readonly string[],
): Promise<CommandRun> {
  const env = { ...process.env, CIVIC_LEDGER_URL: url };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { cwd: folder, env }, (error, out, notes) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, notes });
    });
  });
}
