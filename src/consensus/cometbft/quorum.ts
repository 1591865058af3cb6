/**
 * Whether the network can decide blocks, as this node sees it: more than two thirds of the voting
 * power must be connected, itself included, and it must not be behind the others.
 */
import type { Validator } from '../../execution/ports.js';
import type { CometRpc, NetworkStatus } from './cometRpc.js';

export interface QuorumOptions {
  /** The validators after the last block. */
  readonly validators: () => readonly Validator[];
  /** Node id of this node. */
  readonly self: string;
  /** Whether this node begins with a snapshot of the log. */
  readonly beginsWithSnapshot: boolean;
  readonly pollMs: number;
  /** How long CometBFT may take to say how it is before it counts as silent. */
  readonly answerMs: number;
  /**
   * Told after each answer whether this node is cut off: too few are connected for a quorum, and
   * nobody is there to catch up with.
   */
  readonly onAnswer: (isCutOff: boolean) => void;
}

const NO_SNAPSHOT_YET =
  'waiting for a snapshot, or restoring one: members take one every ' +
  'CIVIC_LEDGER_SNAPSHOT_INTERVAL blocks';

/** Asks CometBFT again and again; `close` ends it. */
export class Quorum {
  readonly #options: QuorumOptions;
  readonly #rpc: Pick<CometRpc, 'status'>;
  #status: NetworkStatus | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: QuorumOptions, rpc: Pick<CometRpc, 'status'>) {
    this.#options = options;
    this.#rpc = rpc;
  }

  start(): void {
    void this.#poll();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** What CometBFT said last, or undefined when it did not answer. */
  status(): NetworkStatus | undefined {
    return this.#status;
  }

  /** Why no block can be decided here now, or undefined when one can. */
  missing(): string | undefined {
    if (this.#status === undefined) return 'CometBFT does not answer';
    const { catchingUp, height } = this.#status;
    if (catchingUp && height === 0 && this.#options.beginsWithSnapshot) return NO_SNAPSHOT_YET;
    if (catchingUp) return `catching up with the other validators, at height ${height}`;
    return this.#missingPower(this.#status);
  }

  #missingPower({ peers }: NetworkStatus): string | undefined {
    const { validators, self } = this.#options;
    return missingPower(validators(), [self, ...peers]);
  }

  #isCutOff(status: NetworkStatus): boolean {
    if (status.catchingUp && status.peers.length > 0) return false;
    return this.#missingPower(status) !== undefined;
  }

  /**
   * A process that hangs keeps its socket, so that only time tells: what it said last must not
   * stand until the call gives up by itself.
   */
  async #poll(): Promise<void> {
    const silent = setTimeout(() => (this.#status = undefined), this.#options.answerMs);
    this.#status = await this.#rpc.status().catch(() => undefined);
    clearTimeout(silent);
    if (this.#closed) return;
    if (this.#status !== undefined) this.#options.onAnswer(this.#isCutOff(this.#status));
    this.#timer = setTimeout(() => void this.#poll(), this.#options.pollMs);
  }
}

/** What the quorum asks of a validator. */
type Voter = Pick<Validator, 'organisation' | 'nodeId' | 'power'>;

/** Why the power of the `connected` nodes is no quorum, or undefined when it is one. */
export function missingPower(
  validators: readonly Voter[],
  connected: readonly string[],
): string | undefined {
  const isHere = ({ nodeId }: Voter): boolean => connected.includes(nodeId);
  const power = (some: readonly Voter[]): number =>
    some.reduce((sum, validator) => sum + validator.power, 0);
  const [present, total] = [power(validators.filter(isHere)), power(validators)];
  if (3 * present > 2 * total) return undefined;
  const absent = validators.filter((validator) => !isHere(validator));
  const names = absent.map(({ organisation }) => organisation).join(', ');
  return `no quorum: ${present} of ${total} voting power is connected; not: ${names}`;
}
