/**
 * How the node keeps its CometBFT process, with a program in its place that says what CometBFT
 * says: the real one is in test/consortium and test/networks.
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consortiumPaths } from '../../../src/node/cometbft/consortiumFile.js';
import { CometBftSupervisor } from '../../../src/node/cometbft/cometbftSupervisor.js';
import { until } from '../../support/live/consortiumNetwork.js';
import { onLinux } from '../../support/onLinux.js';

let folder: string;
const ends: string[] = [];
/** Process ids of what an earlier node has left and the supervisor has ended. */
const left: number[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'civic-'));
  ends.length = 0;
  left.length = 0;
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a program that runs `script` and then lives on, and hands its supervisor to `use`. */
async function supervised(
  script: string,
  use: (supervisor: CometBftSupervisor) => Promise<void>,
): Promise<void> {
  const program = join(folder, 'program');
  const says = `#!/bin/sh\nif [ "$1" = version ]; then echo 0.38.26; exit; fi\n`;
  writeFileSync(program, `${says}${script}\nexec tail -f /dev/null\n`, { mode: 0o755 });
  const paths = consortiumPaths(folder);
  mkdirSync(paths.home, { recursive: true });
  const supervisor = new CometBftSupervisor(
    { paths, program, rpcAddress: undefined },
    {
      onRestart: (why) => ends.push(why),
      onLeftover: (pids) => left.push(...pids),
      onGiveUp: (error) => ends.push(error.message),
    },
  );
  await supervisor.start();
  try {
    await use(supervisor);
  } finally {
    await supervisor.stop();
  }
}

test('a process whose consensus has failed is started again, though it lives on', async () => {
  const line = 'E[2026-11-28|13:10:20.220] CONSENSUS FAILURE!!!  module=consensus err="too large"';
  await supervised(`echo '${line}'`, () => until('two restarts', async () => ends.length >= 2));
  expect(ends.slice(0, 2)).toEqual(['it ended with SIGKILL', 'it ended with SIGKILL']);
});

test('a process is ended in good order and started again when the node wants it so', async () => {
  await supervised('echo well', async (supervisor) => {
    supervisor.restart();
    await until('a restart', async () => ends.length === 1);
  });
  expect(ends).toEqual(['it ended with SIGTERM']);
});

test('a process that hangs instead of ending is killed and started again', async () => {
  const hung = join(consortiumPaths(folder).home, 'hung');
  await supervised(`[ -e ${hung} ] || { trap '' TERM; touch ${hung}; }`, async (supervisor) => {
    await until('a process that hangs', async () => existsSync(hung));
    // As when each of its connections closes.
    for (let closed = 0; closed < 4; closed++) supervisor.restart();
    await until('a restart', async () => ends.length === 1);
  });
  expect(ends).toEqual(['it ended with SIGKILL']);
});

onLinux('a process that outlives a killed node is ended, and no other in its folder', async () => {
  const { home } = consortiumPaths(folder);
  mkdirSync(home);
  const living = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['-e', 'setInterval(Object, 60_000)', ...args], { cwd: home });
  const [leftover, other] = [living('start', '--home', '.'), living('start')];
  try {
    await Promise.all([once(leftover, 'spawn'), once(other, 'spawn')]);
    const ended = once(leftover, 'exit');
    await supervised('echo well', async () => {
      expect(await ended).toEqual([null, 'SIGKILL']);
    });
    expect(left).toEqual([leftover.pid]);
    expect(other.exitCode ?? other.signalCode).toBeNull();
  } finally {
    leftover.kill('SIGKILL');
    other.kill('SIGKILL');
  }
});
