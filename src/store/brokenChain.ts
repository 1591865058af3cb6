/** What the check before a start says when a node must not go on from a log. */
export class BrokenChain extends Error {
  /** The first position (or the block's first position) at which something does not hold. */
  readonly position: number;
  readonly what: string;

  constructor(position: number, what: string) {
    super(`the log is broken at position ${position}: ${what}`);
    this.position = position;
    this.what = what;
  }
}
