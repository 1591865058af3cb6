/**
 * The log's Merkle tree (RFC 9162 §2.1) while it grows. It keeps the right edge only: one hash for
 * each complete subtree that has no sibling yet, and the tile in progress of each level. An append
 * costs one hash of an inner node on average; nothing is ever computed again from the leaves.
 */
import { fromHex, type Hex, toHex } from '../crypto/bytes.js';
import { emptyRoot, HASH_BYTES, nodeHash } from './merkleHash.js';
import { type FullTile, rootOverHashes, TILE_BYTES, TILE_HEIGHT, TILE_WIDTH } from './tile.js';

/** What a tree is resumed from: what a store keeps of it. */
export interface TreeSource {
  /** A complete tile, or undefined when the store has none. */
  tile(level: number, index: number): Uint8Array | undefined;
  /** Leaf hash of the entry at `position`. */
  leafHash(position: number): Hex;
}

/** The stored tiles do not make up a tree of the stored size. */
export class TreeDamaged extends Error {}

/** A growing tree. Forks are independent of one another and of the tree they came from. */
export class MerkleTree {
  #size = 0;
  /** By height: the root of the complete subtree that waits for its right sibling. */
  #peaks: Uint8Array[] = [];
  /** By level: the hashes of the tile in progress; how many of them count follows from the size. */
  #edges: Uint8Array[] = [];
  #fullTiles: FullTile[] = [];

  /**
   * The tree of the first `size` leaves of `source`: reads the incomplete tiles' hashes only, so it
   * takes the same short time at any size. Throws TreeDamaged when a tile is missing or has the
   * wrong length.
   */
  static resume(size: number, source: TreeSource): MerkleTree {
    const tree = new MerkleTree();
    const levels: number[] = [];
    for (let hashes = size; hashes > 0; hashes = Math.floor(hashes / TILE_WIDTH))
      levels.push(hashes);
    // From the top down, because a hash may be added to a level only while all below it are empty.
    for (const [level, hashes] of [...levels.entries()].reverse()) {
      for (let index = hashes - (hashes % TILE_WIDTH); index < hashes; index += 1) {
        tree.#add(
          level,
          level === 0 ? fromHex(source.leafHash(index)) : tileRoot(source, level - 1, index),
        );
      }
    }
    return tree;
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf by its hash (32 bytes in hex). Throws a RangeError on anything else. */
  append(leafHash: Hex): void {
    this.appendHash(fromHex(leafHash));
  }

  /** Adds a leaf by its hash. The tree keeps `leafHash`: the caller must not write to it again. */
  appendHash(leafHash: Uint8Array): void {
    if (leafHash.length !== HASH_BYTES) throw new RangeError('a leaf hash has 32 bytes');
    this.#add(0, leafHash);
  }

  /** RFC 9162 §2.1.1 root over all leaves. */
  root(): Hex {
    let root: Uint8Array | undefined;
    for (let height = 0, rest = this.#size; rest > 0; height += 1, rest = Math.floor(rest / 2)) {
      if (rest % 2 === 0) continue;
      const peak = this.#peaks[height] as Uint8Array;
      root = root === undefined ? peak : nodeHash(peak, root);
    }
    return toHex(root ?? emptyRoot());
  }

  /** A copy to try a block on; costs a few kilobytes, whatever the size. */
  fork(): MerkleTree {
    const copy = new MerkleTree();
    copy.#size = this.#size;
    // Hashes and full tiles are never written to again, so sharing them is safe.
    copy.#peaks = this.#peaks.slice();
    copy.#edges = this.#edges.map((edge) => edge.slice());
    copy.#fullTiles = this.#fullTiles.slice();
    return copy;
  }

  /** The tiles that became complete since the last call, lowest level first within an append. */
  takeFullTiles(): readonly FullTile[] {
    const tiles = this.#fullTiles;
    this.#fullTiles = [];
    return tiles;
  }

  /** Adds the root of a complete subtree of 256^level leaves and joins what it completes. */
  #add(level: number, hash: Uint8Array): void {
    let node = hash;
    let height = level * TILE_HEIGHT;
    let index = this.#size / 2 ** height;
    this.#write(height, index, node);
    // Arithmetic instead of bit operations: sizes go beyond 32 bits.
    while (index % 2 === 1) {
      node = nodeHash(this.#peaks[height] as Uint8Array, node);
      height += 1;
      index = (index - 1) / 2;
      this.#write(height, index, node);
    }
    this.#peaks[height] = node;
    this.#size += 2 ** (level * TILE_HEIGHT);
  }

  /** Keeps a complete subtree's root in its level's tile, if its height is one that tiles hold. */
  #write(height: number, index: number, node: Uint8Array): void {
    if (height % TILE_HEIGHT !== 0) return;
    const level = height / TILE_HEIGHT;
    const column = index % TILE_WIDTH;
    const edge = (this.#edges[level] ??= new Uint8Array(TILE_BYTES));
    edge.set(node, column * HASH_BYTES);
    if (column < TILE_WIDTH - 1) return;
    this.#fullTiles.push({ level, index: (index - column) / TILE_WIDTH, hashes: edge });
    this.#edges[level] = new Uint8Array(TILE_BYTES);
  }
}

function tileRoot(source: TreeSource, level: number, index: number): Uint8Array {
  const tile = source.tile(level, index);
  if (tile?.length !== TILE_BYTES) {
    throw new TreeDamaged(`tile ${level}/${index} is missing or has not ${TILE_BYTES} bytes`);
  }
  return rootOverHashes(tile);
}
