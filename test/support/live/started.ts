/**
 * What this process has started and made: programs, and folders for their files. A process that is
 * told to end before its own code has cleared up ends and removes them first.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess } from '../../../src/node/cometbft/endProcess.js';

/** A node answers its callers and stops its CometBFT within this time. */
const STOP_MS_MAX = 20_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const programs = new Set<ChildProcess>();
const folders = new Set<string>();
let isEnding = false;

/** Notes that `program` was started here, until it has ended; returns it. */
export function remembered<Program extends ChildProcess>(program: Program): Program {
  programs.add(program);
  for (const event of ['exit', 'error']) program.once(event, () => programs.delete(program));
  // Whoever started it does not know yet that everything ends.
  if (isEnding) program.kill('SIGKILL');
  return program;
}

/** A new folder in the system's own for temporary files, named from `prefix` on. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  folders.add(folder);
  return folder;
}

/** Removes a folder that `temporaryFolder` has made. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

/**
 * Does `work`. A signal to end is followed when everything that was started has ended and every
 * folder is gone; that connections break and servers are not there meanwhile is no failure then.
 */
export async function endingInOrder(work: () => Promise<void>): Promise<void> {
  for (const signal of SIGNALS) process.on(signal, () => void end(signal));
  try {
    await work();
  } catch (error) {
    if (!isEnding) throw error;
  }
}

async function end(signal: NodeJS.Signals): Promise<void> {
  // Impatience, or the terminal's Ctrl-C beside the signal of whoever started this process.
  if (isEnding) return;
  isEnding = true;
  await Promise.all([...programs].map((program) => endProcess(program, STOP_MS_MAX)));
  for (const folder of folders) removeFolder(folder);
  // As if nobody had listened: whoever waits for this process sees which signal has ended it.
  for (const one of SIGNALS) process.removeAllListeners(one);
  process.kill(process.pid, signal);
}
