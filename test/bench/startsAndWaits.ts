/** A program that starts others, makes a folder, says so, and then waits for a signal to end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endingInOrder, remembered, temporaryFolder } from '../support/live/started.js';

const LIVES_ON = "process.on('SIGINT', () => undefined); setInterval(Object, 60_000)";

await endingInOrder(async () => {
  const folder = temporaryFolder('civic-ended-');
  const children = [0, 1].map(() => remembered(spawn(process.execPath, ['-e', LIVES_ON])));
  await Promise.all(children.map((child) => once(child, 'spawn')));
  process.stdout.write(`${JSON.stringify({ folder, pids: children.map(({ pid }) => pid) })}\n`);
  await Promise.all(children.map((child) => once(child, 'exit')));
  throw new Error('they have ended');
});
