/**
 * Who gets a core first. One thread is what all others wait for: a node's main thread, which orders
 * and answers, and the one that executes a whole log again in an audit. Threads that check
 * signatures have their work queued up anyway. Where there are fewer cores than threads, a critical
 * thread that waits its turn among them leaves a core idle later.
 */
import { getPriority, setPriority } from 'node:os';

/** So much nicer is a thread that works for the critical one: about a third of its share. */
const YIELDING = 5;
/** And one that nobody waits for: about a tenth. */
const BACKGROUND = 10;
/** The nicest that there is. */
const PRIORITY_LOWEST = 19;

/**
 * Lets the critical thread go first from now on. To be called in a worker thread, once. Counted
 * from the process's own priority: a program that was started as a nice one may not take any of it
 * back.
 */
export function yieldToCriticalThread(): void {
  standBehind(YIELDING);
}

/**
 * Lets everything else go first from now on: for seconds of work that is due at the same block on
 * every node, and would hold up blocks on machines with few cores. Called like
 * yieldToCriticalThread.
 */
export function workInBackground(): void {
  standBehind(BACKGROUND);
}

function standBehind(nicer: number): void {
  // Only Linux has a priority for each thread; elsewhere this would be the whole process.
  if (process.platform !== 'linux') return;
  setPriority(Math.min(getPriority() + nicer, PRIORITY_LOWEST));
}
