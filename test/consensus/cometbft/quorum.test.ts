import { describe, expect, test } from '@jest/globals';
import { missingPower, Quorum } from '../../../src/consensus/cometbft/quorum.js';
import { until } from '../../support/live/consortiumNetwork.js';

const even = ['a', 'b', 'c', 'd'].map((name) => ({
  organisation: `office-${name}`,
  nodeId: name,
  power: 1,
}));

describe('the quorum', () => {
  test.each([
    [['b', 'c', 'd'], undefined],
    [['b', 'd'], undefined],
    [['b'], 'no quorum: 2 of 4 voting power is connected; not: office-c, office-d'],
    [['stranger', 'another'], /1 of 4/],
    [[], /1 of 4/],
  ])('with the peers %p is judged by power, this node included', (peers, expected) => {
    const missing = missingPower(even, ['a', ...peers]);
    if (expected instanceof RegExp) expect(missing).toMatch(expected);
    else expect(missing).toBe(expected);
  });

  test('takes more than two thirds, not two thirds', () => {
    const three = even.slice(0, 3);
    expect(missingPower(three, ['a', 'b'])).toMatch(/2 of 3/);
    expect(missingPower(three, ['a', 'b', 'c'])).toBeUndefined();
  });

  test('counts power, not validators', () => {
    const heavy = even.map((validator) => ({
      ...validator,
      power: validator.nodeId === 'a' ? 9 : 1,
    }));
    expect(missingPower(heavy, ['a'])).toBeUndefined();
    expect(missingPower(heavy, ['b', 'c', 'd'])).toMatch(/3 of 12/);
  });

  test('is not made by a node that is no validator', () => {
    expect(missingPower(even, ['reader', 'a', 'b'])).toMatch(/2 of 4/);
  });
});

describe('a quorum that CometBFT is asked about', () => {
  const options = {
    validators: () => even.map((validator, index) => ({ ...validator, validatorKey: `${index}` })),
    self: 'a',
    beginsWithSnapshot: false,
    pollMs: 1,
    answerMs: 5,
    onAnswer: () => {},
  };
  const well = { height: 7, catchingUp: false, peers: ['b', 'c'] };

  test('is not there any more when a process that was well hangs', async () => {
    let hang: (() => void) | undefined;
    const hangs = new Promise<typeof well>((_, reject) => {
      hang = () => reject(new Error('ended'));
    });
    const before: (string | undefined)[] = [];
    const quorum = new Quorum(options, {
      status: () => {
        before.push(quorum.missing());
        return before.length === 1 ? Promise.resolve(well) : hangs;
      },
    });
    quorum.start();
    await until('the silence', async () => before.length === 2 && quorum.missing() !== undefined);
    expect(before).toEqual(['CometBFT does not answer', undefined]);
    expect(quorum.missing()).toBe('CometBFT does not answer');
    quorum.close();
    hang?.();
  });

  test.each([
    ['two of four are connected', { catchingUp: false, peers: ['b'] }, true],
    ['three of four are', { catchingUp: false, peers: ['b', 'c'] }, false],
    ['it catches up with one', { catchingUp: true, peers: ['b'] }, false],
    ['it would catch up and nobody is there', { catchingUp: true, peers: [] }, true],
  ])('tells after an answer whether the node is cut off: %s', async (_, seen, expected) => {
    const told: boolean[] = [];
    const quorum = new Quorum(
      { ...options, onAnswer: (isCutOff) => told.push(isCutOff) },
      { status: () => Promise.resolve({ height: 7, ...seen }) },
    );
    quorum.start();
    await until('an answer', async () => told.length > 0);
    quorum.close();
    expect(told[0]).toBe(expected);
  });

  test.each([
    [true, 0, /^waiting for a snapshot, .* CIVIC_LEDGER_SNAPSHOT_INTERVAL blocks$/],
    [true, 7, /^catching up .* at height 7$/],
    [false, 0, /^catching up .* at height 0$/],
  ])(
    'says what a node waits for that begins with a snapshot (%p), at height %p',
    async (beginsWithSnapshot, height, expected) => {
      const status = () => Promise.resolve({ height, catchingUp: true, peers: ['b', 'c'] });
      const quorum = new Quorum({ ...options, beginsWithSnapshot }, { status });
      quorum.start();
      await until('an answer', async () => quorum.status() !== undefined);
      quorum.close();
      expect(quorum.missing()).toMatch(expected);
    },
  );

  test('tells nothing when CometBFT does not answer', async () => {
    const told: boolean[] = [];
    let asked = 0;
    const quorum = new Quorum(
      { ...options, onAnswer: (isCutOff) => told.push(isCutOff) },
      {
        status: () => {
          asked += 1;
          return Promise.reject(new Error('no such socket'));
        },
      },
    );
    quorum.start();
    await until('three questions', async () => asked >= 3);
    quorum.close();
    expect(told).toEqual([]);
  });
});
