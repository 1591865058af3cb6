/** A process may be started with a coarser clock, and the one that starts it keeps its own. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { withCoarseTimers } from '../../../src/node/cometbft/timerSlack.js';
import { onLinux } from '../../support/onLinux.js';

const OF_LINUX = '/proc/self/timerslack_ns';

function slackOfChild(): number {
  return Number(execFileSync('cat', [OF_LINUX], { encoding: 'utf8' }));
}

function ownSlack(): number {
  return Number(readFileSync(OF_LINUX, 'utf8'));
}

onLinux('lets a process that it starts be woken up to a millisecond late, and only that', () => {
  const before = ownSlack();
  expect(withCoarseTimers(slackOfChild)).toBe(1_000_000);
  expect(ownSlack()).toBe(before);
  expect(slackOfChild()).toBe(before);
});

onLinux('keeps its own clock when nothing could be started', () => {
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
