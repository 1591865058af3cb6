/**
 * The hashes of complete subtrees, read from stored tiles: what proofs are made of. Full tiles are
 * expanded once and kept, up to a bound; the right edge of the log is computed from leaf hashes and
 * from the roots of full tiles, one tile in progress a level. What is computed is kept too: a
 * complete subtree never changes.
 */
import { HASH_BYTES } from './merkleHash.js';
import type { TreeNodes } from './merkleProof.js';
import {
  expandHashes,
  hashAt,
  rootOverHashes,
  TILE_BYTES,
  TILE_HEIGHT,
  TILE_WIDTH,
} from './tile.js';

/** What the log hands out of its tree. Both answer from what is durable. */
export interface TileSource {
  /** A complete tile of 256 hashes, or undefined while it is not complete. */
  tile(level: number, index: number): Uint8Array | undefined;
  /** Leaf hashes of entries `from` to `from + count - 1`, 32 bytes each. */
  leafHashes(from: number, count: number): Uint8Array;
}

/** The subtree asked for is not, or not wholly, in the log. */
export class NotInLog extends RangeError {}

/** Roots of full tiles under a tile in progress. */
interface Edge {
  readonly tile: number;
  readonly hashes: Uint8Array;
  known: number;
}

/** Nodes of the right edge that are kept: more than the tiles in progress of any log have. */
const EDGE_NODES_MAX = 8_192;

/** Expanded tiles that are kept when no other bound is given: 16 KiB each. */
export const EXPANDED_TILES_MAX = 256;

/**
 * Nodes over tiles. One instance serves all proofs of a log; it may be kept while the log grows.
 */
export class TileNodes implements TreeNodes {
  readonly #source: TileSource;
  readonly #expandedMax: number;
  /** By `level/index`, the one used longest ago first. */
  readonly #expanded = new Map<string, Uint8Array>();
  readonly #edges: Edge[] = [];
  /** By `height/index`. */
  readonly #edgeNodes = new Map<string, Uint8Array>();

  constructor(source: TileSource, expandedMax: number = EXPANDED_TILES_MAX) {
    this.#source = source;
    this.#expandedMax = expandedMax;
  }

  /** Throws NotInLog when a leaf under the node is not in the log. */
  node(height: number, index: number): Uint8Array {
    const level = Math.floor(height / TILE_HEIGHT);
    const width = 2 ** (height % TILE_HEIGHT);
    const first = index * width;
    const column = first % TILE_WIDTH;
    const tile = (first - column) / TILE_WIDTH;
    const nodes = this.#expandedTile(level, tile);
    if (nodes === undefined) return this.#edgeNode(height, index);
    // Rows lie bottom up: 256 hashes, 128, …; the row of subtrees `width` wide starts here.
    const row = 2 * TILE_WIDTH - (2 * TILE_WIDTH) / width;
    return hashAt(nodes, row + column / width);
  }

  #edgeNode(height: number, index: number): Uint8Array {
    const name = `${height}/${index}`;
    let node = this.#edgeNodes.get(name);
    if (node === undefined) {
      const width = 2 ** (height % TILE_HEIGHT);
      const level = Math.floor(height / TILE_HEIGHT);
      node = rootOverHashes(this.#edgeHashes(level, index * width, width));
      if (this.#edgeNodes.size >= EDGE_NODES_MAX) this.#edgeNodes.clear();
      this.#edgeNodes.set(name, node);
    }
    return node;
  }

  #expandedTile(level: number, index: number): Uint8Array | undefined {
    const name = `${level}/${index}`;
    let nodes = this.#expanded.get(name);
    if (nodes === undefined) {
      const tile = this.#source.tile(level, index);
      if (tile === undefined) return undefined;
      nodes = expandHashes(tile);
    }
    this.#expanded.delete(name);
    this.#expanded.set(name, nodes);
    if (this.#expanded.size > this.#expandedMax) {
      this.#expanded.delete(this.#expanded.keys().next().value as string);
    }
    return nodes;
  }

  /** `count` hashes of `level` from index `first`, all in the tile in progress. */
  #edgeHashes(level: number, first: number, count: number): Uint8Array {
    if (level === 0) {
      const hashes = this.#source.leafHashes(first, count);
      if (hashes.length !== count * HASH_BYTES) {
        throw new NotInLog(`entries ${first} to ${first + count - 1} are not all in the log`);
      }
      return hashes;
    }
    const column = first % TILE_WIDTH;
    const edge = this.#edge(level, (first - column) / TILE_WIDTH);
    while (edge.known < column + count) {
      const root = this.#tileRoot(level - 1, edge.tile * TILE_WIDTH + edge.known);
      edge.hashes.set(root, edge.known * HASH_BYTES);
      edge.known += 1;
    }
    return edge.hashes.subarray(column * HASH_BYTES, (column + count) * HASH_BYTES);
  }

  #edge(level: number, tile: number): Edge {
    let edge = this.#edges[level];
    if (edge?.tile !== tile) {
      edge = { tile, hashes: new Uint8Array(TILE_BYTES), known: 0 };
      this.#edges[level] = edge;
    }
    return edge;
  }

  #tileRoot(level: number, index: number): Uint8Array {
    const tile = this.#source.tile(level, index);
    if (tile === undefined) throw new NotInLog(`tile ${level}/${index} is not complete`);
    return rootOverHashes(tile);
  }
}
