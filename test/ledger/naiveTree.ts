/**
 * RFC 9162 §2.1 written down as it stands there: recursive, from the leaves, slow. What the tree
 * and the proofs of src/ledger are compared with.
 */
import { createHash } from 'node:crypto';

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const inner = (left: Uint8Array, right: Uint8Array) => sha256(Uint8Array.of(1), left, right);

/** Leaf hash of a test leaf: of its number as text. */
export function testLeaf(index: number): Buffer {
  return sha256(Uint8Array.of(0), Buffer.from(`leaf ${index}`));
}

export function testLeaves(count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => testLeaf(index));
}

function split(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** MTH over leaf hashes (§2.1.1). */
export function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return Buffer.from(leaves[0] as Uint8Array);
  const k = split(leaves.length);
  return inner(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

/** PATH(m, D_n) (§2.1.3.1). */
export function naivePath(index: number, leaves: readonly Uint8Array[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...naivePath(index, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(index - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

/** PROOF(m, D_n) (§2.1.4.1). */
export function naiveProof(from: number, leaves: readonly Uint8Array[]): Buffer[] {
  return naiveSubproof(from, leaves, true);
}

function naiveSubproof(from: number, leaves: readonly Uint8Array[], known: boolean): Buffer[] {
  if (from === leaves.length) return known ? [] : [naiveRoot(leaves)];
  const k = split(leaves.length);
  return from <= k
    ? [...naiveSubproof(from, leaves.slice(0, k), known), naiveRoot(leaves.slice(k))]
    : [...naiveSubproof(from - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}

export function hex(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex');
}
