/**
 * The check a ledger passes before a node starts on it: positions without a gap, each entry's
 * `previous`, each tile, the chain of headers, and the root that the last header names. Events and
 * signatures are `audit`'s work; this is what has to hold for new entries to continue the old.
 */
import type { Database } from 'better-sqlite3';
import { toHex } from '../crypto/bytes.js';
import { type BlockHeader, headerHash, NO_PREVIOUS_HEADER } from '../ledger/blockHeader.js';
import { entryHash, NO_PREVIOUS } from '../ledger/entry.js';
import { MerkleTree } from '../ledger/merkleTree.js';
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

/** Checks the ledger database at `path`. Returns its size; throws BrokenChain at the first fault. */
export function checkChain(path: string, onProgress: ChainCheckProgress): number {
  const database = openForReading(path);
  try {
    const last = checkHeaders(database);
    const size = last?.size ?? 0;
    const tree = checkEntries(database, size, onProgress);
    if (last !== undefined && tree.root() !== last.root) {
      throw new BrokenChain(
        last.first,
        `the root of block ${last.height} is not that of its entries`,
      );
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

function checkEntries(
  database: Database,
  size: number,
  onProgress: ChainCheckProgress,
): MerkleTree {
  const tree = MerkleTree.resume(0, noTiles);
  let previous = NO_PREVIOUS;
  const rows = database
    .prepare<[], [number, string]>('SELECT position, entry FROM entries ORDER BY position')
    .raw();
  for (const [position, text] of rows.iterate()) {
    if (position !== tree.size) throw new BrokenChain(tree.size, 'the entry is missing');
    // Both fields have one spelling in canonical JSON, so the text can be searched instead of parsed.
    const linked = text.includes(`,"position":${position},"previous":"${previous}",`);
    if (!linked)
      throw new BrokenChain(position, 'the entry does not name the hash of the one before it');
    previous = entryHash(text);
    tree.append(previous);
    if (tree.size % 256 === 0) checkTiles(database, tree);
    if (tree.size % PROGRESS_EVERY_ENTRIES === 0) onProgress(tree.size, size);
  }
  if (tree.size !== size) {
    throw new BrokenChain(tree.size, `the last block header counts ${size} entries`);
  }
  onProgress(size, size);
  return tree;
}

function checkTiles(database: Database, tree: MerkleTree): void {
  const stored = database
    .prepare<[number, number], Uint8Array>(
      'SELECT hashes FROM tiles WHERE level = ? AND number = ?',
    )
    .pluck();
  for (const { level, index, hashes } of tree.takeFullTiles()) {
    const found = stored.get(level, index);
    if (found !== undefined && toHex(found) === toHex(hashes)) continue;
    const position = index * 256 ** (level + 1);
    throw new BrokenChain(position, `tile ${level}/${index} is not that of its entries`);
  }
}

const noTiles = {
  tile: () => undefined,
  leafHash: (position: number) => {
    throw new RangeError(`no entry at position ${position}`);
  },
};
