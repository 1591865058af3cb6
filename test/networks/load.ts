/**
 * Callers of a test network: one for each node, who submits the next events when the last are
 * acknowledged, and who goes to another node with the same events when its own is not there. What
 * is acknowledged is counted; the count is the clock of a manifest.
 */
import type { SignedEvent } from '../../src/ledger/signedEvent.js';
import type { Submissions } from '../consortium/submissions.js';
import {
  type ConsortiumNetwork,
  type NodeIndex,
  until,
} from '../support/live/consortiumNetwork.js';
import { seededRandom } from '../support/live/seededRandom.js';
import { pause } from '../support/live/serverProcess.js';

/** What a caller may be told, and then tries again. */
const PASSING = new Set(['NO_ANSWER', 'ENGINE_STOPPED', 'OVERLOADED', 'TIMEOUT']);
const RETRY_MS = 50;
/**
 * Callers think for up to so long, each on its own. In step they would fill every second block and
 * leave the next, which certifies it, empty: with four validators of equal power the same two of
 * them would propose the empty ones for ever, and have no batch to lie about.
 */
const THINK_MS_MAX = 100;
/** A bound on what hangs: far above what a network with a quorum needs for one event. */
const PROGRESS_MS_MAX = 90_000;

export interface LoadParts {
  readonly network: ConsortiumNetwork;
  readonly submissions: Submissions;
  readonly eventsPerRequest: number;
}

export class Load {
  readonly #parts: LoadParts;
  readonly #closed = new Set<NodeIndex>();
  #callers: Promise<unknown> = Promise.resolve();
  #finished = false;
  #fault: Error | undefined;

  constructor(parts: LoadParts) {
    this.#parts = parts;
  }

  start(nodes: readonly NodeIndex[]): void {
    this.#callers = Promise.all(nodes.map((home) => this.#call(home, nodes)));
  }

  acknowledged(): number {
    return this.#parts.submissions.acknowledged.size;
  }

  /** Nobody begins to talk to `nodes`: their processes are away or do not run. */
  avoid(nodes: readonly NodeIndex[]): void {
    for (const node of nodes) this.#closed.add(node);
  }

  return(nodes: readonly NodeIndex[]): void {
    for (const node of nodes) this.#closed.delete(node);
  }

  /** Resolves when `count` events are acknowledged. Rejects when nothing moves, or on a fault. */
  async reaches(count: number): Promise<void> {
    let reached = this.acknowledged();
    while (reached < count) {
      const before = reached;
      const moves = async () => this.#fault !== undefined || this.acknowledged() > before;
      await until(`an event after ${before}`, moves, PROGRESS_MS_MAX);
      if (this.#fault !== undefined) throw this.#fault;
      reached = this.acknowledged();
    }
  }

  /** Lets every caller hear of its last events. */
  async finish(): Promise<void> {
    this.#finished = true;
    await this.#callers;
    if (this.#fault !== undefined) throw this.#fault;
  }

  /** Callers give up: a run has failed, and nobody waits for them. */
  abandon(): void {
    this.#fault ??= new Error('the run was given up');
    this.#finished = true;
  }

  async #call(home: NodeIndex, nodes: readonly NodeIndex[]): Promise<void> {
    const { submissions, eventsPerRequest } = this.#parts;
    const random = seededRandom(home);
    try {
      while (!this.#finished) {
        await pause(random.below(THINK_MS_MAX));
        await this.#deliver(home, nodes, submissions.sign(eventsPerRequest));
      }
    } catch (error) {
      this.#fault = error as Error;
      this.#finished = true;
    }
  }

  async #deliver(
    home: NodeIndex,
    nodes: readonly NodeIndex[],
    events: readonly SignedEvent[],
  ): Promise<void> {
    const { network, submissions } = this.#parts;
    for (;;) {
      if (this.#fault !== undefined) return;
      const node = this.#closed.has(home) ? nodes.find((one) => !this.#closed.has(one)) : home;
      if (node !== undefined && network.isRunning(node)) {
        const outcome = await submissions.attempt(network.server(node), events);
        if ('positions' in outcome) return;
        if (!PASSING.has(outcome.code)) throw new Error(`node ${node} answers ${outcome.code}`);
      }
      await pause(RETRY_MS);
    }
  }
}
