import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import {
  consistencyProof,
  inclusionProof,
  type TreeNodes,
  verifyConsistency,
  verifyInclusion,
} from '../../src/ledger/merkleProof.js';
import {
  hex,
  naivePath,
  naiveProof,
  naiveRoot,
  sha256,
  testLeaf,
  testLeaves,
} from './naiveTree.js';

const LEAVES = testLeaves(200);
const ROOTS = LEAVES.map((_, size) => hex(naiveRoot(LEAVES.slice(0, size))));

/** Complete subtrees straight from the leaves. */
const nodes: TreeNodes = {
  node: (height, index) => naiveRoot(LEAVES.slice(index * 2 ** height, (index + 1) * 2 ** height)),
};

function inclusion(index: number, size: number) {
  return {
    leafHash: hex(testLeaf(index)),
    index,
    size,
    root: ROOTS[size] as string,
    hashes: inclusionProof(index, size, nodes) as readonly string[],
  };
}

function consistency(from: number, to: number) {
  return {
    from,
    to,
    fromRoot: ROOTS[from] as string,
    toRoot: ROOTS[to] as string,
    hashes: consistencyProof(from, to, nodes) as readonly string[],
  };
}

interface VectorFile {
  readonly hashes: readonly string[];
  readonly cases: readonly [string, number, number, number, number, readonly number[], boolean][];
}

function vectors(name: string) {
  const file = JSON.parse(readFileSync(`test/vectors/merkle/${name}.json`, 'utf8')) as VectorFile;
  const hash = (reference: number) => file.hashes[reference] as string;
  return file.cases.map(([what, first, second, left, right, path, valid]) => ({
    ...{ what, first, second, valid },
    left: hash(left),
    right: hash(right),
    path: path.map(hash),
  }));
}

