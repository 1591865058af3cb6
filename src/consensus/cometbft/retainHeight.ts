/**
 * Which of CometBFT's blocks have to stay, as Commit answers it (spec/abci: retain_height).
 * CometBFT itself keeps the headers and votes of younger ones than evidence may be old, whatever is
 * answered.
 */

export interface RetainNeeds {
  /** Newest blocks that the operator keeps; 0: all of them. */
  readonly keepBlocks: number;
  /** The block that is being committed. */
  readonly engineHeight: number;
  /** Blocks up to here have been made certificates of; undefined where there are none. */
  readonly followed: number | undefined;
  /** Who joins from a snapshot of this node needs blocks from here on; undefined: nobody does. */
  readonly joinersFrom: number | undefined;
}

/** The lowest height that has to stay; 0 when all have to. */
export function retainHeight(needs: RetainNeeds): number {
  const { keepBlocks, engineHeight, followed, joinersFrom } = needs;
  if (keepBlocks === 0) return 0;
  const lowest = Math.min(
    engineHeight - keepBlocks + 1,
    // The follower reads the next one.
    (followed ?? engineHeight) + 1,
    joinersFrom ?? engineHeight,
  );
  return Math.max(0, lowest);
}
