/**
 * A CometBFT whose node was killed ends itself when the application's sockets close, but now and
 * then hangs on the way, and then keeps its database locked for good: no other can start in its
 * folder. Whoever starts a node there may end it, because the node holds the ledger's own lock.
 */
import { readdirSync, readFileSync, realpathSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Linux lists its processes here; on other systems an operator has to look for them. */
const PROCESSES = '/proc';
/** What a node tells CometBFT first: its own folder is the one that it runs in. */
export const RUN_HERE = ['start', '--home', '.'] as const;

/** Ends every CometBFT that runs in `home`, as kill -9 does; returns their process ids. */
export function endLeftovers(home: string): readonly number[] {
  const folder = realpathSync(home);
  return processes().filter((pid) => runsIn(folder, pid) && isEnded(pid));
}

/** False of a process that has ended by itself meanwhile. */
function isEnded(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

function processes(): readonly number[] {
  try {
    return readdirSync(PROCESSES)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** False, too, of a process that has ended meanwhile or belongs to somebody else. */
function runsIn(folder: string, pid: number): boolean {
  const about = join(PROCESSES, String(pid));
  try {
    if (readlinkSync(join(about, 'cwd')) !== folder) return false;
    return readFileSync(join(about, 'cmdline'), 'utf8').includes(`${RUN_HERE.join('\0')}\0`);
  } catch {
    return false;
  }
}
