/**
 * Whether a table says the same in two attached databases, asked of SQLite in one statement: a
 * tenth of the time that reading every row takes. It answers yes only when every value is of the
 * same type and byte for byte the same; what differs, compare.ts finds.
 */
import type { Database } from 'better-sqlite3';

/** A table's columns, those of the primary key first and in its order. */
export interface TableShape {
  readonly table: string;
  readonly columns: readonly string[];
  /** 0 when the table has no primary key. */
  readonly keyLength: number;
}

/** `database` has the one file as `main` and the other as `other`. */
export function haveSameRows(database: Database, shape: TableShape): boolean {
  // Rows cannot be paired without a key.
  if (shape.keyLength === 0) return false;
  return pluck(database, sameCount(shape)) === 1 && pluck(database, unmatched(shape)) === 0;
}

function pluck(database: Database, sql: string): unknown {
  return database.prepare(sql).pluck().get();
}

function sameCount({ table }: TableShape): string {
  const count = (side: string): string => `(SELECT count(*) FROM ${side}.${quoted(table)})`;
  return `SELECT ${count('main')} = ${count('other')}`;
}

/**
 * 1 when some row of `main` has no equal in `other`, or a NULL in its key: such keys may repeat,
 * and then equal counts prove nothing.
 */
function unmatched({ table, columns, keyLength }: TableShape): string {
  const names = columns.map(quoted);
  // 1 and 1.0 are equal in SQL, and a column may have a collation of its own.
  const equal = names.map(
    (name) => `l.${name} IS r.${name} COLLATE BINARY AND typeof(l.${name}) = typeof(r.${name})`,
  );
  const paired = names.slice(0, keyLength).map((name) => `l.${name} = r.${name}`);
  return `SELECT EXISTS (
    SELECT 1 FROM main.${quoted(table)} AS l WHERE NOT EXISTS (
      SELECT 1 FROM other.${quoted(table)} AS r
      WHERE ${[...paired, ...equal].join(' AND ')}
    )
  )`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
