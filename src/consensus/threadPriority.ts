/**
 * Who gets a core first. The main thread orders, answers and is what all others wait for; threads
 * that check signatures have their work queued up anyway. Where there are fewer cores than threads,
 * a main thread that waits its turn among them leaves a core idle a moment later.
 */
import { getPriority, setPriority } from 'node:os';

/** So much nicer is a thread that works for the main thread: about a third of its share. */
const YIELDING = 5;
/** And one that nobody waits for: about a tenth. */
const BACKGROUND = 10;
/** The nicest that there is. */
const PRIORITY_LOWEST = 19;

/**
 * Lets the main thread go first from now on. To be called in a worker thread, once. Counted from
 * the process's own priority: a program that was started as a nice one may not take any of it back.
 */
export function yieldToMainThread(): void {
  standBehind(YIELDING);
}

/**
 * Lets everything else go first from now on: for seconds of work that is due at the same block on
 * every node, and would hold up blocks on machines with few cores. Called like yieldToMainThread.
 */
export function workInBackground(): void {
  standBehind(BACKGROUND);
}

function standBehind(nicer: number): void {
  // Only Linux has a priority for each thread; elsewhere this would be the whole process.
  if (process.platform !== 'linux') return;
  setPriority(Math.min(getPriority() + nicer, PRIORITY_LOWEST));
}
