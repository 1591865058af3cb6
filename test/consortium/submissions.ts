/**
 * Events submitted to the nodes of a consortium, and what each caller was told: only the
 * acknowledged is owed, and it is owed on every node.
 */
import type { ConsortiumNetwork, NodeIndex } from '../support/live/consortiumNetwork.js';
import type { Depositor } from '../support/live/depositor.js';
import { signItem } from '../support/live/depositor.js';
import { askForAnswer } from '../support/live/graphqlClient.js';
import { SUBMIT_BATCH, type SubmitBatchData } from '../support/live/operations.js';
import { pause, type ServerProcess } from '../support/live/serverProcess.js';
import type { SignedEvent } from '../../src/ledger/signedEvent.js';

const RETRY_MS = 100;
const GIVE_UP_MS = 90_000;
/** What a caller may be told while a node or the network is not well. */
const PASSING = new Set(['ENGINE_STOPPED', 'OVERLOADED', 'TIMEOUT']);

/** What became of one attempt: positions, or the code of the error that it ended with. */
export type Attempt = { readonly positions: readonly number[] } | { readonly code: string };

export class Submissions {
  /** Position by idempotency key, as some node acknowledged it. */
  readonly acknowledged = new Map<string, number>();
  readonly #depositor: Depositor;
  #signed = 0;

  constructor(depositor: Depositor) {
    this.#depositor = depositor;
  }

  /** `count` new events. */
  sign(count: number): readonly SignedEvent[] {
    return Array.from({ length: count }, () => {
      this.#signed += 1;
      return signItem(this.#depositor, `consortium-${this.#signed}`);
    });
  }

  /** One attempt at one node. */
  async attempt({ url }: ServerProcess, events: readonly SignedEvent[]): Promise<Attempt> {
    const input = { events, wait: 'WAIT' };
    const answer = await askForAnswer<SubmitBatchData>(url, SUBMIT_BATCH, { input }).catch(
      () => undefined,
    );
    if (answer === undefined) return { code: 'NO_ANSWER' };
    const results = answer.data?.submitSignedEvents?.results;
    if (results === undefined) {
      return { code: String(answer.errors?.[0]?.extensions?.['code']) };
    }
    const positions = results.map(({ position }) => Number(position));
    events.forEach((event, index) => this.#acknowledge(event, positions[index] as number));
    return { positions };
  }

  /** Tries again, as callers do, until it is acknowledged. Rejects for an error that stays. */
  async submit(server: ServerProcess, events: readonly SignedEvent[]): Promise<readonly number[]> {
    const giveUpAt = performance.now() + GIVE_UP_MS;
    for (;;) {
      const outcome = await this.attempt(server, events);
      if ('positions' in outcome) return outcome.positions;
      if (!PASSING.has(outcome.code) || performance.now() > giveUpAt) {
        throw new Error(`${server.url} answers ${outcome.code}:\n${server.output()}`);
      }
      await pause(RETRY_MS);
    }
  }

  /** `count` new events at each of `nodes`, at once. */
  async everywhere(
    network: ConsortiumNetwork,
    nodes: readonly NodeIndex[],
    count: number,
  ): Promise<void> {
    await Promise.all(nodes.map((node) => this.submit(network.server(node), this.sign(count))));
  }

  /** A second answer that contradicts the first would be a lost or doubled event. */
  #acknowledge({ body }: SignedEvent, position: number): void {
    const { id } = JSON.parse(body) as { readonly id: string };
    const before = this.acknowledged.get(id) ?? position;
    if (before !== position) throw new Error(`${id} stands at ${before} and at ${position}`);
    this.acknowledged.set(id, position);
  }
}
