/** Builds the library that makes a process's disk slow (slowDisk.c), with the C compiler here. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Missing, needOf } from '../machineNeed.js';

const SOURCE = fileURLToPath(new URL('slowDisk.c', import.meta.url));

/** The library's path inside `folder`, or why it cannot be built on this machine. */
export function slowDiskLibrary(folder: string): string | Missing {
  const library = join(folder, 'slowDisk.so');
  const args = ['-shared', '-fPIC', '-O1', '-o', library, SOURCE, '-ldl'];
  return needOf(() => {
    execFileSync('cc', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    return library;
  });
}
