/** Makes mutants, has the command line judge them, and counts. */
import { CommandVerdicts } from './commandVerdict.js';
import { judge, type Mutant, type Sample, type Verdict } from './mutant.js';
import { mutantAt } from './mutantAt.js';
import { countIn, newTally, noteFault, refusalName, type Tally } from './tally.js';

/** Mutants `from` up to `to` of one sample. */
export interface Batch {
  readonly sample: number;
  readonly from: number;
  readonly to: number;
}

export class MutantJudge {
  readonly #samples: readonly Sample[];
  readonly #seed: number;
  readonly #commands = new CommandVerdicts();
  readonly #sound = new Map<Sample, Verdict>();

  constructor(samples: readonly Sample[], seed: number) {
    this.#samples = samples;
    this.#seed = seed;
  }

  async judge({ sample: at, from, to }: Batch): Promise<Tally> {
    const sample = this.#samples[at] as Sample;
    const tally = newTally();
    for (let index = from; index < to; index += 1) {
      const mutant = mutantAt(this.#seed, sample, index);
      await this.#count(tally, { sample, mutant, name: `${sample.name} #${index}` });
    }
    return tally;
  }

  close(): void {
    this.#commands.close();
  }

  async #count(
    tally: Tally,
    { sample, mutant, name }: { sample: Sample; mutant: Mutant; name: string },
  ): Promise<void> {
    tally.count += 1;
    countIn(tally.byWhat, mutant.what);
    const started = performance.now();
    try {
      const verdict = await this.#commands.of(sample, mutant.bytes);
      const judgement = judge(mutant, verdict, await this.#soundVerdict(sample));
      if ('fault' in judgement) noteFault(tally, `${name} (${mutant.what}): ${judgement.fault}`);
      else if (judgement.refusal === undefined) tally.stood += 1;
      else countIn(tally.byRefusal, refusalName(judgement.refusal));
    } catch (error) {
      noteFault(tally, `${name} (${mutant.what}): ${String(error)}`);
    }
    const milliseconds = performance.now() - started;
    if (milliseconds > tally.slowest.milliseconds) tally.slowest = { milliseconds, name };
  }

  async #soundVerdict(sample: Sample): Promise<Verdict> {
    const known = this.#sound.get(sample) ?? (await this.#commands.of(sample, sample.bytes));
    this.#sound.set(sample, known);
    return known;
  }
}
