/** What is started with the node ends with it, even when it does not react to anything any more. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { endingWithNode } from '../../../src/node/cometbft/endsWithNode.js';
import { until } from '../../support/live/consortiumNetwork.js';
import { onLinux } from '../../support/onLinux.js';

/** Starts its arguments as a command, says which process that is, and lives on. */
const PARENT = `
  const [program, ...args] = process.argv.slice(1);
  const child = require('node:child_process').spawn(program, args, { detached: true });
  child.once('spawn', () => console.log(child.pid));
  setInterval(Object, 60_000);
`;

onLinux('ends a process that hangs when its parent is killed', async () => {
  const command = [...(await endingWithNode('tail')), '-f', '/dev/null'];
  const parent: ChildProcess = spawn(process.execPath, ['-e', PARENT, ...command]);
  try {
    const [line] = (await once(parent.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await until('the program itself', async () => nameOf(pid) === 'tail');
    process.kill(pid, 'SIGSTOP');
    parent.kill('SIGKILL');
    await until('the end of the program', async () => nameOf(pid) === undefined);
    expect(nameOf(pid)).toBeUndefined();
  } finally {
    parent.kill('SIGKILL');
  }
});

/** Of the program that the living process `pid` runs. */
function nameOf(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return /State:\s+Z/.test(status) ? undefined : /Name:\s+(.*)/.exec(status)?.[1];
  } catch {
    return undefined;
  }
}
