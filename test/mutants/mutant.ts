/** What a machine-made mutant is, and what its damage has to lead to. */

/** A damaged copy of something that verifies. */
export interface Mutant {
  /** What was done, in a few words: counted and printed. */
  readonly what: string;
  readonly bytes: Uint8Array;
  /**
   * Refusals that this damage has to lead to: one of them is among those of the verdict. A refusal
   * without a path stands for that of any file.
   */
  readonly refusals: readonly string[];
  /** True when nobody signs what was damaged, so that the verdict may also stay what it was. */
  readonly mayStand?: boolean;
}

export const KINDS = ['bundle', 'receipt', 'paper', 'token', 'certificate'] as const;
export type Kind = (typeof KINDS)[number];

/** Something sound that mutants are made of, and the command that verifies it. */
export interface Sample {
  /** Unique among the samples. */
  readonly name: string;
  readonly kind: Kind;
  readonly bytes: Uint8Array;
  /** What the command trusts and compares with, by the names of files. */
  readonly files: { readonly [name: string]: Uint8Array };
  /** The command: `{mutant}` stands for the mutant’s file, `{<name>}` for one of `files`. */
  readonly command: readonly string[];
}

/** How a verifier answered. */
export interface Verdict {
  /** The exit code of the command. */
  readonly exit: number;
  /** The exit code that belongs to the refusals. */
  readonly due: number;
  /** Every refusal by its code, with the check, and the path where there is one. */
  readonly refusals: readonly string[];
}

/** Refusals that are due; a vote less, which leaves more than two thirds, is due none. */
export function standing(refusals: readonly string[]): Pick<Mutant, 'refusals' | 'mayStand'> {
  return { refusals, mayStand: refusals.length === 0 };
}

/** A verdict held against what the damage has to lead to. */
export type Judgement = { readonly refusal: string | undefined } | { readonly fault: string };

/** The refusal that was due, or undefined where the verdict stands as it may; else the fault. */
export function judge(mutant: Mutant, verdict: Verdict, sound: Verdict): Judgement {
  const { exit, due } = verdict;
  if (exit !== due) return { fault: `exit code ${exit} instead of ${due}` };
  // A sound sample may have something unproven, which says nothing about its mutants.
  const found = verdict.refusals.filter((refusal) => !sound.refusals.includes(refusal));
  if (found.length === 0 && mutant.mayStand === true) {
    return exit === sound.exit ? { refusal: undefined } : { fault: `exit code ${exit}` };
  }
  const isDue = (each: string): boolean =>
    mutant.refusals.some((wanted) => each === wanted || each.startsWith(`${wanted} `));
  const refusal = found.find(isDue);
  if (refusal !== undefined) return { refusal };
  return { fault: `wanted ${mutant.refusals.join(' | ')}; found ${found.join() || 'nothing'}` };
}
