import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { haveSameRows } from '../../src/projections/sameRows.js';

const SHAPE = { table: 't', columns: ['id', 'n'], keyLength: 1 };

function sameRows(left: string, right: string, table = '(id PRIMARY KEY, n)'): boolean {
  const database = new Database(':memory:');
  try {
    database.exec(`ATTACH ':memory:' AS other`);
    for (const [side, rows] of [
      ['main', left],
      ['other', right],
    ] as const) {
      database.exec(`CREATE TABLE ${side}.t ${table}`);
      if (rows !== '') database.exec(`INSERT INTO ${side}.t VALUES ${rows}`);
    }
    return haveSameRows(database, SHAPE);
  } finally {
    database.close();
  }
}

/** SQL literals, many of them close to one another. */
const literal = fc.constantFrom(
  ...['NULL', '0', '1', '1.0', '9007199254740993', '9007199254740992', `''`, `'1'`, `'a'`, `'A'`],
  ...[`'a '`, `x''`, `x'61'`, `'é'`],
);

describe('haveSameRows', () => {
  it('says yes to equal tables, whatever the order of their rows', () => {
    expect(sameRows(`(1, 'x'), (2, 'y')`, `(2, 'y'), (1, 'x')`)).toBe(true);
    expect(sameRows('', '')).toBe(true);
  });

  it('says no to a row that only one side has', () => {
    expect(sameRows(`(1, 'x')`, '')).toBe(false);
    expect(sameRows('', `(1, 'x')`)).toBe(false);
    expect(sameRows(`(1, 'x')`, `(2, 'x')`)).toBe(false);
  });

  it('says no where a key that may repeat hides a difference', () => {
    expect(sameRows(`(NULL, 'x'), (NULL, 'y')`, `(NULL, 'x'), (NULL, 'z')`)).toBe(false);
  });

  it('says no to letters of another case under a collation that does not see it', () => {
    const table = '(id TEXT PRIMARY KEY COLLATE NOCASE, n TEXT COLLATE NOCASE)';
    expect(sameRows(`('a', 'x')`, `('A', 'x')`, table)).toBe(false);
    expect(sameRows(`('a', 'x')`, `('a', 'X')`, table)).toBe(false);
  });

  it('says yes to one row exactly when its key is a value and both have the same spelling', () => {
    const row = fc.tuple(literal, literal);
    const property = fc.property(row, row, (left, right) => {
      const same = left.join() === right.join() && left[0] !== 'NULL';
      expect(sameRows(`(${left.join()})`, `(${right.join()})`)).toBe(same);
    });
    fc.assert(property, { numRuns: 400 });
  });
});
