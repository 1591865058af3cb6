/** What a store keeps of a tree, in memory: leaf hashes and the tiles that a tree hands out. */
import type { FullTile } from '../../src/ledger/tile.js';
import { MerkleTree } from '../../src/ledger/merkleTree.js';
import { hex } from './naiveTree.js';

export class TileStore {
  readonly tree = new MerkleTree();
  readonly #leaves: Uint8Array[] = [];
  readonly #tiles = new Map<string, Uint8Array>();
  /** Tiles asked for so far. */
  reads = 0;

  add(leaves: readonly Uint8Array[]): this {
    for (const leaf of leaves) {
      this.#leaves.push(leaf);
      this.tree.append(hex(leaf));
    }
    for (const tile of this.tree.takeFullTiles()) this.put(tile);
    return this;
  }

  put({ level, index, hashes }: FullTile): void {
    this.#tiles.set(`${level}/${index}`, hashes);
  }

  drop(level: number, index: number): void {
    this.#tiles.delete(`${level}/${index}`);
  }

  tile(level: number, index: number): Uint8Array | undefined {
    this.reads += 1;
    return this.#tiles.get(`${level}/${index}`);
  }

  leafHash(position: number): string {
    return hex(this.#leaves[position] as Uint8Array);
  }

  leafHashes(from: number, count: number): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#leaves.slice(from, from + count)));
  }
}
