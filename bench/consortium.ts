/**
 * Four validators on this machine: signed events per second from the GraphQL request to the answer
 * from a decided block, the latency at half that load, with all of them and after one is killed,
 * and, in the same run, CometBFT's own kvstore with the same payload and one event a transaction,
 * as the ratio to quote.
 */
import {
  type ConsortiumNetwork,
  makeConsortium,
  type NodeIndex,
  NODES,
  sizeOf,
  untilSize,
} from '../test/support/live/consortiumNetwork.js';
import { SUBMIT_BATCH_POSITIONS } from '../test/support/live/operations.js';
import { closedLoad, type LoadResult, openLoad, percentile } from './harness/load.js';
import { kvstoreRate } from './harness/kvstore.js';
import { signedRequests } from './harness/signedRequests.js';
import type { BenchOptions, Figure } from './question.js';
import { untilVisible } from './visible.js';

const EVENTS_PER_REQUEST = 20;
const CONNECTIONS_PER_NODE = 8;
/** On a schedule nobody may wait for a free connection: enough for every answer to take seconds. */
const SCHEDULED_CONNECTIONS_PER_NODE = 64;

interface Question {
  readonly options: BenchOptions;
  readonly note: (text: string) => void;
}

export async function consortiumFigures({ options, note }: Question): Promise<readonly Figure[]> {
  const network = await makeConsortium();
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
  await fullLoad(network, 'warm', Math.ceil(options.batchEvents / 10));
  note(`submitting ${options.batchEvents} events to four validators`);
  const full = await fullLoad(network, 'full', options.batchEvents);
  const rate = full.perSecond / 2;
  const half = await openLatency(network, { prefix: 'half', nodes: NODES, rate, options });
  note('the same load with one validator killed as it begins');
  const left = await latencyWithoutOne(network, rate, options);
  note("the same payload through CometBFT's kvstore, one event a transaction");
  await network.stop(NODES);
  const kvstore = await kvstoreRate(network, options.seconds);
  const events = 'four validators, batches of 20';
  return [
    { question: `${events}: decided and durable`, value: full.perSecond, unit: 'events/s' },
    { question: `${events}: visible on every node`, value: full.visible, unit: 'events/s' },
    { question: `${events}: latency at half load, p50`, value: half.p50, unit: 'ms' },
    { question: `${events}: latency at half load, p99`, value: half.p99, unit: 'ms' },
    { question: `${events}: the same, one killed, p50`, value: left.p50, unit: 'ms' },
    { question: `${events}: the same, one killed, p99`, value: left.p99, unit: 'ms' },
    { question: 'CometBFT kvstore, one event a transaction', value: kvstore, unit: 'events/s' },
  ];
}

async function fullLoad(network: ConsortiumNetwork, prefix: string, events: number) {
  const requests = await signed(network, prefix, events);
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
  const seconds = Math.max(...results.map((result) => result.seconds));
  await everywhereVisible(network);
  const visible = events / ((performance.now() - started) / 1_000);
  return { perSecond: events / seconds, visible };
}

/** Offered at a fixed rate to some of the nodes. */
interface Offered {
  readonly prefix: string;
  readonly nodes: readonly NodeIndex[];
  /** Events per second, over all nodes. */
  readonly rate: number;
  readonly options: BenchOptions;
}

async function openLatency(network: ConsortiumNetwork, offered: Offered) {
  const { prefix, nodes, rate, options } = offered;
  const events = Math.ceil(rate * options.seconds);
  const requests = await signed(network, prefix, events, nodes);
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
  const all = joined(results);
  return { p50: percentile(all, 0.5), p99: percentile(all, 0.99) };
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

/** Each node's share of `events` signed events, as requests. */
async function signed(
  { ledger: { keyFile, ledgerId } }: ConsortiumNetwork,
  prefix: string,
  events: number,
  nodes: readonly NodeIndex[] = NODES,
): Promise<readonly (readonly Buffer[])[]> {
  const requests = await signedRequests({
    keyFile,
    ledgerId,
    prefix,
    events,
    eventsPerRequest: EVENTS_PER_REQUEST,
    document: SUBMIT_BATCH_POSITIONS,
  });
  return nodes.map((_, node) => requests.filter((__, index) => index % nodes.length === node));
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
