/**
 * Runs one manifest: the load begins, each fault is put in place and lifted when its time has come,
 * and what must hold meanwhile is asked of GraphQL, /readyz and CometBFT's RPC. What must hold at
 * the end is in agreement.ts.
 */
import {
  type NodeIndex,
  NODES,
  notReady,
  sizeOf,
  until,
} from '../support/live/consortiumNetwork.js';
import { begin, lift } from './faults/inPlace.js';
import { Load } from './load.js';
import { type Fault, goesOn, impairedBy, type Manifest } from './manifest.js';
import { accusations, validatorAddress } from './misbehaviour.js';
import { makeTestNetwork, type TestNetwork } from './testNetwork.js';

/** CometBFT's heights that were decided while too few validators were there, both included. */
export interface Standstill {
  readonly from: number;
  readonly to: number;
}

export interface Run {
  readonly network: TestNetwork;
  readonly standstills: readonly Standstill[];
}

/** Told what has happened, for whoever reads the output. */
export type Tell = (what: string) => void;

/** A network that has stopped says so within ten seconds; the rest is for a busy machine. */
const STANDSTILL_MS_MAX = 90_000;
const WELL_MS_MAX = 120_000;
/** Every validator proposes many times in as many events, and a twin comes level long before. */
const SHOWN_EVENTS_MAX = 2_000;

interface Moment {
  readonly at: number;
  readonly fault: Fault;
  readonly isBegin: boolean;
}

/** Runs `manifest` to its end and hands the network, still running, to `check`. */
export async function runManifest(
  manifest: Manifest,
  tell: Tell,
  check: (run: Run) => Promise<void>,
): Promise<void> {
  const network = await makeTestNetwork(manifest);
  const course = new Course(manifest, network, tell);
  try {
    await network.consortium.start(network.nodes);
    tell('started');
    await course.run();
    tell('the load has ended');
    await check({ network, standstills: course.standstills });
  } finally {
    await course.end();
    await network.remove();
  }
}

class Course {
  readonly standstills: Standstill[] = [];
  readonly #manifest: Manifest;
  readonly #network: TestNetwork;
  readonly #load: Load;
  readonly #tell: Tell;
  readonly #active = new Set<Fault>();

  constructor(manifest: Manifest, network: TestNetwork, tell: Tell) {
    this.#tell = tell;
    this.#manifest = manifest;
    this.#network = network;
    const { consortium, submissions } = network;
    const { eventsPerRequest } = manifest.load;
    this.#load = new Load({ network: consortium, submissions, eventsPerRequest });
  }

