/** How a program that was started here is ended. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Ends `child` in good order, or after `patienceMs` without. Resolves when it has ended. */
export async function endProcess(child: ChildProcess, patienceMs: number): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(force);
}
