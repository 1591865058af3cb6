/** The judgement itself: what it would let pass, it could not find. */
import { describe, expect, it } from '@jest/globals';
import { judge, type Mutant, type Verdict } from './mutant.js';

const mutant: Mutant = {
  what: 'a field',
  bytes: new Uint8Array(),
  refusals: ['A3 VIEW_DIFFERS plain/x.txt', 'A7 LOG_FORKED'],
};
const sound: Verdict = { exit: 2, due: 2, refusals: ['B1 TOKENS_NONE'] };
const refusedWith = (...refusals: readonly string[]): Verdict => ({ exit: 1, due: 1, refusals });
const judged = (verdict: Verdict, more: Partial<Mutant> = {}) =>
  judge({ ...mutant, ...more }, verdict, sound);

describe('a verdict on a mutant', () => {
  it('is right with a refusal that is due, for the file that is meant or for any', () => {
    const view = 'A3 VIEW_DIFFERS plain/x.txt';
    expect(judged(refusedWith('B1 TOKENS_NONE', view))).toEqual({ refusal: view });
    const fork = 'A7 LOG_FORKED item/receipt.json';
    expect(judged(refusedWith(fork))).toEqual({ refusal: fork });
  });

  it('is wrong when the mutant passes as the sample does', () => {
    expect(judged(sound)).toHaveProperty('fault');
  });

  it('is wrong with another refusal, or with the same one for another file', () => {
    for (const refusal of ['A4 RECEIPT_FAULT INCLUSION x', 'A3 VIEW_DIFFERS plain/y.txt']) {
      expect(judged(refusedWith(refusal))).toHaveProperty('fault');
    }
  });

  it('is wrong with the refusal that is due under another exit code', () => {
    expect(judged({ ...refusedWith('A7 LOG_FORKED'), exit: 0 })).toHaveProperty('fault');
  });

  it('may stand only where nobody signs what was damaged, and as the sample does', () => {
    expect(judged(sound, { mayStand: true })).toEqual({ refusal: undefined });
    const better = { exit: 0, due: 0, refusals: [] } as const;
    expect(judged(better, { mayStand: true })).toHaveProperty('fault');
    expect(judged(refusedWith('C1 OTHER'), { mayStand: true })).toHaveProperty('fault');
  });
});
