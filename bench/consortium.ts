/**
 * Four validators on this machine: signed events per second from the GraphQL request to the answer
 * from a decided block, the latency at that load and at half of it, with all of them and after one
 * is killed, and, in the same run, CometBFT's own kvstore with the same payload and one event a
 * transaction, as the ratio to quote. `--batch-events` says how long: 1,200,000 are ten minutes.
 */
import { SHARED_MACHINE_ARGUMENTS } from '../src/cli/consortium/sharedMachine.js';
import {
  type ConsortiumNetwork,
  makeConsortium,
  type NodeIndex,
  NODES,
  sizeOf,
  untilSize,
} from '../test/support/live/consortiumNetwork.js';
import { EVENT_BATCH_OVERHEAD } from '../src/ledger/eventBatch.js';
import { type ItemForm, signItem } from '../test/support/live/depositor.js';
import { SUBMIT_BATCH_POSITIONS } from '../test/support/live/operations.js';
import { closedLoad, type LoadResult, openLoad } from './harness/load.js';
import { kvstoreRate } from './harness/kvstore.js';
import { signedRequests } from './harness/signedRequests.js';
import { type Latency, latencyFigures, latencyOf } from './latency.js';
import type { BenchOptions, Figure } from './question.js';
import { untilVisible } from './visible.js';

const EVENTS_PER_REQUEST = 100;
/** 1,600 events under way: more would only wait longer. */
const CONNECTIONS_PER_NODE = 4;
/** On a schedule nobody may wait for a free connection: enough for every answer to take seconds. */
const SCHEDULED_CONNECTIONS_PER_NODE = 64;
/** Enough for a rate: the long run is that of the private items. */
const OPEN_EVENTS_MAX = 60_000;
/** Signed events per second, for ten minutes. */
const VISIBLE_BAR = { atLeast: 2_000 };

interface Question {
  readonly options: BenchOptions;
  readonly note: (text: string) => void;
}

export async function consortiumFigures({ options, note }: Question): Promise<readonly Figure[]> {
  const nodeArguments = SHARED_MACHINE_ARGUMENTS;
  const network = await makeConsortium({ processOf: () => ({ nodeArguments }) });
  try {
    note('starting four validators');
    await network.start(NODES);
    return await askNetwork(network, { options, note });
  } finally {
    await network.remove();
  }
}

async function askNetwork(
  network: ConsortiumNetwork,
  { options, note }: Question,
): Promise<readonly Figure[]> {
  const { batchEvents, seconds } = options;
  await fullLoad(network, { prefix: 'warm', events: Math.ceil(batchEvents / 10), form: 'open' });
  const openEvents = Math.min(batchEvents, OPEN_EVENTS_MAX);
  note(`submitting ${openEvents} events to four validators, open items`);
  const open = await fullLoad(network, { prefix: 'open', events: openEvents, form: 'open' });
  note(`and ${batchEvents}, private items`);
  const full = await fullLoad(network, { prefix: 'full', events: batchEvents, form: 'private' });
  const rate = full.perSecond / 2;
  const half = await openLatency(network, { prefix: 'half', nodes: NODES, rate, options });
  note('the same load with one validator killed as it begins');
  const left = await latencyWithoutOne(network, rate, options);
  note("the same payload through CometBFT's kvstore, one event a transaction");
  await network.stop(NODES);
  const payloadBytes = bytesOfOne(network);
  const kvstore = await kvstoreRate(network, { seconds, payloadBytes });
  const four = `four validators, batches of ${EVENTS_PER_REQUEST}`;
  const events = `${four} private items`;
  return [
    { question: `${four} open items: visible on every node`, ...rateOf(open.visible) },
    { question: `${events}: decided and durable`, ...rateOf(full.perSecond) },
    { question: `${events}: visible on every node`, ...rateOf(full.visible), bar: VISIBLE_BAR },
    ...latencyFigures(`${events}: latency at full load`, full, { p99: 2_000 }),
    ...latencyFigures(`${events}: latency at half load`, half, { p50: 300, p99: 1_000 }),
    ...latencyFigures(`${events}: the same, one killed`, left, { p99: 1_500 }),
    { question: 'CometBFT kvstore, one event a transaction', ...rateOf(kvstore) },
  ];
}

