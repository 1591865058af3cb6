/** Threads that work for the main thread let it go first, and it alone keeps its priority. */
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type CompiledWorker, compileWorker } from '../support/compiledWorker.js';

let compiled: CompiledWorker;

beforeAll(async () => {
  compiled = await compileWorker('src/consensus/threadPriority.ts');
});
afterAll(() => compiled.remove());

function callsAndTells(name: string): string {
  return `
    const { getPriority } = require('node:os');
    const { parentPort } = require('node:worker_threads');
    import(${JSON.stringify(compiled.file.href)}).then((priority) => {
      priority.${name}();
      parentPort.postMessage(getPriority(0));
    });
  `;
}

it.each([
  ['yieldToCriticalThread', 5],
  ['workInBackground', 10],
])('gives a thread that calls %s a lower priority than its starter has', async (name, nicer) => {
  const own = getPriority(0);
  const worker = new Worker(callsAndTells(name), { eval: true });
  const [theirs] = (await once(worker, 'message')) as [number];
  await worker.terminate();
  expect(getPriority(0)).toBe(own);
  // Elsewhere a priority is the whole process's, and is left alone.
  const expected = process.platform === 'linux' ? Math.min(own + nicer, 19) : own;
  expect(theirs).toBe(expected);
});
