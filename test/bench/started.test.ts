/** A benchmark that is told to end leaves nothing running and nothing in the way. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type CompiledWorker, compileWorker } from '../support/compiledWorker.js';

let compiled: CompiledWorker;

beforeAll(async () => {
  compiled = await compileWorker('test/bench/startsAndWaits.ts');
});

afterAll(() => compiled.remove());

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

interface Made {
  readonly folder: string;
  readonly pids: readonly number[];
}

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'ends what it has started and removes its folders on %s, and dies of that signal',
  async (signal) => {
    const program = spawn(process.execPath, [fileURLToPath(compiled.file)]);
    const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
    const { folder, pids } = JSON.parse(line) as Made;
    expect([...pids.map(isAlive), existsSync(folder)]).toEqual([true, true, true]);
    const ended = once(program, 'exit');
    program.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect([...pids.map(isAlive), existsSync(folder)]).toEqual([false, false, false]);
  },
);