describe('inclusion proofs', () => {
  it.each(vectors('inclusion'))(
    'answers the published case "$what" ($first of $second) with $valid',
    ({ first: index, second: size, left: root, right: leafHash, path: hashes, valid }) => {
      expect(verifyInclusion({ index, size, root, leafHash, hashes })).toBe(valid);
    },
  );

  it('equal the recursive definition for every leaf of every tree up to 64, and verify', () => {
    for (let size = 1; size <= 64; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const claim = inclusion(index, size);
        expect(claim.hashes).toEqual(naivePath(index, LEAVES.slice(0, size)).map(hex));
        expect({ index, size, valid: verifyInclusion(claim) }).toEqual({
          index,
          size,
          valid: true,
        });
      }
    }
  });

  it('exist only for leaves that the tree has', () => {
    for (const [index, size] of [
      [0, 0],
      [5, 5],
      [-1, 5],
      [0.5, 5],
      [NaN, 5],
      [0, 2 ** 53],
    ]) {
      expect(() => inclusionProof(index as number, size as number, nodes)).toThrow(RangeError);
    }
  });

  it('prove no other leaf of the tree, nor the leaf at another place', () => {
    for (const size of [1, 2, 3, 5, 8, 13, 31, 33]) {
      for (let index = 0; index < size; index += 1) {
        const claim = inclusion(index, size);
        for (let other = -1; other <= size + 1; other += 1) {
          if (other === index) continue;
          expect(verifyInclusion({ ...claim, index: other })).toBe(false);
          expect(verifyInclusion({ ...claim, leafHash: hex(testLeaf(other)) })).toBe(false);
        }
      }
    }
  });

  it('are rejected in every forged form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 199 }), fc.nat(), (size, seed) => {
        const claim = inclusion(seed % size, size);
        for (const [how, hashes] of forgedPaths(claim.hashes, claim.leafHash)) {
          expect([how, verifyInclusion({ ...claim, hashes })]).toEqual([how, false]);
        }
        for (const [how, forged] of forgedInclusions(claim)) {
          expect([how, verifyInclusion({ ...claim, ...forged })]).toEqual([how, false]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('do not take an inner node for a leaf, nor the two hashes under it for data', () => {
    for (let index = 0; index < 16; index += 2) {
      const claim = inclusion(index, 16);
      const children = [testLeaf(index), testLeaf(index + 1)] as const;
      const innerNode = hex(sha256(Uint8Array.of(1), ...children));
      const asData = hex(sha256(Uint8Array.of(0), ...children));
      const shortened = claim.hashes.slice(1);
      expect(verifyInclusion({ ...claim, leafHash: innerNode, hashes: shortened })).toBe(false);
      const halved = { ...claim, index: index / 2, size: 8, hashes: shortened };
      expect(verifyInclusion({ ...halved, leafHash: asData })).toBe(false);
    }
  });

  it('do not take a tree for one whose last leaf is there twice', () => {
    for (const size of [3, 5, 7, 9, 63]) {
      const doubled = [...LEAVES.slice(0, size), testLeaf(size - 1)];
      const leafHash = hex(testLeaf(size - 1));
      const hashes = naivePath(size, doubled).map(hex);
      expect(hex(naiveRoot(doubled))).not.toBe(ROOTS[size]);
      const claim = { leafHash, index: size, hashes, root: ROOTS[size] as string };
      expect(verifyInclusion({ ...claim, size: size + 1 })).toBe(false);
      expect(verifyInclusion({ ...claim, size })).toBe(false);
    }
  });
});

describe('consistency proofs', () => {
  it.each(vectors('consistency'))(
    'answer the published case "$what" ($first to $second) with $valid',
    ({ first: from, second: to, left: fromRoot, right: toRoot, path: hashes, valid }) => {
      expect(verifyConsistency({ from, to, fromRoot, toRoot, hashes })).toBe(valid);
    },
  );

  it('equal the recursive definition for every pair of sizes up to 64, and verify', () => {
    for (let to = 1; to <= 64; to += 1) {
      for (let from = 1; from <= to; from += 1) {
        const claim = consistency(from, to);
        expect(claim.hashes).toEqual(naiveProof(from, LEAVES.slice(0, to)).map(hex));
        expect({ from, to, valid: verifyConsistency(claim) }).toEqual({ from, to, valid: true });
      }
    }
  });

  it('do not exist from size 0 and not backwards', () => {
    for (const [from, to] of [
      [0, 0],
      [0, 5],
      [6, 5],
      [-1, 5],
      [1.5, 5],
    ]) {
      expect(() => consistencyProof(from as number, to as number, nodes)).toThrow(RangeError);
    }
    const empty = hex(sha256());
    const claim = { from: 0, to: 0, fromRoot: empty, toRoot: empty, hashes: [] };
    expect(verifyConsistency(claim)).toBe(false);
    expect(verifyConsistency({ ...claim, to: 5, toRoot: ROOTS[5] as string })).toBe(false);
  });

  it('are rejected in every forged form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 199 }), fc.nat(), (to, seed) => {
        const claim = consistency(1 + (seed % (to - 1)), to);
        for (const [how, hashes] of forgedPaths(claim.hashes, claim.fromRoot)) {
          expect([how, verifyConsistency({ ...claim, hashes })]).toEqual([how, false]);
        }
        for (const [how, forged] of forgedConsistencies(claim)) {
          expect([how, verifyConsistency({ ...claim, ...forged })]).toEqual([how, false]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('show that a log was rewritten', () => {
    for (const changed of [0, 3, 6]) {
      const rewritten = LEAVES.slice(0, 11).map((leaf, at) =>
        at === changed ? testLeaf(99) : leaf,
      );
      const claim = {
        ...{ from: 7, to: 11, fromRoot: ROOTS[7] as string },
        toRoot: hex(naiveRoot(rewritten)),
        hashes: naiveProof(7, rewritten).map(hex),
      };
      expect(verifyConsistency(claim)).toBe(false);
      expect(verifyConsistency({ ...claim, fromRoot: hex(naiveRoot(rewritten.slice(0, 7))) })).toBe(
        true,
      );
    }
  });
});

/** Every way to change the hashes of a proof that does not leave them as they are. */
function forgedPaths(hashes: readonly string[], known: string): [string, readonly string[]][] {
  const forged: [string, readonly string[]][] = [
    ['extended at the end', [...hashes, known]],
    ['extended at the start', [known, ...hashes]],
    ['extended with nothing', [...hashes, '']],
    ['extended with the hash of nothing', [...hashes, hex(sha256())]],
  ];
  for (const [at, hash] of hashes.entries()) {
    const replaced = (by: string) => hashes.map((other, index) => (index === at ? by : other));
    forged.push([`without hash ${at}`, hashes.filter((_, index) => index !== at)]);
    forged.push([
      `hash ${at} twice`,
      hashes.flatMap((other, i) => (i === at ? [other, other] : [other])),
    ]);
    forged.push([`a bit of hash ${at}`, replaced(flipBit(hash))]);
    forged.push([`hash ${at} in capitals`, replaced(hash.toUpperCase())]);
    forged.push([`hash ${at} cut`, replaced(hash.slice(2))]);
    forged.push([
      `hash ${at} as a leaf of itself`,
      replaced(hex(sha256(Uint8Array.of(0), Buffer.from(hash, 'hex')))),
    ]);
    const next = hashes[at + 1];
    if (next === undefined || next === hash) continue;
    const swapped = [...hashes.slice(0, at), next, hash, ...hashes.slice(at + 2)];
    forged.push([`hashes ${at} and ${at + 1} swapped`, swapped]);
  }
  if (hashes.length > 0) forged.push(['without any hash', []]);
  if (hashes.length > 1) forged.push(['in reverse', [...hashes].reverse()]);
  return forged;
}

function forgedInclusions(claim: ReturnType<typeof inclusion>) {
  const { index, size, leafHash, root } = claim;
  const otherTree = LEAVES.slice(0, size).map((leaf) => sha256(leaf));
  return [
    ['stale root', { root: ROOTS[size - 1] as string }],
    ['next root', { root: hex(naiveRoot([...LEAVES.slice(0, size), testLeaf(size)])) }],
    ['root of another tree', { root: hex(naiveRoot(otherTree)) }],
    ['path of another tree', { hashes: naivePath(index, otherTree).map(hex) }],
    ['leaf of another tree', { leafHash: hex(otherTree[index] as Buffer) }],
    [
      'leaf hashed as an inner node',
      { leafHash: hex(sha256(Uint8Array.of(1), Buffer.from(`leaf ${index}`))) },
    ],
    ['leaf hashed without a tag', { leafHash: hex(sha256(Buffer.from(`leaf ${index}`))) }],
    ['root as leaf', { leafHash: root }],
    ['leaf as root', { root: leafHash }],
    ['root as leaf of a tree of one', { leafHash: root, index: 0, size: 1 }],
    ['index at the size', { index: size }],
    ['index beyond 32 bits', { index: index + 2 ** 32 }],
    ['fractional index', { index: index + 0.5 }],
    ['negative index', { index: -1 - index }],
    ['size 0', { size: 0 }],
    ['size not a number', { size: NaN }],
    ['size not safe', { size: 2 ** 53 }],
    ['twice the size', { size: size * 2 + 1 }],
    ['root in capitals', { root: root.toUpperCase() }],
    ['root cut', { root: root.slice(0, 62) }],
  ] as const;
}

function forgedConsistencies(claim: ReturnType<typeof consistency>) {
  const { from, to, fromRoot, toRoot } = claim;
  const otherTree = LEAVES.slice(0, to).map((leaf) => sha256(leaf));
  return [
    ['roots swapped', { fromRoot: toRoot, toRoot: fromRoot }],
    ['sizes swapped', { from: to, to: from }],
    ['from 0', { from: 0 }],
    ['from the new size', { from: to }],
    ['same roots', { fromRoot: toRoot }],
    ['stale new root', { toRoot: ROOTS[to - 1] as string }],
    ['old root of another tree', { fromRoot: hex(naiveRoot(otherTree.slice(0, from))) }],
    ['new root of another tree', { toRoot: hex(naiveRoot(otherTree)) }],
    ['proof of another tree', { hashes: naiveProof(from, otherTree).map(hex) }],
    ['a bit of the old root', { fromRoot: flipBit(fromRoot) }],
    ['a bit of the new root', { toRoot: flipBit(toRoot) }],
    ['fractional size', { from: from - 0.5 }],
    ['size not safe', { to: 2 ** 53 }],
    ['much larger size', { to: to * 2 + 1 }],
  ] as const;
}

function flipBit(hash: string): string {
  const bytes = Buffer.from(hash, 'hex');
  bytes[17] = (bytes[17] as number) ^ 4;
  return bytes.toString('hex');
}
