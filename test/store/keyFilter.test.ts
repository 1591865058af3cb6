/** The filter before the index of used ids forgets no key and seldom knows one it never got. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyFilter } from '../../src/store/keyFilter.js';
import { usedIdKey } from '../../src/store/usedIdKey.js';

const KEYS_MAX = 4_096;

function keys(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => usedIdKey(`${prefix}/${index}`));
}

/** How many of ten thousand keys that were never added are held to be there. */
function mistaken(filter: KeyFilter): number {
  return keys('never', 10_000).filter((key) => filter.mayHave(key)).length;
}

describe('the filter of used ids', () => {
  it('knows every key that was added, however many more come than were expected', () => {
    const names = fc.uniqueArray(fc.string(), { maxLength: 500 });
    fc.assert(
      fc.property(names, (all) => {
        const filter = new KeyFilter(32);
        const added = all.map(usedIdKey);
        for (const key of added) filter.add(key);
        expect(added.filter((key) => !filter.mayHave(key))).toEqual([]);
      }),
    );
  });

  it('knows the least and the greatest key', () => {
    const filter = new KeyFilter(32);
    const ends = ['0'.repeat(32), 'f'.repeat(32)];
    expect(ends.map((key) => filter.mayHave(key))).toEqual([false, false]);
    for (const key of ends) filter.add(key);
    expect(ends.map((key) => filter.mayHave(key))).toEqual([true, true]);
  });

  it('is mistaken about one new key in two hundred when it is full', () => {
    const filter = new KeyFilter(KEYS_MAX);
    for (const key of keys('known', KEYS_MAX)) filter.add(key);
    expect(mistaken(filter)).toBeGreaterThan(0);
    expect(mistaken(filter)).toBeLessThan(100);
  });

  it('is mistaken about one in fifty with fifteen times the keys', () => {
    const filter = new KeyFilter(KEYS_MAX);
    for (const key of keys('known', 15 * KEYS_MAX)) filter.add(key);
    expect(mistaken(filter)).toBeLessThan(300);
  });
});