  async run(): Promise<void> {
    // The first blocks wait for those who are still starting.
    this.standstills.push({ from: 1, to: (await this.#height()) + 1 });
    this.#load.start(this.#network.nodes);
    for (const { at, fault, isBegin } of moments(this.#manifest.faults)) {
      // Lifted before its time: the network stood still.
      if (!isBegin && !this.#active.has(fault)) continue;
      await this.#load.reaches(at);
      if (isBegin) await this.#begin(fault);
      else await this.#lift([fault]);
    }
    await this.#load.reaches(this.#manifest.load.events);
    await this.#load.finish();
  }

  /** Whatever a failure has left in place: a process that is paused cannot be stopped. */
  async end(): Promise<void> {
    this.#load.abandon();
    for (const fault of this.#active) await lift(this.#network, fault).catch(() => undefined);
    this.#active.clear();
  }

  async #begin(fault: Fault): Promise<void> {
    const before = this.#load.acknowledged();
    const from = await this.#height();
    this.#active.add(fault);
    this.#load.avoid(impairedBy(fault));
    await begin(this.#network, fault);
    this.#tell(`after ${before} events, height ${from}: ${JSON.stringify(fault)}`);
    if (goesOn(this.#manifest.powers, [...this.#active])) return;
    const waiting = await this.#expectStandstill();
    await this.#lift([...this.#active]);
    await Promise.all(waiting);
    this.standstills.push({ from, to: (await this.#height()) + 1 });
  }

  async #lift(faults: readonly Fault[]): Promise<void> {
    for (const fault of faults) await this.#shown(fault);
    await Promise.all(faults.map((fault) => lift(this.#network, fault)));
    for (const fault of faults) this.#active.delete(fault);
    const nodes = faults.flatMap(impairedBy);
    for (const node of nodes) await this.#untilReady(node);
    this.#load.return(nodes);
    this.#tell(`after ${this.#load.acknowledged()} events: lifted`);
  }

  /** A fault that nobody has seen proves nothing: it stays in place until it has shown itself. */
  async #shown(fault: Fault): Promise<void> {
    if (fault.kind === 'pause' && fault.target === 'cometbft') await this.#untilUnready(fault.node);
    if (fault.kind === 'byzantine') await this.#untilTold(fault);
    if (fault.kind === 'double-sign') await this.#untilAccused(fault);
  }

  async #untilTold({ node, lie }: Extract<Fault, { readonly kind: 'byzantine' }>): Promise<void> {
    const liar = this.#network.liar(node);
    await this.#untilShown(`node ${node} has told no lie: ${lie}`, async () => liar.told > 0);
    this.#tell(`told ${liar.told} times`);
  }

  /** A twin that is behind votes where everything is decided: that it has voted proves nothing. */
  async #untilAccused({ node }: Extract<Fault, { readonly kind: 'double-sign' }>): Promise<void> {
    const validator = await validatorAddress(this.#network, node);
    const [asked = 0] = NODES.filter((one) => one !== node);
    let from = 1;
    await this.#untilShown(`no block has evidence of node ${node}`, async () => {
      const to = await this.#heightOf(asked);
      const found = await accusations(this.#network, asked, { from, to });
      from = to + 1;
      const evidence = found.find((one) => one.validator === validator);
      if (evidence !== undefined) this.#tell(`evidence in block ${evidence.height}`);
      return evidence !== undefined;
    });
  }

  /** Lets the load go on until `isShown`; a fault that does not show itself in time is an error. */
  async #untilShown(otherwise: string, isShown: () => Promise<boolean>): Promise<void> {
    const giveUpAt = this.#load.acknowledged() + SHOWN_EVENTS_MAX;
    while (!(await isShown())) {
      const now = this.#load.acknowledged();
      if (now > giveUpAt) throw new Error(`${otherwise}, after ${now} events`);
      await this.#load.reaches(now + 1);
    }
  }

  /**
   * No block is decided any more, and every node that answers says so: each is given something to
   * wait for, because one that is cut off and idle learns of it only when its connections time out.
   * Returns what waits.
   */
  async #expectStandstill(): Promise<readonly Promise<unknown>[]> {
    const { consortium, nodes, submissions } = this.#network;
    const silent = [...this.#active].flatMap(unanswering);
    const answering = nodes.filter((node) => !silent.includes(node));
    const avoided = [...this.#active].flatMap(impairedBy);
    const [asked = 0] = answering.filter((node) => !avoided.includes(node));
    const sizes = () => Promise.all(answering.map((node) => sizeOf(consortium.server(node))));
    const waiting = answering.map((node) =>
      submissions.submit(consortium.server(node), submissions.sign(1)),
    );
    // A failure before they are awaited is not theirs to report.
    for (const one of waiting) one.catch(() => undefined);
    for (const node of answering) await this.#untilUnready(node);
    const before = await sizes();
    const isTold = async () => (await notReady(consortium.server(asked))).includes('no block for');
    await until(`node ${asked} to say that nothing moves`, isTold, STANDSTILL_MS_MAX);
    const after = await sizes();
    if (before.join() !== after.join()) {
      throw new Error(`without a quorum the logs went from ${before.join()} to ${after.join()}`);
    }
    this.#tell(`stands still: ${await notReady(consortium.server(asked))}`);
    return waiting;
  }

  async #untilUnready(node: NodeIndex): Promise<void> {
    const server = this.#network.consortium.server(node);
    const isUnready = async () => (await notReady(server)) !== '';
    await until(`node ${node} to say that it is not ready`, isUnready, STANDSTILL_MS_MAX);
  }

  async #untilReady(node: NodeIndex): Promise<void> {
    let reason = 'it does not answer';
    const isReady = async (): Promise<boolean> => {
      reason = await notReady(this.#network.consortium.server(node));
      return reason === '';
    };
    await until(`node ${node} to be ready`, isReady, WELL_MS_MAX).catch((error: Error) => {
      throw new Error(`${error.message}, which says: ${reason}`);
    });
  }

  /** The highest of those that answer. */
  async #height(): Promise<number> {
    const unheard = [...this.#active].flatMap(impairedBy);
    const asked = this.#network.nodes.filter((node) => !unheard.includes(node));
    let height = 0;
    await until('CometBFT to say its height', async () => {
      height = Math.max(...(await Promise.all(asked.map((node) => this.#heightOf(node)))));
      return height > 0;
    });
    return height;
  }

  async #heightOf(node: NodeIndex): Promise<number> {
    const status = this.#network.rpc<{ sync_info: { latest_block_height: string } }>(
      node,
      'status',
    );
    return status.then(
      ({ sync_info: sync }) => Number(sync.latest_block_height),
      () => 0,
    );
  }
}

/** In the order of their times; what ends comes before what begins. */
function moments(faults: readonly Fault[]): readonly Moment[] {
  return faults
    .flatMap((fault): readonly Moment[] => [
      { at: fault.from, fault, isBegin: true },
      { at: fault.until, fault, isBegin: false },
    ])
    .sort((a, b) => a.at - b.at || Number(a.isBegin) - Number(b.isBegin));
}

/** The nodes whose GraphQL does not answer while `fault` is in place. */
function unanswering(fault: Fault): readonly NodeIndex[] {
  const isAway = fault.kind === 'kill' || fault.kind === 'pause';
  return isAway && fault.target !== 'cometbft' ? [fault.node] : [];
}
