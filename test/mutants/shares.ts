/** How many mutants of which sample a run makes. */
import type { Batch } from './judgeMutants.js';
import type { Kind, Sample } from './mutant.js';

/** Parts in a hundred, for each kind. Bundles have the most that can be damaged. */
const SHARES: { readonly [Name in Kind]: number } = {
  bundle: 40,
  receipt: 25,
  paper: 10,
  token: 15,
  certificate: 10,
};

/** Small enough for progress to be seen, large enough for threads not to wait for one another. */
const BATCH = 25;

/** How many of `total` mutants are made of this sample: at least one. */
export function shareOf(samples: readonly Sample[], { kind }: Sample, total: number): number {
  const alike = samples.filter((sample) => sample.kind === kind).length;
  return Math.ceil((total * SHARES[kind]) / 100 / alike);
}

/** Batches of all samples of a kind. */
export function batchesOf(samples: readonly Sample[], kind: Kind, total: number): Batch[] {
  const own = [...samples.entries()].filter(([, sample]) => sample.kind === kind);
  return own.flatMap(([at, sample]) => {
    const count = shareOf(samples, sample, total);
    return Array.from({ length: Math.ceil(count / BATCH) }, (_, index) => ({
      sample: at,
      from: index * BATCH,
      to: Math.min(count, (index + 1) * BATCH),
    }));
  });
}
