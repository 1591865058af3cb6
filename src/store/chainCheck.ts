/**
 * The check a ledger passes before a node starts on it: positions without a gap, each entry's
 * `previous`, each tile of leaf hashes, the chain of headers, and the root that the last header
 * names. The root authenticates the last entry, and the chain all entries before it, so nothing
 * else of the tree has to be computed again. Events and signatures are `audit`'s work.
 */
import type { Database } from 'better-sqlite3';
import type { Hex } from '../crypto/bytes.js';
import { type BlockHeader, headerHash, NO_PREVIOUS_HEADER } from '../ledger/blockHeader.js';
import { entryHash, NO_PREVIOUS } from '../ledger/entry.js';
import { MerkleTree } from '../ledger/merkleTree.js';
import { TILE_WIDTH } from '../ledger/tile.js';
import { openForReading } from './schema.js';

/** The chain is broken; a node must not go on from here. */
export class BrokenChain extends Error {
  /** The first position (or the block's first position) at which something does not hold. */
  readonly position: number;

  constructor(position: number, what: string) {
    super(`the log is broken at position ${position}: ${what}`);
    this.position = position;
  }
}

/** How far the check is, for a progress bar. */
export type ChainCheckProgress = (done: number, total: number) => void;

const PROGRESS_EVERY_ENTRIES = 65536;

/**
 * Checks the ledger database at `path`. Returns its size; throws BrokenChain at the first fault.
 */
export function checkChain(path: string, onProgress: ChainCheckProgress): number {
  const database = openForReading(path);
  try {
    const last = checkHeaders(database);
    const size = last?.size ?? 0;
    checkEntries(database, size, onProgress);
    if (last !== undefined && rootOf(database, size) !== last.root) {
      const what = `the root of block ${last.height} is not that of its entries`;
      throw new BrokenChain(last.first, what);
    }
    return size;
  } finally {
    database.close();
  }
}

function checkHeaders(database: Database): BlockHeader | undefined {
  let previous = NO_PREVIOUS_HEADER;
  let last: BlockHeader | undefined;
  const rows = database.prepare<[], { height: number; header: string }>(
    'SELECT height, header FROM blocks ORDER BY height',
  );
  for (const { height, header: text } of rows.iterate()) {
    const header = JSON.parse(text) as BlockHeader;
    const first = last?.size ?? 0;
    const follows =
      header.previous === previous &&
      header.height === height &&
      height === (last?.height ?? -1) + 1 &&
      header.first === first;
    if (!follows)
      throw new BrokenChain(first, `block ${height} does not follow the block before it`);
    previous = headerHash(text);
    last = header;
  }
  return last;
}

function checkEntries(database: Database, size: number, onProgress: ChainCheckProgress): void {
  const tiles = tileStatement(database);
  let previous = NO_PREVIOUS;
  let position = 0;
  let hashes: Hex[] = [];
  for (const text of entryTexts(database).iterate()) {
    // Both fields have one spelling in canonical JSON, so the text can be searched unparsed.
    if (!text.includes(`,"position":${position},"previous":"${previous}",`)) {
      throw brokenLink(text, position);
    }
    previous = entryHash(text);
    hashes.push(previous);
    position += 1;
    if (hashes.length === TILE_WIDTH) {
      checkTile(tiles, position - TILE_WIDTH, hashes);
      hashes = [];
    }
    if (position % PROGRESS_EVERY_ENTRIES === 0) onProgress(position, size);
  }
  if (position !== size) {
    throw new BrokenChain(position, `the last block header counts ${size} entries`);
  }
  onProgress(size, size);
}

function brokenLink(text: string, position: number): BrokenChain {
  if (!text.includes(`,"position":${position},`)) {
    return new BrokenChain(position, 'the entry is missing');
  }
  return new BrokenChain(position, 'the entry does not name the hash of the one before it');
}

function checkTile(tiles: TileStatement, first: number, hashes: readonly Hex[]): void {
  const index = first / TILE_WIDTH;
  const found = tiles.get(0, index);
  if (found !== undefined && found.toString('hex') === hashes.join('')) return;
  throw new BrokenChain(first, `tile 0/${index} is not that of its entries`);
}

/** The root over the stored tiles and the entries behind the last complete one. */
function rootOf(database: Database, size: number): Hex {
  const tiles = tileStatement(database);
  const entry = database
    .prepare<[number], string>('SELECT entry FROM entries WHERE position = ?')
    .pluck();
  const tree = MerkleTree.resume(size, {
    tile: (level, index) => tiles.get(level, index),
    leafHash: (position) => entryHash(entry.get(position) as string),
  });
  return tree.root();
}

type TileStatement = ReturnType<typeof tileStatement>;

function tileStatement(database: Database) {
  return database
    .prepare<[number, number], Buffer>('SELECT hashes FROM tiles WHERE level = ? AND number = ?')
    .pluck();
}

function entryTexts(database: Database) {
  return database.prepare<[], string>('SELECT entry FROM entries ORDER BY position').pluck();
}
