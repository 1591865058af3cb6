/**
 * Reads a ledger database without writing: for projections, GraphQL, gateways and offline tools.
 * Works beside the running writer, and alone.
 */
import { fromHex } from '../crypto/bytes.js';
import type { Entry } from '../ledger/entry.js';
import { EntryRows } from './entryRows.js';
import { prunedOutcome } from './prunedTables.js';
import { openForReading } from './schema.js';
import { usedIdKey } from './usedIdKey.js';

interface BlockRow {
  readonly height: number;
  readonly header: string;
  readonly checkpoint: string;
}

type Connection = ReturnType<typeof openForReading>;

/** The readers' view of a ledger, on a connection of its own. */
export type SqliteLogReader = ReturnType<typeof openLogReader>;

/**
 * Opens `path` read-only; the caller closes it. The answer has the shape of LogReader, the port
 * that projections and edges declare. `archiveFolder` has what was pruned here; without it such
 * entries are refused with EntriesPruned. Throws StoreUnusable, or SQLite's own error when there is
 * no such file.
 */
export function openLogReader(path: string, archiveFolder?: string) {
  const database = openForReading(path);
  return {
    ...entryReads(database, archiveFolder),
    ...blockReads(database),
    close: (): void => void database.close(),
  };
}

function entryReads(database: Connection, archiveFolder: string | undefined) {
  const rows = new EntryRows(database, archiveFolder);
  const findId = database
    .prepare<[Uint8Array], number>('SELECT position FROM used_ids WHERE name = ?')
    .pluck();
  // A scan of the recent blocks' text: bounded by what the writer keeps pending.
  const journal = database
    .prepare<[string], string>('SELECT ids FROM journal WHERE instr(ids, ?) LIMIT 1')
    .pluck();
  return {
    size: () => rows.size(),
    entries: (from: number, limit: number) => rows.read(from, limit),
    /** True when every entry can be read here. */
    isWhole: () => rows.isWhole(),
    prunedBelow: () => rows.prunedBelow(),
    findId: (name: string) => {
      const key = usedIdKey(name);
      const written = findId.get(fromHex(key));
      const position = written ?? findInJournal(journal.get(key), key);
      if (position === undefined) return undefined;
      const pruned = prunedOutcome(database, position);
      if (pruned !== undefined) return { eventHash: pruned.eventHash, position };
      const [row] = rows.read(position, 1);
      return row && { eventHash: (JSON.parse(row.entry) as Entry).event, position };
    },
    leafHashes: (from: number, count: number) => rows.leafHashes(from, count),
  };
}

function findInJournal(ids: string | undefined, key: string): number | undefined {
  if (ids === undefined) return undefined;
  return (JSON.parse(ids) as [string, number][]).find(([name]) => name === key)?.[1];
}

function blockReads(database: Connection) {
  const columns = 'SELECT height, header, checkpoint FROM blocks';
  const maxHeight = database.prepare<[], number | null>('SELECT max(height) FROM blocks').pluck();
  const byHeight = database.prepare<[number], BlockRow>(`${columns} WHERE height = ?`);
  const byPosition = database.prepare<[number], BlockRow>(
    `${columns} WHERE first <= ? ORDER BY first DESC LIMIT 1`,
  );
  const range = database.prepare<[number, number], BlockRow>(
    `${columns} WHERE height >= ? ORDER BY height LIMIT ?`,
  );
  const tile = database
    .prepare<[number, number], Uint8Array>(
      'SELECT hashes FROM tiles WHERE level = ? AND number = ?',
    )
    .pluck();
  return {
    height: () => maxHeight.get() ?? -1,
    block: (height: number) => byHeight.get(height),
    blockAt: (position: number) => byPosition.get(position),
    blocks: (fromHeight: number, limit: number) => range.all(fromHeight, limit),
    tile: (level: number, index: number) => tile.get(level, index),
  };
}
