/** A process may be started with a coarser clock, and the one that starts it keeps its own. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { withCoarseTimers } from '../../../src/node/cometbft/timerSlack.js';

const FILE = '/proc/self/timerslack_ns';
/** Elsewhere than on Linux there is nothing to see, and processes are started as always. */
const IS_LINUX = process.platform === 'linux';

function slackOfChild(): string {
  return IS_LINUX ? execFileSync('cat', [FILE], { encoding: 'utf8' }).trim() : '';
}

function ownSlack(): string {
  return IS_LINUX ? readFileSync(FILE, 'utf8').trim() : '';
}

it('lets a process that it starts be woken up to a millisecond late, and only that', () => {
  const before = ownSlack();
  expect(withCoarseTimers(slackOfChild)).toBe(IS_LINUX ? '1000000' : '');
  expect(ownSlack()).toBe(before);
  expect(slackOfChild()).toBe(before);
});

it('keeps its own clock when nothing could be started', () => {
  const before = ownSlack();
  const fails = () => {
    throw new Error('no such program');
  };
  expect(() => withCoarseTimers(fails)).toThrow('no such program');
  expect(ownSlack()).toBe(before);
});

it('gives back what was started', () => {
  expect(withCoarseTimers(() => 'started')).toBe('started');
});
