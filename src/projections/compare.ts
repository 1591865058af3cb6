/**
 * Compares two read-model databases: every table, every row by primary key, every value by type and
 * byte. The order in which rows were written does not matter; what they say does.
 */
import Database from 'better-sqlite3';
import { haveSameRows, type TableShape } from './sameRows.js';

/** The first place where the two differ, with what each side has there. */
export interface ReadModelDifference {
  readonly table: string;
  /** The row's primary key in brackets; undefined when the tables themselves differ. */
  readonly key?: string;
  /** Undefined when one side has no such row. */
  readonly column?: string;
  /** A value as SQL literal, a row in brackets, or a table's definition; undefined: not there. */
  readonly left: string | undefined;
  readonly right: string | undefined;
}

type Value = string | bigint | number | Uint8Array | null;
type Row = readonly Value[];

/** The two files, each in a snapshot of its own, and both in one connection. */
interface Files {
  readonly left: Database.Database;
  readonly right: Database.Database;
  /** `left` as `main`, `right` as `other`. */
  readonly both: Database.Database;
}

/**
 * The first difference between the files, by table name and then by key, or undefined when they say
 * the same. Each is read in one snapshot, so a runner may be at work on either.
 */
export function compareReadModels(
  leftPath: string,
  rightPath: string,
): ReadModelDifference | undefined {
  const opened: Database.Database[] = [];
  const open = (path: string, other?: string): Database.Database => {
    const database = new Database(path, { readonly: true, fileMustExist: true });
    opened.push(database);
    if (other !== undefined) database.prepare('ATTACH ? AS other').run(other);
    database.exec('BEGIN');
    return database;
  };
  try {
    const [left, right] = [open(leftPath), open(rightPath)];
    return firstDifference({ left, right, both: open(leftPath, rightPath) });
  } finally {
    for (const database of opened) database.close();
  }
}

function firstDifference({ left, right, both }: Files): ReadModelDifference | undefined {
  const leftTables = definitions(left);
  const rightTables = definitions(right);
  for (const table of [...new Set([...leftTables.keys(), ...rightTables.keys()])].sort()) {
    const definition = { left: leftTables.get(table), right: rightTables.get(table) };
    if (definition.left !== definition.right) return { table, ...definition };
    const shape = shapeOf(table, left);
    if (haveSameRows(both, shape)) continue;
    const difference = tableDifference(shape, left, right);
    if (difference !== undefined) return { table, ...difference };
  }
  return undefined;
}

function definitions(database: Database.Database): ReadonlyMap<string, string> {
  const tables = database.prepare<[], { readonly name: string; readonly sql: string }>(
    `SELECT name, sql FROM sqlite_schema
     WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  return new Map(tables.all().map(({ name, sql }) => [name, sql]));
}

/** Walks both tables in the order of their keys, side by side, one row of each in memory. */
function tableDifference(
  shape: TableShape,
  left: Database.Database,
  right: Database.Database,
): Omit<ReadModelDifference, 'table'> | undefined {
  const leftRows = rowsByKey(shape, left);
  const rightRows = rowsByKey(shape, right);
  try {
    for (;;) {
      const leftRow = next(leftRows);
      const rightRow = next(rightRows);
      const difference = rowDifference(shape, leftRow, rightRow);
      if (difference !== undefined || leftRow === undefined) return difference;
    }
  } finally {
    leftRows.return?.();
    rightRows.return?.();
  }
}

function shapeOf(table: string, database: Database.Database): TableShape {
  const columns = database
    .prepare<[string], { readonly name: string; readonly pk: number }>(
      'SELECT name, pk FROM pragma_table_info(?)',
    )
    .all(table);
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const others = columns.filter(({ pk }) => pk === 0);
  return { table, columns: [...key, ...others].map(({ name }) => name), keyLength: key.length };
}

function rowsByKey({ table, columns, keyLength }: TableShape, database: Database.Database) {
  const quoted = columns.map((name) => `"${name}"`);
  // Without a primary key the whole row is the key.
  const order = keyLength === 0 ? quoted : quoted.slice(0, keyLength);
  const select = database
    .prepare<[], Row>(`SELECT ${quoted.join(', ')} FROM "${table}" ORDER BY ${order.join(', ')}`)
    .raw();
  // Two integers that differ beyond 2^53 must not look equal.
  return select.safeIntegers().iterate();
}

function next(rows: IterableIterator<Row>): Row | undefined {
  const step = rows.next();
  return step.done === true ? undefined : step.value;
}

function rowDifference(
  { columns, keyLength }: TableShape,
  left: Row | undefined,
  right: Row | undefined,
): Omit<ReadModelDifference, 'table'> | undefined {
  if (left === undefined && right === undefined) return undefined;
  const order = keyOrder(left, right, keyLength);
  const key = literals((order > 0 ? right : left)?.slice(0, keyLength) ?? []);
  if (order !== 0) {
    const [onLeft, onRight] = order < 0 ? [left, undefined] : [undefined, right];
    return { key, left: onLeft && literals(onLeft), right: onRight && literals(onRight) };
  }
  const [leftRow, rightRow] = [left as Row, right as Row];
  const at = columns.findIndex((_, index) => literal(leftRow[index]) !== literal(rightRow[index]));
  if (at === -1) return undefined;
  const column = columns[at] as string;
  return { key, column, left: literal(leftRow[at]), right: literal(rightRow[at]) };
}

/** Which row comes first in the order of SQLite; a side without a row comes last. */
function keyOrder(left: Row | undefined, right: Row | undefined, keyLength: number): number {
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  const length = keyLength === 0 ? left.length : keyLength;
  for (let index = 0; index < length; index += 1) {
    const order = valueOrder(left[index] as Value, right[index] as Value);
    if (order !== 0) return order;
  }
  return 0;
}

/** The order of SQLite with BINARY collation: null, numbers, texts by their UTF-8 bytes, blobs. */
function valueOrder(left: Value, right: Value): number {
  const rank = typeRank(left) - typeRank(right);
  if (rank !== 0 || left === null || right === null) return rank;
  if (typeof left === 'string')
    return Buffer.compare(Buffer.from(left), Buffer.from(right as string));
  if (left instanceof Uint8Array) return Buffer.compare(left, right as Uint8Array);
  return left < (right as bigint) ? -1 : Number(left > (right as bigint));
}

function typeRank(value: Value): number {
  if (value === null) return 0;
  if (value instanceof Uint8Array) return 3;
  return typeof value === 'string' ? 2 : 1;
}

function literals(row: Row): string {
  return `(${row.map(literal).join(', ')})`;
}

/** The value as an SQL literal: its text tells its type. */
function literal(value: Value | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  // A REAL shows its point, so that 1 and 1.0 are told apart.
  return typeof value === 'number' && Number.isInteger(value) ? value.toFixed(1) : String(value);
}
