/**
 * Watches the wall clock of a time-stamping authority. A step of the clock shows as a difference to
 * the monotonic clock; once it is larger than the accuracy that tokens state, no time is given any
 * more until somebody has looked and started the process again: better no token than a false one.
 */

export interface Clocks {
  /** Milliseconds since 1970, as the system believes. */
  readonly wall: () => number;
  /** Milliseconds of a clock that nobody sets. */
  readonly monotonic: () => number;
}

/** The clocks of this machine. */
export const SYSTEM_CLOCKS: Clocks = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
};

export class ClockWatch {
  readonly #clocks: Clocks;
  readonly #toleranceMs: number;
  /** wall - monotonic when the watch began; it stays the same while nobody sets the clock. */
  readonly #offset: number;
  #fault: string | undefined;

  constructor(toleranceMs: number, clocks: Clocks) {
    this.#clocks = clocks;
    this.#toleranceMs = toleranceMs;
    this.#offset = clocks.wall() - clocks.monotonic();
  }

  /** Milliseconds since 1970, or undefined once the clock cannot be trusted. */
  now(): number | undefined {
    if (this.#fault !== undefined) return undefined;
    const wall = this.#clocks.wall();
    const jump = Math.round(wall - this.#clocks.monotonic() - this.#offset);
    if (Math.abs(jump) <= this.#toleranceMs) return wall;
    this.#fault = `the clock was set by ${jump} ms, more than the stated ${this.#toleranceMs} ms`;
    return undefined;
  }

  /** Why no time is given any more; undefined while it is. */
  fault(): string | undefined {
    return this.#fault;
  }
}
