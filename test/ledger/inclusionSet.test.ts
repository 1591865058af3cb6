/** One proof for many leaves, against the RFC written down as it stands. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  inclusionSetProof,
  inclusionSetRanges,
  verifyInclusionSet,
} from '../../src/ledger/inclusionSet.js';
import { inclusionProof, type TreeNodes } from '../../src/ledger/merkleProof.js';
import { hex, naiveRoot, testLeaf, testLeaves } from './naiveTree.js';

const SIZE_MAX = 70;
const LEAVES = testLeaves(SIZE_MAX);
const ROOTS = LEAVES.map((_, size) => hex(naiveRoot(LEAVES.slice(0, size))));

const nodes: TreeNodes = {
  node: (height, index) => naiveRoot(LEAVES.slice(index * 2 ** height, (index + 1) * 2 ** height)),
};

function claimOf(places: readonly number[], size: number) {
  return {
    leaves: places.map((index) => ({ index, leafHash: testLeaf(index) })),
    size,
    root: ROOTS[size] as string,
    hashes: inclusionSetProof(places, size, nodes),
  };
}

const set = fc.integer({ min: 1, max: SIZE_MAX - 1 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    places: fc
      .uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: size })
      .map((places) => places.sort((left, right) => left - right)),
  }),
);

describe('a proof of a set', () => {
  it('verifies for every set of places in a tree of any size', () => {
    fc.assert(
      fc.property(set, ({ places, size }) => {
        expect(verifyInclusionSet(claimOf(places, size))).toBe(true);
      }),
    );
  });

  it('of one leaf has the hashes of the RFC’s proof, in the order of the walk', () => {
    for (let size = 1; size < SIZE_MAX; size += 1) {
      for (let place = 0; place < size; place += 1) {
        const own = [...inclusionSetProof([place], size, nodes)].sort();
        expect(own).toEqual([...inclusionProof(place, size, nodes)].sort());
      }
    }
  });

  it('of all leaves needs no hash', () => {
    const places = LEAVES.slice(0, 37).map((_, index) => index);
    expect(inclusionSetProof(places, 37, nodes)).toEqual([]);
  });

  it('is put together from the proofs of its parts', () => {
    fc.assert(
      fc.property(set, fc.nat(5), ({ places, size }, parts) => {
        const known = new Map<string, string>();
        for (let part = 0; part <= parts; part += 1) {
          const own = places.filter((_, index) => index % (parts + 1) === part);
          if (own.length === 0) continue;
          const hashes = inclusionSetProof(own, size, nodes);
          inclusionSetRanges(own, size).forEach(({ start, end }, index) => {
            known.set(`${start}-${end}`, hashes[index] as string);
          });
        }
        const whole = inclusionSetRanges(places, size);
        const hashes = whole.map(({ start, end }) => known.get(`${start}-${end}`));
        expect(hashes).toEqual(inclusionSetProof(places, size, nodes));
      }),
    );
  });

  it('does not verify when anything in it is another', () => {
    fc.assert(
      fc.property(set, fc.nat(), ({ places, size }, at) => {
        const claim = claimOf(places, size);
        const leaf = at % places.length;
        const other = claim.leaves.map((each, index) =>
          index === leaf ? { ...each, leafHash: testLeaf(SIZE_MAX) } : each,
        );
        expect(verifyInclusionSet({ ...claim, leaves: other })).toBe(false);
        const flipped = claim.hashes.map((hash, index) =>
          index === at % claim.hashes.length ? 'ab'.repeat(32) : hash,
        );
        if (flipped.length > 0)
          expect(verifyInclusionSet({ ...claim, hashes: flipped })).toBe(false);
        const more = [...claim.hashes, 'ab'.repeat(32)];
        expect(verifyInclusionSet({ ...claim, hashes: more })).toBe(false);
        const fewer = claim.hashes.slice(0, -1);
        if (claim.hashes.length > 0) {
          expect(verifyInclusionSet({ ...claim, hashes: fewer })).toBe(false);
        }
        const moved = claim.leaves.map(({ index, leafHash }) => ({ index: index + 1, leafHash }));
        expect(verifyInclusionSet({ ...claim, leaves: moved })).toBe(false);
        expect(verifyInclusionSet({ ...claim, root: ROOTS[size - 1] as string })).toBe(false);
      }),
    );
  });

  it.each([
    ['no leaf', []],
    ['places that do not ascend', [2, 1]],
    ['a place twice', [1, 1]],
    ['a place outside the tree', [1, 9]],
    ['a place that is none', [0.5]],
  ])('is none of %s', (_, places) => {
    expect(() => inclusionSetProof(places, 9, nodes)).toThrow(RangeError);
    const leaves = places.map((index) => ({ index, leafHash: testLeaf(0) }));
    const claim = { leaves, size: 9, root: ROOTS[9] as string, hashes: [] };
    expect(verifyInclusionSet(claim)).toBe(false);
  });
});
