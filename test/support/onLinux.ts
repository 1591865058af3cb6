/** A test of what Linux alone has: elsewhere it is skipped, and the report says so. */
import { it } from '@jest/globals';

/** Registers `run` as a test of this name where the system is Linux. */
export function onLinux(name: string, run: () => void | Promise<void>): void {
  if (process.platform === 'linux') it(name, run);
  else it.skip(`${name} (on Linux only: ${process.platform} has no /proc)`, run);
}
