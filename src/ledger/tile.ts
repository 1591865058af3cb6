/**
 * A tile of the Merkle tree (C2SP tlog-tiles): up to 256 neighbouring hashes of one level. Level 0
 * holds leaf hashes; a hash of level n + 1 is the root over a full tile of level n.
 */
import { HASH_BYTES, nodeHash } from './merkleHash.js';

/** Tree heights that one tile spans: its root lies 8 above its hashes. */
export const TILE_HEIGHT = 8;

/** Hashes of a full tile. */
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

/** Bytes of a full tile. */
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/** A complete tile: 256 hashes of 32 bytes, one after another. */
export interface FullTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

/** The hash at `index` of a run of hashes: a view, not a copy. */
export function hashAt(hashes: Uint8Array, index: number): Uint8Array {
  return hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}

/**
 * All nodes over a power of two of hashes, bottom row first, the root last: `2 · count - 1` of
 * them. Throws a RangeError on any other number of bytes: a tile of the wrong size is damage.
 */
export function expandHashes(hashes: Uint8Array): Uint8Array {
  const count = hashes.length / HASH_BYTES;
  let width = 1;
  while (width < count) width *= 2;
  if (width !== count) throw new RangeError(`${hashes.length} bytes are no power of two of hashes`);
  const nodes = new Uint8Array((2 * count - 1) * HASH_BYTES);
  nodes.set(hashes);
  // Node n of the result joins nodes 2(n - count) and the next, whatever the row.
  for (let parent = count; parent < 2 * count - 1; parent += 1) {
    const left = 2 * (parent - count);
    nodes.set(nodeHash(hashAt(nodes, left), hashAt(nodes, left + 1)), parent * HASH_BYTES);
  }
  return nodes;
}

/** The root over a power of two of hashes. Throws a RangeError on any other number of bytes. */
export function rootOverHashes(hashes: Uint8Array): Uint8Array {
  const nodes = expandHashes(hashes);
  return nodes.slice(-HASH_BYTES);
}
