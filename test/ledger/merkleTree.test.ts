import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { fromHex } from '../../src/crypto/bytes.js';
import { leafHash, nodeHash } from '../../src/ledger/merkleHash.js';
import { MerkleTree, TreeDamaged } from '../../src/ledger/merkleTree.js';
import { rootOverHashes, TILE_BYTES } from '../../src/ledger/tile.js';
import { hex, naiveRoot, testLeaf, testLeaves } from './naiveTree.js';
import { TileStore } from './tileStore.js';

const LEAVES = testLeaves(1100);

function treeOf(leaves: readonly Uint8Array[]): MerkleTree {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(hex(leaf));
  return tree;
}

describe('MerkleTree', () => {
  it('gives the root of RFC 9162 at every size up to 300 and around tile edges', () => {
    const tree = new MerkleTree();
    const sizes = new Set([...Array(300).keys(), 511, 512, 513, 767, 768, 1023, 1024, 1025]);
    for (const [index, leaf] of LEAVES.entries()) {
      if (sizes.has(index)) {
        expect([index, tree.root()]).toEqual([index, hex(naiveRoot(LEAVES.slice(0, index)))]);
      }
      tree.append(hex(leaf));
    }
    expect(tree.size).toBe(LEAVES.length);
  });

  it('gives the roots of a log that another implementation built', () => {
    const tessera = JSON.parse(readFileSync('test/vectors/merkle/tessera.json', 'utf8')) as {
      bundle: string;
      tile: string;
      checkpoints: string[];
    };
    const tree = new MerkleTree();
    const hashes: string[] = [];
    let bundle = Buffer.from(tessera.bundle, 'hex');
    for (const note of tessera.checkpoints) {
      const [, size, root] = note.split('\n');
      expect(Number(size)).toBe(tree.size);
      expect(Buffer.from(tree.root(), 'hex').toString('base64')).toBe(root);
      if (bundle.length === 0) break;
      const length = bundle.readUInt16BE(0);
      const leaf = hex(leafHash(bundle.subarray(2, 2 + length)));
      bundle = bundle.subarray(2 + length);
      hashes.push(leaf);
      tree.append(leaf);
    }
    expect(hashes.join('')).toBe(tessera.tile);
  });

  it('hands out each full tile once, with the hashes of its level', () => {
    const tree = treeOf(LEAVES.slice(0, 255));
    expect(tree.takeFullTiles()).toEqual([]);
    for (const leaf of LEAVES.slice(255, 1100)) tree.append(hex(leaf));
    const tiles = tree.takeFullTiles();
    expect(tiles.map(({ level, index }) => [level, index])).toEqual(
      [0, 1, 2, 3].map((i) => [0, i]),
    );
    for (const { index, hashes } of tiles) {
      const expected = Buffer.concat(LEAVES.slice(index * 256, index * 256 + 256));
      expect(hex(hashes)).toBe(hex(expected));
    }
    expect(tree.takeFullTiles()).toEqual([]);
  });

  it('completes a tile of level 1 with the leaf that completes its last tile of level 0', () => {
    const tree = new MerkleTree();
    const last = 256 * 256 - 1;
    const tile = new Uint8Array(TILE_BYTES);
    for (let index = 0; index < last; index += 1) tree.appendHash(testLeaf(index));
    expect(tree.takeFullTiles()).toHaveLength(255);
    tree.appendHash(testLeaf(last));
    const tiles = tree.takeFullTiles();
    expect(tiles.map(({ level, index }) => [level, index])).toEqual([
      [0, 255],
      [1, 0],
    ]);
    for (let index = 0; index < 256; index += 1) {
      const leaves = Array.from({ length: 256 }, (_, column) => testLeaf(index * 256 + column));
      tile.set(rootOverHashes(new Uint8Array(Buffer.concat(leaves))), index * 32);
    }
    expect(hex(tiles[1]?.hashes as Uint8Array)).toBe(hex(tile));
    expect(tree.root()).toBe(hex(rootOverHashes(tile)));
  });

  it('keeps forks and their origin apart, in both directions', () => {
    fc.assert(
      fc.property(fc.nat(600), fc.nat(300), fc.nat(300), (size, ours, theirs) => {
        const tree = treeOf(LEAVES.slice(0, size));
        const fork = tree.fork();
        const other = LEAVES.slice(0, theirs).reverse();
        for (const leaf of LEAVES.slice(size, size + ours)) tree.append(hex(leaf));
        for (const leaf of other) fork.append(hex(leaf));
        const forked = treeOf([...LEAVES.slice(0, size), ...other]);
        expect(tree.root()).toBe(treeOf(LEAVES.slice(0, size + ours)).root());
        expect(fork.root()).toBe(forked.root());
        expect(fork.takeFullTiles()).toEqual(forked.takeFullTiles());
      }),
      { numRuns: 30 },
    );
  });

  it('goes on from stored tiles and leaf hashes as if it had never stopped', () => {
    fc.assert(
      fc.property(fc.nat(800), fc.nat(300), (size, more) => {
        const resumed = MerkleTree.resume(size, new TileStore().add(LEAVES.slice(0, size)));
        const straight = treeOf(LEAVES.slice(0, size));
        straight.takeFullTiles();
        expect(resumed.root()).toBe(straight.root());
        for (const leaf of LEAVES.slice(size, size + more)) {
          resumed.append(hex(leaf));
          straight.append(hex(leaf));
        }
        expect(resumed.root()).toBe(straight.root());
        expect(resumed.takeFullTiles()).toEqual(straight.takeFullTiles());
      }),
      { numRuns: 40 },
    );
  });

  it('reads only the right edge when it goes on', () => {
    const store = new TileStore().add(LEAVES);
    MerkleTree.resume(1100, store);
    expect(store.reads).toBe(4);
  });

  it('refuses to go on from a missing or shortened tile', () => {
    const store = new TileStore().add(LEAVES);
    store.put({ level: 0, index: 2, hashes: new Uint8Array(TILE_BYTES - 32) });
    expect(() => MerkleTree.resume(1100, store)).toThrow(TreeDamaged);
    store.drop(0, 2);
    expect(() => MerkleTree.resume(1100, store)).toThrow('tile 0/2');
  });

  it('counts beyond 32 bits', () => {
    const size = 2 ** 40 + 2 ** 33 + 3;
    const leaf = testLeaf(0);
    const tree = MerkleTree.resume(size, equalLeaves(leaf));
    tree.append(hex(leaf));
    expect(tree.size).toBe(size + 1);
    expect(tree.root()).toBe(hex(rootOfEqualLeaves(leaf, size + 1)));
  });

  it('refuses leaf hashes of another length or spelling', () => {
    const tree = new MerkleTree();
    for (const wrong of [
      '',
      'ab',
      'AB'.repeat(32),
      'ab'.repeat(31),
      'ab'.repeat(33),
      'zz'.repeat(32),
    ]) {
      expect(() => tree.append(wrong)).toThrow(RangeError);
    }
    expect(tree.size).toBe(0);
  });
});

