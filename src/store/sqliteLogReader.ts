/**
 * Reads a ledger database without writing: for projections, GraphQL, gateways and offline tools.
 * Works beside the running writer, and alone.
 */
import { fromHex } from '../crypto/bytes.js';
import { type Entry, entryHash } from '../ledger/entry.js';
import { openForReading } from './schema.js';
import { usedIdKey } from './usedIdKey.js';

interface EntryRow {
  readonly position: number;
  readonly entry: string;
  readonly event: string;
}

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
 * that projections and edges declare. Throws StoreUnusable, or SQLite's own error when there is no
 * such file.
 */
export function openLogReader(path: string) {
  const database = openForReading(path);
  return {
    ...entryReads(database),
    ...blockReads(database),
    close: (): void => void database.close(),
  };
}

function entryReads(database: Connection) {
  const maxPosition = database
    .prepare<[], number | null>('SELECT max(position) FROM entries')
    .pluck();
  const range = database.prepare<[number, number], EntryRow>(
    'SELECT position, entry, event FROM entries WHERE position >= ? ORDER BY position LIMIT ?',
  );
  const texts = database
    .prepare<[number, number], string>(
      'SELECT entry FROM entries WHERE position >= ? ORDER BY position LIMIT ?',
    )
    .pluck();
  const findId = database
    .prepare<[Uint8Array], number>('SELECT position FROM used_ids WHERE name = ?')
    .pluck();
  // A scan of the recent blocks' text: bounded by what the writer keeps pending.
  const journal = database
    .prepare<[string], string>('SELECT ids FROM journal WHERE instr(ids, ?) LIMIT 1')
    .pluck();
  return {
    size: () => (maxPosition.get() ?? -1) + 1,
    entries: (from: number, limit: number) => range.all(from, limit),
    findId: (name: string) => {
      const key = usedIdKey(name);
      const written = findId.get(fromHex(key));
      const position = written ?? findInJournal(journal.get(key), key);
      if (position === undefined) return undefined;
      const [row] = range.all(position, 1);
      return row && { eventHash: (JSON.parse(row.entry) as Entry).event, position };
    },
    leafHashes: (from: number, count: number) => {
      const hashes = new Uint8Array(count * 32);
      const found = texts.all(from, count);
      if (found.length < count) throw new RangeError(`the log ends before ${from + count}`);
      found.forEach((text, index) => hashes.set(fromHex(entryHash(text)), index * 32));
      return hashes;
    },
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
