/**
 * The fewest changes that lead from the first set of validators to the present one. Where a set
 * comes back, what happened in between says nothing about it and is left out.
 */
import type { Hex } from '../../crypto/bytes.js';

/** A change by the hash of the set that it leads to. */
export interface ChangeTo {
  readonly validatorsHash: Hex;
}

/** The changes of `history` that are needed; `first` is the hash of the set that it starts from. */
export function shortestChanges<Change extends ChangeTo>(
  first: Hex,
  history: readonly Change[],
): readonly Change[] {
  const needed: Change[] = [];
  for (const change of history) {
    const sets = [first, ...needed.map(({ validatorsHash }) => validatorsHash)];
    const before = sets.indexOf(change.validatorsHash);
    if (before === -1) needed.push(change);
    else needed.splice(before);
  }
  return needed;
}
