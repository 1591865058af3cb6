/**
 * Writes the rows of one read-model table, typed by its columns. Statements are prepared once for
 * each set of columns that a fold names.
 */
import type { Database, Statement } from 'better-sqlite3';
import type { ReadModels } from './readModels.js';

type Value = string | number | null;

/** Inserts and changes rows of one table. */
export interface TableWriter<Row> {
  /** A new row; every column is given. */
  insert(row: Row): void;
  /** A new row, or in place of the one with its key. */
  replace(row: Row): void;
  /** Changes some columns of the row with this key; it has to be there. */
  update(key: string, changes: Partial<Row>): void;
}

/** A writer for `table`, whose rows are found by the column `key`. */
export function tableWriter<Name extends keyof ReadModels>(
  database: Database,
  table: Name,
  key: keyof ReadModels[Name] & string,
): TableWriter<ReadModels[Name]> {
  const statements = new Map<string, Statement<Value[]>>();
  const run = (sql: string, values: readonly Value[]): number => {
    const statement = statements.get(sql) ?? database.prepare<Value[]>(sql);
    statements.set(sql, statement);
    return statement.run(...values).changes;
  };
  const write = (verb: string, row: object): void => {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    run(`${verb} INTO ${table} (${columns.join(', ')}) VALUES (${places})`, Object.values(row));
  };
  return {
    insert: (row) => write('INSERT', row),
    replace: (row) => write('INSERT OR REPLACE', row),
    update: (id, changes) => {
      const sets = Object.keys(changes).map((column) => `${column} = ?`);
      const sql = `UPDATE ${table} SET ${sets.join(', ')} WHERE ${key} = ?`;
      const changed = run(sql, [...(Object.values(changes) as Value[]), id]);
      if (changed !== 1) throw new Error(`${table} has no row ${id}`);
    },
  };
}

/** A list or an object as the text of a column. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value);
}

/** As jsonText, null for what is absent. */
export function jsonTextOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
