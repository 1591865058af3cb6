/** Progress of a long run: how many, how fast, how long yet. */
import type { Batch } from './judgeMutants.js';

/** A line at most this often; a run that is shorter has only its last one. */
const EVERY_MS = 10_000;

/** Prints how far the batches of a kind are; `end` prints what came of them. */
export function runProgress(name: string, batches: readonly Batch[]) {
  const total = batches.reduce((sum, { from, to }) => sum + to - from, 0);
  const started = performance.now();
  let [done, shown] = [0, started];
  const seconds = (): number => (performance.now() - started) / 1_000;
  return {
    count(more: number): void {
      done += more;
      if (performance.now() - shown < EVERY_MS) return;
      shown = performance.now();
      const rate = done / seconds();
      const left = Math.ceil((total - done) / rate);
      process.stdout.write(`${name}: ${done} of ${total}, ${rate.toFixed(0)}/s, ${left} s left\n`);
    },
    end(outcome: string): void {
      process.stdout.write(`${name}: ${done} in ${seconds().toFixed(1)} s: ${outcome}\n`);
    },
  };
}
