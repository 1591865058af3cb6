/** The mutants of a run, each by its number: whoever has the samples and the seed has them all. */
import { type SeededRandom, seededRandom } from '../support/live/seededRandom.js';
import { bundleMutant } from './bundleMutants.js';
import type { Kind, Mutant, Sample } from './mutant.js';
import { paperMutant } from './paperMutants.js';
import { pdfMutant } from './pdfMutants.js';
import { receiptMutant } from './receiptMutants.js';
import { tokenMutant } from './tokenMutants.js';

const MAKERS: {
  readonly [Name in Kind]: (random: SeededRandom, sample: Sample) => Mutant;
} = {
  bundle: bundleMutant,
  receipt: receiptMutant,
  paper: paperMutant,
  token: tokenMutant,
  certificate: pdfMutant,
};

/** The mutant number `index` of a sample. */
export function mutantAt(seed: number, sample: Sample, index: number): Mutant {
  // Samples of one kind shall not all be damaged by the same numbers.
  const start = [...sample.name].reduce((sum, letter) => mixed(sum, letter.charCodeAt(0)), seed);
  return MAKERS[sample.kind](seededRandom(mixed(start, index)), sample);
}

/** In 32 bits, because a number that grows would lose its last digits, and the mutants with them. */
function mixed(sum: number, value: number): number {
  return (Math.imul(sum, 31) + Math.imul(value, 2_654_435_761)) >>> 0;
}