/** A log in which every leaf is the same, so that any tile can be made up. */
function equalLeaves(leaf: Uint8Array) {
  const roots: Uint8Array[] = [leaf];
  const tileOf = (hash: Uint8Array) => new Uint8Array(Buffer.concat(Array(256).fill(hash)));
  for (let level = 1; level < 6; level += 1) {
    roots.push(rootOverHashes(tileOf(roots[level - 1] as Uint8Array)));
  }
  return {
    tile: (level: number) => tileOf(roots[level] as Uint8Array),
    leafHash: () => hex(leaf),
  };
}

function rootOfEqualLeaves(leaf: Uint8Array, size: number): Uint8Array {
  if (size === 1) return leaf;
  let power = 1;
  let complete = leaf;
  while (power * 2 < size) {
    power *= 2;
    complete = nodeHash(complete, complete);
  }
  return nodeHash(complete, rootOfEqualLeaves(leaf, size - power));
}

describe('rootOverHashes', () => {
  it('refuses anything but a power of two of hashes', () => {
    for (const bytes of [0, 31, 33, 96, 32 * 255]) {
      expect(() => rootOverHashes(new Uint8Array(bytes))).toThrow(RangeError);
    }
    expect(hex(rootOverHashes(fromHex('ab'.repeat(32))))).toBe('ab'.repeat(32));
  });
});
