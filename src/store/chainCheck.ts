/**
 * The check a ledger passes before a node starts on it: positions without a gap, each entry's
 * `previous`, each tile of leaf hashes, the chain of headers, and the root that the last header
 * names. The root authenticates the last entry, and the chain all entries before it, so nothing
 * else of the tree has to be computed again. Where entries are pruned, every tile is instead held
 * against the one above (prunedTileCheck.ts). Events and signatures are `audit`'s work.
 */
import type { Database } from 'better-sqlite3';
import type { Hex } from '../crypto/bytes.js';
import { type BlockHeader, headerHash, NO_PREVIOUS_HEADER } from '../ledger/blockHeader.js';
import { entryHash } from '../ledger/entry.js';
import { MerkleTree } from '../ledger/merkleTree.js';
import { TILE_WIDTH } from '../ledger/tile.js';
import { BrokenChain, brokenPage } from './brokenChain.js';
import { checkEntryRange, type EntryRange } from './entryRangeCheck.js';
import { checkRangeInThread } from './entryRangeThread.js';
import { prunedBelow } from './prunedTables.js';
import { checkPrunedTiles } from './prunedTileCheck.js';
import { openForReading } from './schema.js';

/** How far the check is, for a progress bar. */
export type ChainCheckProgress = (done: number, total: number) => void;

export interface ChainCheckOptions {
  /** Threads that a long log is divided among. */
  readonly threads: number;
  readonly onProgress: ChainCheckProgress;
}

/** Fewer are checked sooner than a thread has started. */
const ENTRIES_PER_THREAD_MIN = 50_000;

/**
 * Checks the ledger database at `path`. Resolves with its size; rejects with BrokenChain at the
 * first fault.
 */
export async function checkChain(
  path: string,
  { threads, onProgress }: ChainCheckOptions,
): Promise<number> {
  const database = openForReading(path);
  try {
    const last = checkHeaders(database);
    const size = last?.size ?? 0;
    let done = 0;
    const onEntries = (more: number): void => onProgress((done += more), size);
    const below = prunedBelow(database);
    if (below > 1) checkPrunedTiles(database, { below, size });
    const ranges = divide({ size, below }, threads);
    if (ranges.length > 1) await checkInThreads(path, ranges, onEntries);
    else for (const range of ranges) checkEntryRange(database, range, onEntries);
    requireNothingBehind(database, size);
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
  try {
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
  } catch (error) {
    throw brokenPage(error, last?.size ?? 0);
  }
  return last;
}

/**
 * Ranges of about equal length that start at whole tiles; one when there is little to do. Pruned
 * entries are in none.
 */
function divide(
  { size, below }: { readonly size: number; readonly below: number },
  threads: number,
): readonly EntryRange[] {
  const start = below > 1 ? below : 0;
  const entries = size - start;
  const parts = Math.max(1, Math.min(threads, Math.floor(entries / ENTRIES_PER_THREAD_MIN)));
  const length = Math.ceil(entries / parts / TILE_WIDTH) * TILE_WIDTH;
  return Array.from({ length: parts }, (_, part) => ({
    first: start + part * length,
    end: Math.min(start + (part + 1) * length, size),
    size,
    afterPruned: start > 0 && part === 0,
  }));
}

/** Waits for all of them, because the first fault to be found need not be the log's first. */
async function checkInThreads(
  path: string,
  ranges: readonly EntryRange[],
  onEntries: (more: number) => void,
): Promise<void> {
  const faults = await Promise.all(
    ranges.map((range) => checkRangeInThread({ path, range }, onEntries)),
  );
  const [first] = faults
    .filter((fault) => fault !== undefined)
    .sort((a, b) => a.position - b.position);
  if (first !== undefined) throw first;
}

function requireNothingBehind(database: Database, size: number): void {
  const last = database
    .prepare<[], number>('SELECT coalesce(max(position) + 1, 0) FROM entries')
    .pluck()
    .get();
  if (last === size) return;
  throw new BrokenChain(size, `the last block header counts ${size} entries`);
}

/** The root over the stored tiles and the entries behind the last complete one. */
function rootOf(database: Database, size: number): Hex {
  const tiles = database
    .prepare<[number, number], Buffer>('SELECT hashes FROM tiles WHERE level = ? AND number = ?')
    .pluck();
  const entry = database
    .prepare<[number], string>('SELECT entry FROM entries WHERE position = ?')
    .pluck();
  const tree = MerkleTree.resume(size, {
    tile: (level, index) => tiles.get(level, index),
    leafHash: (position) => entryHash(entry.get(position) as string),
  });
  return tree.root();
}
