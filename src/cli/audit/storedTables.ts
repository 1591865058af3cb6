/**
 * Holds what a ledger database keeps beside its log against what the log gives: state, used ids and
 * Merkle tiles. A node answers from these tables, so a log that is right is not enough.
 */
import type { Database } from 'better-sqlite3';
import { fromHex } from '../../crypto/bytes.js';
import { sha256Hex } from '../../crypto/sha256.js';
import type { StateChange } from '../../ledger/stateCommitment.js';
import { fileDamage } from '../../store/brokenChain.js';
import { prunedOutcome } from '../../store/prunedTables.js';
import { usedIdKey } from '../../store/usedIdKey.js';
import type { AuditStore } from './auditStore.js';
import type { AuditCheck, Finding } from './finding.js';

/** The first difference, or undefined. `position` of a finding is the size of the audited log. */
export function storedTablesFinding(
  database: Database,
  store: AuditStore,
  size: number,
): Finding | undefined {
  const compare = (check: AuditCheck, difference: () => string | undefined) => {
    const what = unlessDamaged(difference);
    return what === undefined ? undefined : { position: size, check, what };
  };
  let read: Journal | undefined;
  const journal = (): Journal => (read ??= readJournal(database));
  return (
    compare('state', () => stateDifference(database, store, journal().state)) ??
    compare('used ids', () => usedIdDifference(database, store, journal().ids)) ??
    compare('tiles', () => tileDifference(database, store))
  );
}

/** A table of which a page is damaged is not what the log gives, whatever the page held. */
function unlessDamaged(difference: () => string | undefined): string | undefined {
  try {
    return difference();
  } catch (error) {
    const damage = fileDamage(error);
    if (damage === undefined) throw error;
    return damage;
  }
}

/** Recent changes that the store has made durable but not yet moved into their tables. */
interface Journal {
  readonly state: ReadonlyMap<string, string | null>;
  readonly ids: ReadonlyMap<string, number>;
}

function readJournal(database: Database): Journal {
  const state = new Map<string, string | null>();
  const ids = new Map<string, number>();
  const rows = database.prepare<[], { changes: string; ids: string }>(
    'SELECT changes, ids FROM journal ORDER BY height',
  );
  for (const row of rows.iterate()) {
    for (const [key, value] of JSON.parse(row.changes) as StateChange[]) state.set(key, value);
    for (const [key, position] of JSON.parse(row.ids) as [string, number][]) ids.set(key, position);
  }
  return { state, ids };
}

/** Each stored key must be right; as many keys as there should be are then the same keys. */
function stateDifference(
  database: Database,
  { state }: AuditStore,
  journal: Journal['state'],
): string | undefined {
  let keys = 0;
  const check = (key: string, value: string): string | undefined => {
    keys += 1;
    const right = state.get(key);
    if (right === value) return undefined;
    return `state key ${key} is ${value}, but the log gives ${right ?? 'no such key'}`;
  };
  for (const [key, value] of pairs(database, 'SELECT key, value FROM state')) {
    const wrong = journal.has(key) ? undefined : check(key, value as string);
    if (wrong !== undefined) return wrong;
  }
  for (const [key, value] of journal) {
    const wrong = value === null ? undefined : check(key, value);
    if (wrong !== undefined) return wrong;
  }
  const right = state.size();
  return keys === right ? undefined : `the state has ${keys} keys, but the log gives ${right}`;
}

/** Each id of the log must be stored; as many ids as there should be are then the same ids. */
function usedIdDifference(
  database: Database,
  { usedIds }: AuditStore,
  journal: Journal['ids'],
): string | undefined {
  const position = database
    .prepare<[Uint8Array], number>('SELECT position FROM used_ids WHERE name = ?')
    .pluck();
  const entry = database
    .prepare<[number], string>('SELECT entry FROM entries WHERE position = ?')
    .pluck();
  let waiting = 0;
  for (const [name, eventHash] of usedIds.entries()) {
    const key = usedIdKey(name);
    const stored = position.get(fromHex(key));
    if (stored === undefined) waiting += 1;
    const found = journal.get(key) ?? stored ?? -1;
    // The entries have been compared before: the one that has the hash is the right one.
    if (entry.get(found)?.includes(`"event":"${eventHash}"`) === true) continue;
    if (prunedOutcome(database, found)?.eventHash === eventHash) continue;
    return `the id ${name} is stored with position ${found}, where its event is not`;
  }
  const rows = database.prepare<[], number>('SELECT count(*) FROM used_ids').pluck().get();
  const count = (rows as unknown as number) + waiting;
  const right = usedIds.size();
  return count === right ? undefined : `there are ${count} used ids, but the log gives ${right}`;
}

function tileDifference(database: Database, { tiles }: AuditStore): string | undefined {
  const rows = database
    .prepare<[]>('SELECT level, number, hashes FROM tiles')
    .raw()
    .iterate() as Iterable<[number, number, Uint8Array]>;
  let count = 0;
  for (const [level, number, hashes] of rows) {
    count += 1;
    const name = `${level}/${number}`;
    if (tiles.get(name) !== sha256Hex(hashes)) return `tile ${name} is not that of the log`;
  }
  return count === tiles.size ? undefined : `there are ${count} tiles, not ${tiles.size}`;
}

function pairs(database: Database, sql: string): Iterable<[string, unknown]> {
  return database.prepare<[]>(sql).raw().iterate() as Iterable<[string, unknown]>;
}
