/**
 * Checks the entries of one range of positions: no gap, each entry's `previous`, each tile of leaf
 * hashes. Ranges that follow one another check a whole log, each without the others.
 */
import type { Database } from 'better-sqlite3';
import { type Hex, toHex } from '../crypto/bytes.js';
import { entryHash, NO_PREVIOUS } from '../ledger/entry.js';
import { hashAt, TILE_WIDTH } from '../ledger/tile.js';
import { BrokenChain, brokenPage } from './brokenChain.js';

/** Positions `first` ≤ p < `end`; `first` is a multiple of TILE_WIDTH. */
export interface EntryRange {
  readonly first: number;
  readonly end: number;
  /** Entries that the last block header counts. */
  readonly size: number;
  /** The entries before the range are pruned: the link to them is their last leaf hash. */
  readonly afterPruned?: boolean;
}

const REPORT_EVERY_ENTRIES = 65_536;

/**
 * Throws BrokenChain at the range's first fault. `onEntries` is told, now and then, how many more
 * entries are checked.
 */
export function checkEntryRange(
  database: Database,
  { first, end, size, afterPruned = false }: EntryRange,
  onEntries: (more: number) => void,
): void {
  const tiles = tileStatement(database);
  let position = first;
  let told = first;
  let hashes: Hex[] = [];
  try {
    let previous = afterPruned ? prunedHashBefore(tiles, first) : hashBefore(database, first);
    for (const text of entryTexts(database).iterate(first, end)) {
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
      if (position - told < REPORT_EVERY_ENTRIES) continue;
      onEntries(position - told);
      told = position;
    }
  } catch (error) {
    throw brokenPage(error, position);
  }
  if (position !== end) throw new BrokenChain(position, missing(end, size));
  onEntries(position - told);
}

function missing(end: number, size: number): string {
  return end === size ? `the last block header counts ${size} entries` : 'the entry is missing';
}

/** The link over the range's lower edge: its other end is checked by the range before. */
function hashBefore(database: Database, first: number): Hex {
  if (first === 0) return NO_PREVIOUS;
  const [text] = entryTexts(database).all(first - 1, first);
  if (text === undefined) throw new BrokenChain(first - 1, 'the entry is missing');
  return entryHash(text);
}

/** `first` is the first position of a tile, so the hash is the last one of the tile before. */
function prunedHashBefore(tiles: TileStatement, first: number): Hex {
  const tile = tiles.get(first / TILE_WIDTH - 1);
  if (tile === undefined) throw new BrokenChain(first - 1, 'the tile of pruned entries is missing');
  return toHex(hashAt(tile, TILE_WIDTH - 1));
}

function brokenLink(text: string, position: number): BrokenChain {
  if (!text.includes(`,"position":${position},`)) {
    return new BrokenChain(position, 'the entry is missing');
  }
  return new BrokenChain(position, 'the entry does not name the hash of the one before it');
}

function checkTile(tiles: TileStatement, first: number, hashes: readonly Hex[]): void {
  const index = first / TILE_WIDTH;
  const found = tiles.get(index);
  if (found !== undefined && found.toString('hex') === hashes.join('')) return;
  throw new BrokenChain(first, `tile 0/${index} is not that of its entries`);
}

type TileStatement = ReturnType<typeof tileStatement>;

function tileStatement(database: Database) {
  return database
    .prepare<[number], Buffer>('SELECT hashes FROM tiles WHERE level = 0 AND number = ?')
    .pluck();
}

function entryTexts(database: Database) {
  return database
    .prepare<[number, number], string>(
      'SELECT entry FROM entries WHERE position >= ? AND position < ? ORDER BY position',
    )
    .pluck();
}
