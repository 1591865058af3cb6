/**
 * The log has an entry that this node has removed after archiving it. Nothing is lost: the entry is
 * in the archive segment that is named, and its leaf hash is still here.
 */
export class EntriesPruned extends Error {
  /** The first position that was asked for and is not here. */
  readonly position: number;
  /** Every entry from 1 up to and without this position is in the archive only. */
  readonly below: number;

  /** `why`: what is wrong with the archive; without it none was named. */
  constructor(position: number, below: number, why?: string) {
    const removed = `entry ${position} was pruned here, as were all from 1 to ${below - 1}`;
    super(`${removed}; ${why ?? 'no archive is named that has them'}`);
    this.position = position;
    this.below = below;
  }
}
