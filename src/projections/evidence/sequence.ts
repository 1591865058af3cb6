/**
 * The order of items: one number from the position of the registering entry and the index in its
 * batch. It is computed, not counted, so that a fold keeps no counter, and the items of a range of
 * positions are a range of sequences.
 */

/** One more than the highest index an item of a batch can have. */
const INDEXES_PER_POSITION = 65_536;

/** Sequence of the item at `index` (0 for a single registration) of the entry at `position`. */
export function sequenceOf(position: number, index: number): number {
  const sequence = position * INDEXES_PER_POSITION + index;
  if (index >= INDEXES_PER_POSITION || !Number.isSafeInteger(sequence)) {
    throw new RangeError(`there is no sequence for item ${index} of position ${position}`);
  }
  return sequence;
}

/**
 * The smallest sequence that an item of `position` or a later one can have; beyond all of them for
 * a position that none can have.
 */
export function firstSequence(position: number): number {
  return Math.min(position * INDEXES_PER_POSITION, Number.MAX_SAFE_INTEGER);
}
