import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isBatchMember, makeBatch } from '../../src/client/batch.js';
import { sha256Hex } from '../../src/crypto/sha256.js';
import { batchRoot } from '../../src/domain/evidence/batch.js';

const commitments = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => sha256Hex(`member ${index}`));

describe('a batch', () => {
  it('has the root that the rule of the ledger computes, at every size', () => {
    for (let count = 1; count <= 70; count += 1) {
      expect(makeBatch(commitments(count)).root).toBe(batchRoot(commitments(count)));
    }
  });

  it('proves each member, and nothing else', () => {
    const sizes = fc.integer({ min: 1, max: 300 });
    const property = fc.property(sizes, fc.nat(), (count, seed) => {
      const batch = makeBatch(commitments(count));
      const index = seed % count;
      const commitment = batch.leaves[index] as string;
      const claim = { commitment, index, count, root: batch.root, proof: batch.proof(index) };
      expect(isBatchMember(claim)).toBe(true);
      expect(isBatchMember({ ...claim, commitment: sha256Hex('a stranger') })).toBe(false);
      expect(isBatchMember({ ...claim, root: sha256Hex('another root') })).toBe(false);
      expect(isBatchMember({ ...claim, index: count })).toBe(false);
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('gives equal contents one leaf', () => {
    const [one, two] = commitments(2) as [string, string];
    const batch = makeBatch([one, two, one]);
    expect(batch.leaves).toEqual([one, two]);
    expect(batch.indexOf(one)).toBe(0);
  });

  it('refuses to be empty, and to find strangers', () => {
    expect(() => makeBatch([])).toThrow(RangeError);
    expect(() => makeBatch(commitments(3)).indexOf('00')).toThrow(RangeError);
  });
});
