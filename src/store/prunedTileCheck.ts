/**
 * The check of a pruned ledger's tiles before a start. Where entries are gone, the leaf hashes are
 * all that is left of them, so every tile is held against the hash that the tile above has for it:
 * the root of the last header, which is checked next, then stands for each leaf hash.
 */
import type { Database } from 'better-sqlite3';
import { toHex } from '../crypto/bytes.js';
import { entryHash } from '../ledger/entry.js';
import { hashAt, rootOverHashes, TILE_BYTES, TILE_WIDTH } from '../ledger/tile.js';
import { BrokenChain } from './brokenChain.js';

/** Throws BrokenChain. `below`: entries from 1 up to and without it are pruned. */
export function checkPrunedTiles(
  database: Database,
  { below, size }: { readonly below: number; readonly size: number },
): void {
  const tiles = tileReads(database);
  checkGenesis(database, tiles(0, 0));
  let entriesATile = TILE_WIDTH;
  for (let level = 0; entriesATile <= size; level += 1) {
    const count = Math.floor(size / entriesATile);
    const checked = level === 0 ? below / TILE_WIDTH : count;
    const parents = Math.floor(count / TILE_WIDTH);
    for (let index = 0; index < checked; index += 1) {
      const fault = tileFault(tiles, { level, index, parents });
      if (fault === undefined) continue;
      throw new BrokenChain(index * entriesATile, `tile ${level}/${index} ${fault}`);
    }
    entriesATile *= TILE_WIDTH;
  }
}

type TileReads = (level: number, index: number) => Uint8Array | undefined;

function tileReads(database: Database): TileReads {
  const statement = database
    .prepare<[number, number], Uint8Array>(
      'SELECT hashes FROM tiles WHERE level = ? AND number = ?',
    )
    .pluck();
  return (level, index) => statement.get(level, index);
}

/** The one entry that is never pruned. */
function checkGenesis(database: Database, tile: Uint8Array | undefined): void {
  const text = database
    .prepare<[], string>('SELECT entry FROM entries WHERE position = 0')
    .pluck()
    .get();
  const fits = text !== undefined && tile && toHex(hashAt(tile, 0)) === entryHash(text);
  if (!fits) throw new BrokenChain(0, 'the genesis entry is not the one of tile 0/0');
}

function tileFault(
  tiles: TileReads,
  { level, index, parents }: { level: number; index: number; parents: number },
): string | undefined {
  const tile = tiles(level, index);
  if (tile?.length !== TILE_BYTES) return `is missing or has not ${TILE_BYTES} bytes`;
  const above = Math.floor(index / TILE_WIDTH);
  // The tile above is in progress: the root is computed from this one.
  if (above >= parents) return undefined;
  const parent = tiles(level + 1, above);
  if (parent?.length !== TILE_BYTES) return `has no tile ${level + 1}/${above} above it`;
  const expected = toHex(hashAt(parent, index % TILE_WIDTH));
  return toHex(rootOverHashes(tile)) === expected ? undefined : 'is not the one of the tile above';
}
