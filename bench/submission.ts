/**
 * Signed events per second from the GraphQL request to the durable answer, and until they are
 * visible in GraphQL; then the latency of the same requests at half that load.
 */
import { closedLoad, type LoadResult, openLoad } from './harness/load.js';
import { signedRequests } from './harness/signedRequests.js';
import { SUBMIT_BATCH_POSITIONS, SUBMIT_BATCH_RECEIPTS } from '../test/support/live/operations.js';
import type { ItemForm } from '../test/support/live/depositor.js';
import { latencyFigures, latencyOf } from './latency.js';
import type { Bench, Figure } from './question.js';
import { untilVisible } from './visible.js';

/** How events are submitted. */
interface Manner {
  readonly name: string;
  readonly eventsPerRequest: number;
  readonly connections: number;
  readonly events: number;
  readonly form: ItemForm;
  /** The mutation that submits a batch; a single event goes through its typed mutation. */
  readonly document: string;
  /** Least share of the raw verify rate, where there is a bar. */
  readonly bar?: { readonly atLeastRatio: number };
}

/**
 * Batches of 100 over 8 connections: of open and of private items with the positions as the answer,
 * and with every receipt.
 */
export async function batchFigures(bench: Bench): Promise<readonly Figure[]> {
  const { batchEvents } = bench.options;
  const batches = { eventsPerRequest: 100, connections: 8 };
  return [
    ...(await submissionFigures(bench, {
      ...batches,
      name: 'batches of 100',
      events: batchEvents,
      form: 'open',
      document: SUBMIT_BATCH_POSITIONS,
      bar: { atLeastRatio: 0.5 },
    })),
    ...(await submissionFigures(bench, {
      ...batches,
      name: 'batches of 100 private items',
      events: batchEvents,
      form: 'private',
      document: SUBMIT_BATCH_POSITIONS,
    })),
    ...(await submissionFigures(bench, {
      ...batches,
      name: 'batches of 100 with a receipt for each event',
      events: batchEvents / 4,
      form: 'open',
      document: SUBMIT_BATCH_RECEIPTS,
    })),
  ];
}

/** Typed single mutations over 64 connections. */
export function singleFigures(bench: Bench): Promise<readonly Figure[]> {
  return submissionFigures(bench, {
    name: 'single',
    eventsPerRequest: 1,
    connections: 64,
    events: bench.options.singleEvents,
    form: 'open',
    document: SUBMIT_BATCH_POSITIONS,
    bar: { atLeastRatio: 0.12 },
  });
}

async function submissionFigures(bench: Bench, manner: Manner): Promise<readonly Figure[]> {
  const { name, events, eventsPerRequest, connections, bar } = manner;
  const { port, url } = bench.server;
  bench.note(`signing ${events} events for ${name}`);
  await closedLoad({
    port,
    connections,
    requests: await signed(bench, manner, 'warm', events / 10),
  });
  await untilVisible(url);
  const requests = await signed(bench, manner, 'full', events);
  bench.note(`submitting ${events} events, ${name}, over ${connections} connections`);
  const started = performance.now();
  const full = await closedLoad({ port, connections, requests });
  await untilVisible(url);
  const visibleSeconds = (performance.now() - started) / 1_000;
  const perSecond = events / visibleSeconds;
  const half = await halfLoad(bench, manner, perSecond / eventsPerRequest / 2);
  return [
    {
      question: `${name}: durable`,
      value: events / full.seconds,
      unit: 'events/s',
      comparable: true,
    },
    {
      question: `${name}: durable and visible`,
      value: perSecond,
      unit: 'events/s',
      comparable: true,
      ...(bar === undefined ? {} : { bar }),
    },
    ...latencyFigures(`${name}: latency at half load`, latencyOf(half)),
  ];
}

function signed(
  { folder: { keyFile, ledgerId } }: Bench,
  { name, form, eventsPerRequest, document }: Manner,
  phase: string,
  events: number,
): Promise<readonly Buffer[]> {
  const prefix = `${phase}-${name.replaceAll(' ', '-')}`;
  const order = { keyFile, ledgerId, prefix, form, eventsPerRequest, document };
  return signedRequests({ ...order, events: Math.ceil(events) });
}

async function halfLoad(
  bench: Bench,
  manner: Manner,
  requestsPerSecond: number,
): Promise<LoadResult> {
  const requests = Math.ceil(requestsPerSecond * bench.options.seconds);
  const events = requests * manner.eventsPerRequest;
  const target = {
    port: bench.server.port,
    connections: manner.connections,
    requests: await signed(bench, manner, 'half', events),
  };
  bench.note(`${manner.name} at half load: ${Math.round(requestsPerSecond)} requests/s`);
  const result = await openLoad(target, requestsPerSecond);
  await untilVisible(bench.server.url);
  return result;
}
