import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { consistencyProof, inclusionProof } from '../../src/ledger/merkleProof.js';
import { NotInLog, TileNodes } from '../../src/ledger/tileNodes.js';
import { hex, naivePath, naiveProof, testLeaf, testLeaves } from './naiveTree.js';
import { TileStore } from './tileStore.js';

const LEAVES = testLeaves(1500);

describe('TileNodes', () => {
  it('gives the proofs of RFC 9162 at any size of the log and of the tree', () => {
    const stores = [1, 255, 256, 257, 600, 1500].map((size) =>
      new TileStore().add(LEAVES.slice(0, size)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...stores), fc.nat(), fc.nat(), (store, a, b) => {
        const size = 1 + (a % store.tree.size);
        const index = b % size;
        const leaves = LEAVES.slice(0, size);
        const nodes = new TileNodes(store, 2);
        expect(inclusionProof(index, size, nodes)).toEqual(naivePath(index, leaves).map(hex));
        expect(consistencyProof(index + 1, size, nodes)).toEqual(
          naiveProof(index + 1, leaves).map(hex),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('stays right while the log grows under it', () => {
    const store = new TileStore();
    const nodes = new TileNodes(store);
    for (let size = 100; size <= 1500; size += 100) {
      store.add(LEAVES.slice(size - 100, size));
      for (const index of [0, size - 100, size - 1]) {
        const expected = naivePath(index, LEAVES.slice(0, size)).map(hex);
        expect(inclusionProof(index, size, nodes)).toEqual(expected);
      }
    }
  });

  it('proves over two levels of tiles', () => {
    const size = 65536 + 300;
    const leaves = Array.from({ length: size }, (_, index) => testLeaf(index));
    const nodes = new TileNodes(new TileStore().add(leaves));
    for (const index of [0, 40_000, 65_535, 65_536, size - 1]) {
      expect(inclusionProof(index, size, nodes)).toEqual(naivePath(index, leaves).map(hex));
    }
  });

  it('reads a tile once while it is kept, and keeps no more than its bound', () => {
    const store = new TileStore().add(LEAVES.slice(0, 1280));
    const nodes = new TileNodes(store, 2);
    const readsOf = (tile: number) => {
      const before = store.reads;
      nodes.node(3, tile * 32);
      return store.reads - before;
    };
    expect([0, 1, 0, 2, 0, 1, 0].map(readsOf)).toEqual([1, 1, 0, 1, 0, 1, 0]);
  });

  it('refuses subtrees that reach beyond the log', () => {
    const nodes = new TileNodes(new TileStore().add(LEAVES.slice(0, 300)));
    for (const [height, index] of [
      [0, 300],
      [2, 75],
      [6, 4],
      [8, 1],
      [9, 0],
      [16, 0],
    ]) {
      expect(() => nodes.node(height as number, index as number)).toThrow(NotInLog);
    }
  });
});