function rateOf(value: number) {
  return { value, unit: 'events/s', comparable: true };
}

interface Submitted {
  readonly prefix: string;
  readonly events: number;
  readonly form: ItemForm;
}

async function fullLoad(network: ConsortiumNetwork, submitted: Submitted) {
  const requests = await signed(network, submitted);
  const started = performance.now();
  const results = await Promise.all(
    requests.map((share, index) =>
      closedLoad({
        port: network.server(NODES[index] as 0).port,
        connections: CONNECTIONS_PER_NODE,
        requests: share,
      }),
    ),
  );
  const all = joined(results);
  await everywhereVisible(network);
  const { events } = submitted;
  const visible = events / ((performance.now() - started) / 1_000);
  return { perSecond: events / all.seconds, visible, ...latencyOf(all) };
}

/** Offered at a fixed rate to some of the nodes. */
interface Offered {
  readonly prefix: string;
  readonly nodes: readonly NodeIndex[];
  /** Events per second, over all nodes. */
  readonly rate: number;
  readonly options: BenchOptions;
}

async function openLatency(network: ConsortiumNetwork, offered: Offered): Promise<Latency> {
  const { prefix, nodes, rate, options } = offered;
  const events = Math.ceil(rate * options.seconds);
  const requests = await signed(network, { prefix, events, form: 'private' }, nodes);
  const results = await Promise.all(
    requests.map((share, index) =>
      openLoad(
        {
          port: network.server(nodes[index] as NodeIndex).port,
          connections: SCHEDULED_CONNECTIONS_PER_NODE,
          requests: share,
        },
        rate / EVENTS_PER_REQUEST / nodes.length,
      ),
    ),
  );
  return latencyOf(joined(results));
}

/**
 * What callers of the other three nodes see: a quarter of the blocks waits for a proposer that is
 * gone. The killed one is back at the end.
 */
async function latencyWithoutOne(network: ConsortiumNetwork, rate: number, options: BenchOptions) {
  const [gone, ...nodes] = [...NODES].reverse() as [NodeIndex, ...NodeIndex[]];
  const [latency] = await Promise.all([
    openLatency(network, { prefix: 'left', nodes, rate, options }),
    network.kill(gone),
  ]);
  await network.start([gone]);
  return latency;
}

/** Each node's share of signed events, as requests. */
async function signed(
  { ledger: { keyFile, ledgerId } }: ConsortiumNetwork,
  submitted: Submitted,
  nodes: readonly NodeIndex[] = NODES,
): Promise<readonly (readonly Buffer[])[]> {
  const requests = await signedRequests({
    keyFile,
    ledgerId,
    ...submitted,
    eventsPerRequest: EVENTS_PER_REQUEST,
    document: SUBMIT_BATCH_POSITIONS,
  });
  return nodes.map((_, node) => requests.filter((__, index) => index % nodes.length === node));
}

/** Bytes of one of the events as a batch carries it. */
function bytesOfOne({ ledger: { depositor } }: ConsortiumNetwork): number {
  const { body, signature } = signItem(depositor, 'sample', 'private');
  return body.length + signature.length / 2 + EVENT_BATCH_OVERHEAD.event;
}

async function everywhereVisible(network: ConsortiumNetwork): Promise<void> {
  const sizes = await Promise.all(NODES.map((node) => sizeOf(network.server(node))));
  const size = Math.max(...sizes);
  for (const node of NODES) {
    await untilSize(network.server(node), size);
    await untilVisible(network.server(node).url);
  }
}

function joined(results: readonly LoadResult[]): LoadResult {
  const latenciesMs = Float64Array.from(results.flatMap((result) => [...result.latenciesMs]));
  const seconds = Math.max(...results.map((result) => result.seconds));
  return { requests: latenciesMs.length, seconds, latenciesMs: latenciesMs.sort() };
}
