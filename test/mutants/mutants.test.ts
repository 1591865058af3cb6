/**
 * Thousands of machine-made mutants of bundles, receipts, certificates on paper, time-stamps and
 * signed certificates before the command line. Each has to be refused with the code that its damage
 * must lead to and with the exit code that belongs to it; none may make a command fall over or
 * hang. `SEED` and `MUTANTS` (all kinds together) choose others.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandVerdicts } from './commandVerdict.js';
import { JudgePool } from './judgePool.js';
import { type Kind, KINDS, type Sample } from './mutant.js';
import { runProgress } from './runProgress.js';
import { allSamples } from './samples.js';
import { batchesOf } from './shares.js';
import { addTally, countLines, newTally } from './tally.js';

const SEED = Number(process.env['SEED'] ?? 16);
const MUTANTS = Number(process.env['MUTANTS'] ?? 1_200);
const HOUR_MS = 3_600_000;

let samples: readonly Sample[];
let pool: JudgePool;

beforeAll(async () => {
  samples = await allSamples();
  pool = await JudgePool.start(samples, SEED);
  process.stdout.write(`mutants: SEED=${SEED} MUTANTS=${MUTANTS}\n`);
}, 120_000);
afterAll(() => pool.close());

describe('the samples', () => {
  it('are sound, or leave something unproven that a story does not tell', async () => {
    const commands = new CommandVerdicts();
    for (const sample of samples) {
      const { exit, due, refusals } = await commands.of(sample, sample.bytes);
      expect([sample.name, exit]).toEqual([sample.name, due]);
      expect(exit).toBe(sample.kind === 'bundle' && refusals.length > 0 ? 2 : 0);
    }
    commands.close();
  });
});

const NAMES: { readonly [Name in Kind]: string } = {
  bundle: 'bundles, of an operator and of validators',
  receipt: 'receipts, of an operator and of validators, with their proofs and heads',
  paper: 'certificates on paper, with their proofs and checkpoints',
  token: 'RFC 3161 tokens',
  certificate: 'signed certificates (PDF)',
};

describe.each(KINDS)('mutants of %s', (kind) => {
  it(
    `as ${NAMES[kind]}: each is refused with the code that is due`,
    async () => {
      const batches = batchesOf(samples, kind, MUTANTS);
      const progress = runProgress(kind, batches);
      const sum = newTally();
      await pool.run(batches, (tally) => {
        addTally(sum, tally);
        progress.count(tally.count);
      });
      const { count, stood, faultCount, slowest } = sum;
      progress.end(
        `${count - stood - faultCount} refused, ${stood} stand, ${faultCount} wrong; ` +
          `slowest ${Math.round(slowest.milliseconds)} ms (${slowest.name})`,
      );
      for (const line of countLines(sum.byRefusal)) process.stdout.write(`${line}\n`);
      expect(sum.faults).toEqual([]);
      // What nobody signs is little: a run in which much stands damages the wrong places.
      expect(stood).toBeLessThanOrEqual(count / 10);
    },
    HOUR_MS,
  );
});
