import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { sha256Hex } from '../../../src/crypto/sha256.js';
import {
  LOOKUP_TABLES,
  lookupPrefix,
  LookupRows,
  RECENT_ROWS_MAX,
} from '../../../src/projections/evidence/lookup.js';

function database(): Database.Database {
  const opened = new Database(':memory:');
  opened.exec(LOOKUP_TABLES);
  return opened;
}

function count(opened: Database.Database, table: string): number {
  return opened.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
}

/** Adds rows `from` to `to - 1` as one transaction would. */
function transaction(opened: Database.Database, from: number, to: number): void {
  const lookup = new LookupRows(opened);
  opened.transaction(() => {
    for (let row = from; row < to; row += 1) lookup.add([sha256Hex(`row ${row}`)], row);
    lookup.finish();
  })();
}

describe('LookupRows', () => {
  it('puts rows into runs and merges them when all runs are full', () => {
    const opened = database();
    transaction(opened, 0, RECENT_ROWS_MAX - 1);
    expect(count(opened, 'evidence_lookup_merged')).toBe(0);
    transaction(opened, RECENT_ROWS_MAX - 1, RECENT_ROWS_MAX + 3);
    expect(count(opened, 'evidence_lookup_merged')).toBe(RECENT_ROWS_MAX);
    expect(count(opened, 'evidence_lookup_recent')).toBe(3);
    const find = opened.prepare('SELECT sequence FROM evidence_lookup WHERE prefix = ?').pluck();
    const sought = [0, 77_777, RECENT_ROWS_MAX - 1, RECENT_ROWS_MAX + 2];
    expect(sought.map((row) => find.all(lookupPrefix(sha256Hex(`row ${row}`))))).toEqual(
      sought.map((row) => [row]),
    );
  });

  it('puts the same rows into the same runs however the transactions are cut', () => {
    const total = 10_000;
    const contents = (opened: Database.Database): string =>
      JSON.stringify(opened.prepare('SELECT * FROM evidence_lookup_recent').raw().all());
    const whole = database();
    transaction(whole, 0, total);
    const expected = contents(whole);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: total - 1 }), { maxLength: 6 }),
        (cuts) => {
          const opened = database();
          const ends = [...cuts.sort((a, b) => a - b), total];
          ends.forEach((end, index) => transaction(opened, ends[index - 1] ?? 0, end));
          expect(contents(opened) === expected).toBe(true);
          opened.close();
        },
      ),
      { numRuns: 10 },
    );
  });

  it('is searched through both indexes and never scanned', () => {
    const opened = database();
    opened.exec('CREATE TABLE evidence_items (sequence INTEGER PRIMARY KEY, item TEXT)');
    const plan = opened
      .prepare<[], { readonly detail: string }>(
        `EXPLAIN QUERY PLAN SELECT items.* FROM evidence_lookup AS lookup
         JOIN evidence_items AS items ON items.sequence = lookup.sequence
         WHERE lookup.prefix IN (1, 2) ORDER BY lookup.sequence LIMIT 10`,
      )
      .all()
      .map(({ detail }) => detail);
    expect(
      plan.some((step) => step.includes('evidence_lookup_merged') && step.includes('(prefix=?)')),
    ).toBe(true);
    expect(
      plan.some(
        (step) => step.includes('evidence_lookup_recent') && step.includes('(run=? AND prefix=?)'),
      ),
    ).toBe(true);
    expect(plan.filter((step) => /SCAN (?:evidence|items)/.test(step))).toEqual([]);
  });
});
