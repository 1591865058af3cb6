/**
 * What a ledger database keeps of entries that it has handed over to an archive: how far they are
 * gone, and of each signed one what answers its id again. Leaf hashes, headers, state and used ids
 * stay in their own tables. The genesis entry is never pruned.
 */
import type { Database } from 'better-sqlite3';
import { fromHex, toHex } from '../crypto/bytes.js';
import type { KeptOutcome } from '../execution/ports.js';

/** Version of a database that was pruned: programs that know nothing of it must not read it. */
export const PRUNED_STORE_VERSION = 2;

const TABLES = `
  CREATE TABLE IF NOT EXISTS pruned (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    below INTEGER NOT NULL          -- entries 1 to below - 1 are in the archive only
  );
  CREATE TABLE IF NOT EXISTS pruned_outcomes (
    position INTEGER PRIMARY KEY,   -- of a signed entry
    event BLOB NOT NULL,            -- its hash
    derived INTEGER NOT NULL,
    refused TEXT,
    proposed INTEGER NOT NULL
  );
  PRAGMA user_version = ${PRUNED_STORE_VERSION};
`;

/** Makes the tables if they are not there, within the transaction that prunes first. */
export function makePrunedTables(database: Database): void {
  if (!isPruned(database)) database.exec(TABLES);
}

function isPruned(database: Database): boolean {
  return database.pragma('user_version', { simple: true }) === PRUNED_STORE_VERSION;
}

/** Entries from 1 up to and without this position are pruned; 1 when none is. */
export function prunedBelow(database: Database): number {
  if (!isPruned(database)) return 1;
  return database.prepare<[], number>('SELECT below FROM pruned').pluck().get() ?? 1;
}

export function setPrunedBelow(database: Database, below: number): void {
  database.prepare<[number]>('INSERT OR REPLACE INTO pruned VALUES (1, ?)').run(below);
}

/** Forgets that anything was pruned: another log takes the place of this one. */
export function clearPruned(database: Database): void {
  if (isPruned(database)) database.exec('DELETE FROM pruned; DELETE FROM pruned_outcomes');
}

interface OutcomeRow {
  readonly event: Uint8Array;
  readonly derived: number;
  readonly refused: string | null;
  readonly proposed: number;
}

/**
 * What became of the pruned signed entry at `position`, or undefined when none was pruned there.
 */
export function prunedOutcome(database: Database, position: number): KeptOutcome | undefined {
  if (!isPruned(database)) return undefined;
  const row = database
    .prepare<[number], OutcomeRow>(
      'SELECT event, derived, refused, proposed FROM pruned_outcomes WHERE position = ?',
    )
    .get(position);
  if (row === undefined) return undefined;
  const { event, derived, refused, proposed } = row;
  return { eventHash: toHex(event), derived, refused, proposed: proposed === 1 };
}

/** Keeps what becomes of the id of the entry at `position`. */
export function keepOutcome(database: Database) {
  const insert = database.prepare<[number, Uint8Array, number, string | null, number]>(
    'INSERT INTO pruned_outcomes VALUES (?, ?, ?, ?, ?)',
  );
  return (position: number, { eventHash, derived, refused, proposed }: KeptOutcome): void => {
    insert.run(position, fromHex(eventHash), derived, refused, proposed ? 1 : 0);
  };
}
