import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SpillingMap } from '../../src/cli/audit/spillingMap.js';

describe('a map that spills to a file', () => {
  it('answers as one in memory, whatever its bound', () => {
    const write = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.option(fc.string({ maxLength: 3 })));
    const property = fc.property(
      fc.array(write, { maxLength: 120 }),
      fc.integer({ min: 1, max: 30 }),
      (writes, bound) => {
        const spilling = new SpillingMap(bound);
        const plain = new Map<string, string>();
        for (const [number, value] of writes) {
          const key = `key ${number}`;
          spilling.set(key, value);
          if (value === null) plain.delete(key);
          else plain.set(key, value);
        }
        for (let number = 0; number <= 20; number += 1) {
          expect(spilling.get(`key ${number}`)).toBe(plain.get(`key ${number}`));
        }
        expect(new Map(spilling.entries())).toEqual(plain);
        expect(spilling.size()).toBe(plain.size);
        spilling.close();
      },
    );
    fc.assert(property, { numRuns: 60 });
  });
});
