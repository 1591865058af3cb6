import { afterAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { compareReadModels } from '../../src/projections/compare.js';
import { GENESIS, registers } from './support/consortium.js';
import { MemoryLog } from './support/memoryLog.js';
import { foldAll, ReadModelDirectory } from './support/readModelFile.js';

const directory = new ReadModelDirectory();
afterAll(() => directory.remove());

function fileWith(sql: string): string {
  const path = directory.newPath();
  const database = new Database(path);
  // Nothing here has to survive a power cut.
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  database.exec(sql);
  database.close();
  return path;
}

const TABLE = 'CREATE TABLE t (b TEXT, id TEXT PRIMARY KEY, n) WITHOUT ROWID;';

function difference(left: string, right: string): unknown {
  return compareReadModels(fileWith(TABLE + left), fileWith(TABLE + right));
}

describe('compareReadModels', () => {
  it('finds read models of one log equal, whatever the order of their rows on disk', () => {
    const rows = [`INSERT INTO t VALUES ('x', '1', 1);`, `INSERT INTO t VALUES ('y', '2', 2);`];
    expect(difference(rows.join(''), rows.reverse().join(''))).toBeUndefined();
  });

  it('names table, key and column of the first value that differs', () => {
    const log = new MemoryLog(GENESIS);
    const [, second = ''] = log.add([registers('a'), registers('b'), registers('c')]);
    const [left, right] = [directory.newPath(), directory.newPath()];
    foldAll(log, left);
    foldAll(log, right);
    expect(compareReadModels(left, right)).toBeUndefined();
    const database = new Database(right);
    database.prepare(`UPDATE evidence_items SET claim = 'witness' WHERE item = ?`).run(second);
    database.close();
    expect(compareReadModels(left, right)).toEqual({
      table: 'evidence_items',
      key: `(${4 * 65_536})`,
      column: 'claim',
      left: `'author'`,
      right: `'witness'`,
    });
  });

  it('names a row that one side lacks, at the start, between others and at the end', () => {
    const row = (id: string): string => `INSERT INTO t VALUES ('x', '${id}', 1);`;
    for (const missing of ['1', '2', '3']) {
      const all = ['1', '2', '3'];
      const others = all.filter((id) => id !== missing);
      const text = `('${missing}', 'x', 1)`;
      const facts = { table: 't', key: `('${missing}')` };
      const [more, fewer] = [all.map(row).join(''), others.map(row).join('')];
      expect(difference(more, fewer)).toEqual({ ...facts, left: text, right: undefined });
      expect(difference(fewer, more)).toEqual({ ...facts, left: undefined, right: text });
    }
  });

  it.each([
    ['1', `'1'`],
    ['1', '1.0'],
    ['NULL', '0'],
    ['NULL', `''`],
    [`'a'`, `x'61'`],
    [`'a'`, `'A'`],
    [`'a'`, `'a '`],
    ['9007199254740993', '9007199254740992'],
  ])('tells %s from %s', (left, right) => {
    const row = (value: string): string => `INSERT INTO t VALUES ('x', '1', ${value});`;
    expect(difference(row(left), row(right))).toMatchObject({ column: 'n' });
  });

  it('names a table that one side lacks or defines in another way', () => {
    const extra = 'CREATE TABLE u (id INTEGER PRIMARY KEY);';
    expect(difference('', extra)).toMatchObject({ table: 'u', left: undefined });
    expect(difference(extra, extra.replace('u (id', 'u (di'))).toMatchObject({ table: 'u' });
  });

  it('follows the key order of SQLite for any texts', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 8 }), fc.nat(), (keys, drawn) => {
        const clean = [...new Set(keys.map((key) => key.replaceAll('\0', '')))];
        const missing = clean[drawn % clean.length];
        const insert = (key: string): string =>
          `INSERT INTO t VALUES ('x', '${key.replaceAll("'", "''")}', 1);`;
        const fewer = clean.filter((key) => key !== missing);
        const found = difference(clean.map(insert).join(''), fewer.map(insert).join(''));
        expect(found).toMatchObject({ key: `('${missing?.replaceAll("'", "''")}')` });
      }),
      { numRuns: 25 },
    );
  });
});
