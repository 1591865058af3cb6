/**
 * How exactly a process is woken. CometBFT looks at the state of its own round every 100 µs, and on
 * Linux each of those looks is a wake-up of its own: four validators on two cores spend a tenth of
 * them on it. With a coarser clock several timers that are due share one wake-up (timer slack,
 * prctl(2) PR_SET_TIMERSLACK); CometBFT's own waits begin at some milliseconds.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** Of this process's main thread, in nanoseconds; children inherit it. */
const SLACK = '/proc/self/timerslack_ns';
const COARSE_NS = 1_000_000;

/**
 * Runs `start`; a process that it starts may be woken up to a millisecond late, this one as before.
 * To be called on the main thread. Where the system does not have this or does not permit it, the
 * process is started all the same.
 */
export function withCoarseTimers<T>(start: () => T): T {
  const before = slack();
  if (before === undefined || !setSlack(String(COARSE_NS))) return start();
  try {
    return start();
  } finally {
    setSlack(before);
  }
}

function slack(): string | undefined {
  try {
    return readFileSync(SLACK, 'utf8');
  } catch {
    return undefined;
  }
}

function setSlack(nanoseconds: string): boolean {
  try {
    writeFileSync(SLACK, nanoseconds);
    return true;
  } catch {
    return false;
  }
}
