import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash } from '../../src/ledger/merkleHash.js';
import { type Peaks, peaksRoot, withLeaf } from '../../src/ledger/merklePeaks.js';
import { MerkleTree } from '../../src/ledger/merkleTree.js';

it('gives the root of the tree after each leaf, from peaks that went through JSON', () => {
  const leaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 70 });
  fc.assert(
    fc.property(leaves, (data) => {
      const tree = new MerkleTree();
      let peaks: Peaks = [];
      expect(peaksRoot(peaks)).toBe(tree.root());
      for (const leaf of data) {
        tree.appendHash(leafHash(leaf));
        peaks = JSON.parse(JSON.stringify(withLeaf(peaks, leaf))) as Peaks;
        expect(peaksRoot(peaks)).toBe(tree.root());
      }
    }),
    { numRuns: 50 },
  );
});
