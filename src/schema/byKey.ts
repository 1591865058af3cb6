/** Puts rows back under the keys that a DataLoader asked for, in its order. */

/** The one value of each key, or undefined where there is none. */
export function oneByKey<Row, Value>(
  keys: readonly string[],
  rows: readonly Row[],
  of: { readonly key: (row: Row) => string; readonly value: (row: Row) => Value },
): (Value | undefined)[] {
  const values = new Map(rows.map((row) => [of.key(row), of.value(row)]));
  return keys.map((key) => values.get(key));
}

/** All values of each key, in the order of the rows. */
export function manyByKey<Row, Value>(
  keys: readonly string[],
  rows: readonly Row[],
  of: { readonly key: (row: Row) => string; readonly value: (row: Row) => Value },
): Value[][] {
  const values = new Map<string, Value[]>(keys.map((key) => [key, []]));
  for (const row of rows) values.get(of.key(row))?.push(of.value(row));
  return keys.map((key) => values.get(key) ?? []);
}
