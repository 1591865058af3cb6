/** The two-generation cache: bounded, and what is in use stays. */
import { describe, expect, it } from '@jest/globals';
import { GenerationCache } from '../../src/crypto/generationCache.js';

describe('the generation cache', () => {
  it('never holds more than its capacity', () => {
    const cache = new GenerationCache<number>(10);
    for (let index = 0; index < 1_000; index += 1) {
      cache.set(`${index}`, index);
      cache.get('3');
      expect(cache.size).toBeLessThanOrEqual(10);
    }
  });

  it('keeps an entry that is used while others pass through', () => {
    const cache = new GenerationCache<string>(8);
    cache.set('used', 'value');
    for (let index = 0; index < 100; index += 1) {
      cache.set(`${index}`, '');
      expect(cache.get('used')).toBe('value');
    }
    expect(cache.get('0')).toBeUndefined();
  });

  it('replaces a value in place', () => {
    const cache = new GenerationCache<number>(2);
    cache.set('a', 1);
    cache.set('a', 2);
    expect([cache.get('a'), cache.size]).toEqual([2, 1]);
  });
});
