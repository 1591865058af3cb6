/**
 * CometBFT calls a peer that it has lost every few seconds for two minutes at least, then after 3,
 * 9, 27 … seconds, and after some eight hours never again (reconnectToPeer in its p2p/switch.go);
 * no setting changes that. A network that was cut in two for a night would stay in two for good. A
 * CometBFT that has just been started calls everybody at once: so a node that sees no quorum has
 * its own started again from time to time. Nothing is decided without a quorum, so nothing that is
 * decided is late for it.
 */

export interface RedialOptions {
  /** How long there is no quorum before CometBFT is started again, and then between two starts. */
  readonly afterMs: number;
}

export class Redial {
  readonly #options: RedialOptions;
  readonly #restart: () => void;
  /** On the clock of performance.now(); undefined while there is a quorum. */
  #since: number | undefined;

  /** `restart` starts CometBFT again, with everything that it has decided. */
  constructor(options: RedialOptions, restart: () => void) {
    this.#options = options;
    this.#restart = restart;
  }

  /** To be told again and again whether the node is cut off from a quorum (quorum.ts, onAnswer). */
  saw(isCutOff: boolean): void {
    if (!isCutOff) {
      this.#since = undefined;
      return;
    }
    const now = performance.now();
    this.#since ??= now;
    if (now - this.#since < this.#options.afterMs) return;
    this.#since = now;
    this.#restart();
  }
}
