import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sha256Hex } from '../../src/crypto/sha256.js';
import { ALL_PROJECTIONS } from '../../src/projections/allProjections.js';
import { compareReadModels } from '../../src/projections/compare.js';
import { openForFolding } from '../../src/projections/database.js';
import { Fold } from '../../src/projections/fold.js';
import type { Projection } from '../../src/projections/projection.js';
import {
  digestsOf,
  GENESIS,
  isRefused,
  registers,
  registersBatch,
  supersedes,
  withdraws,
} from './support/consortium.js';
import { MemoryLog } from './support/memoryLog.js';
import { foldAll, ReadModelDirectory } from './support/readModelFile.js';

const directory = new ReadModelDirectory();
afterAll(() => directory.remove());

/** A log of everything that changes evidence: each number chooses what happens next. */
function logOf(choices: readonly number[]): MemoryLog {
  const log = new MemoryLog(GENESIS);
  const items: string[] = [];
  choices.forEach((choice, n) => {
    const old = items[choice % Math.max(1, items.length)];
    if (choice % 5 === 0) {
      const leaves = Array.from({ length: 1 + (choice % 7) }, (_, i) => sha256Hex(`${n}/${i}`));
      const [batch = ''] = log.add([registersBatch(leaves)]);
      items.push(...leaves.map((_, index) => `${batch}.${index}`));
    } else if (choice % 5 === 1 && old !== undefined) {
      log.add([withdraws(old)]);
    } else if (choice % 5 === 2 && old !== undefined) {
      const [replacement = ''] = log.add([registers(`new ${n}`)]);
      log.add([supersedes(old, replacement)]);
    } else if (choice % 5 === 3) {
      log.add([isRefused('evidence.WithdrawItem', 'ITEM_UNKNOWN')]);
    } else {
      items.push(...log.add([registers(`${n}`, { digests: digestsOf(`${choice % 3}`) })]));
    }
  });
  return log;
}

/** Throws once at each of these positions, after all other projections have applied the entry. */
function crashing(positions: Set<number>, at: 'apply' | 'flush'): Projection {
  return {
    name: 'crashing',
    version: 1,
    tables: '',
    writer: () => {
      let last = 0;
      const crash = (when: string): void => {
        if (when === at && positions.delete(last)) throw new Error('crash');
      };
      return {
        apply: ({ entry }) => {
          last = entry.position;
          crash('apply');
        },
        flush: () => crash('flush'),
      };
    },
  };
}

const choices = fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 25 });

describe('the fold', () => {
  it('gives the same tables however the log is cut into transactions', () => {
    fc.assert(
      fc.property(choices, fc.integer({ min: 1, max: 9 }), (chosen, entries) => {
        const log = logOf(chosen);
        const [whole, cut] = [directory.newPath(), directory.newPath()];
        foldAll(log, whole);
        foldAll(log, cut, { entries });
        expect(compareReadModels(whole, cut)).toBeUndefined();
      }),
      { numRuns: 25 },
    );
  });

  it('gives the same tables after crashes between the writers and the commit', () => {
    const crashes = fc.array(fc.nat({ max: 60 }), { maxLength: 4 });
    const at = fc.constantFrom('apply' as const, 'flush' as const);
    const run = fc.property(choices, crashes, at, fc.integer({ min: 1, max: 9 }), (...drawn) => {
      const [chosen, crashAt, when, entries] = drawn;
      const log = logOf(chosen);
      const [straight, crashed] = [directory.newPath(), directory.newPath()];
      foldAll(log, straight, { projections: [...ALL_PROJECTIONS, crashing(new Set(), when)] });
      const positions = new Set(crashAt);
      const projections = [...ALL_PROJECTIONS, crashing(positions, when)];
      for (let attempts = 0; attempts <= crashAt.length; attempts += 1) {
        try {
          foldAll(log, crashed, { entries, projections });
        } catch (error) {
          expect((error as Error).message).toContain('crash');
        }
      }
      expect(compareReadModels(straight, crashed)).toBeUndefined();
    });
    fc.assert(run, { numRuns: 25 });
  });

  it('applies nothing twice when two runners share a file', () => {
    const log = logOf([5, 4, 4, 2, 9, 14, 1, 5]);
    const [alone, shared] = [directory.newPath(), directory.newPath()];
    foldAll(log, alone);
    const limits = { entries: 2, characters: 1_000_000 };
    const folds = [0, 1].map(() => {
      const database = openForFolding(shared, ALL_PROJECTIONS);
      return {
        database,
        fold: new Fold(limits, { database, reader: log, projections: ALL_PROJECTIONS }),
      };
    });
    for (let turn = 0; turn < log.size(); turn += 1) folds[turn % 2]?.fold.advance();
    folds.forEach(({ database }) => database.close());
    expect(compareReadModels(alone, shared)).toBeUndefined();
  });

  it('ends a transaction early when its events are large', () => {
    const log = logOf(Array.from({ length: 200 }, () => 4));
    const database = openForFolding(directory.newPath(), ALL_PROJECTIONS);
    const parts = { database, reader: log, projections: ALL_PROJECTIONS };
    expect(new Fold({ entries: 1_000, characters: 1 }, parts).advance()).toBe(128);
    database.close();
  });
});
