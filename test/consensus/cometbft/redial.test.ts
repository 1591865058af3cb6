import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Redial } from '../../../src/consensus/cometbft/redial.js';

const AFTER_MS = 120_000;
let restarts = 0;
let redial: Redial;

beforeEach(() => {
  jest.useFakeTimers();
  restarts = 0;
  redial = new Redial({ afterMs: AFTER_MS }, () => (restarts += 1));
});
afterEach(() => {
  jest.useRealTimers();
});

/** The node sees the same for `ms`, and says so twice a second. */
function sees(isCutOff: boolean, ms: number): void {
  for (let passed = 0; passed <= ms; passed += 500) {
    redial.saw(isCutOff);
    jest.advanceTimersByTime(500);
  }
}

test('CometBFT is started again when there was no quorum for long enough, and not before', () => {
  sees(true, AFTER_MS - 500);
  expect(restarts).toBe(0);
  redial.saw(true);
  expect(restarts).toBe(1);
});

test('it is started again and again while there is none, however long that is', () => {
  sees(true, 12 * 60 * 60 * 1000);
  expect(restarts).toBe(360);
});

test('a quorum in between begins the time anew', () => {
  sees(true, AFTER_MS - 1_000);
  sees(false, 0);
  sees(true, AFTER_MS - 1_000);
  expect(restarts).toBe(0);
});

test('a node with a quorum is left alone', () => {
  sees(false, 10 * AFTER_MS);
  expect(restarts).toBe(0);
});
