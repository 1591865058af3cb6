/**
 * The metrics of the node, in one registry behind typed calls. node.ts makes it and hands it to the
 * parts; a part that must not know this layer declares the calls it needs, and gets the same
 * object.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What became of a submitted event. */
export type EventOutcome = 'accepted' | 'refused' | 'duplicate' | 'not_admitted';

/** Values that are read when Prometheus asks for them. */
const GAUGES = {
  log_entries: 'Entries in the log',
  projection_lag_entries: 'Entries in the log that the read models have not applied yet',
  verify_queue_events: 'Events that wait for their signature to be checked',
  engine_pending_events: 'Events that the engine has taken and not yet answered',
  overdue_seals: 'Registrations that have waited too long for the tokens of a seal',
  consensus_height: 'Height of the last CometBFT block, empty ones included',
  consensus_peers: 'CometBFT peers that are connected',
} as const;

export type GaugeName = keyof typeof GAUGES;

/** One answered operation. */
export interface RequestFacts {
  readonly transport: 'http' | 'ws';
  readonly operation: 'query' | 'mutation' | 'subscription' | 'unknown';
  readonly failed: boolean;
  readonly seconds: number;
}

/** What the engine `cometbft` reports. */
export interface ConsensusMetrics {
  /** This node made a transaction of callers' events. */
  batch(events: number, bytes: number): void;
  /** Signatures of others' events were checked. */
  verified(events: number, seconds: number): void;
  /** A block was decided; `round`: the one in which the block before it was. */
  decided(block: { readonly round: number; readonly transactions: number }): void;
  /** A block holds evidence that the validator of this organisation has signed twice. */
  misbehaved(organisation: string): void;
}

export interface Metrics {
  /** Content type of `text`. */
  readonly contentType: string;
  /** Everything in the Prometheus exposition format. */
  text(): Promise<string>;
  request(facts: RequestFacts): void;
  /** A top-level error was sent with this code. */
  error(code: string): void;
  events(outcome: EventOutcome, count: number): void;
  /** A block became durable. */
  block(entries: number, commitSeconds: number): void;
  consensus: ConsensusMetrics;
  socketOpened(): void;
  socketClosed(): void;
  subscriptionOpened(): void;
  subscriptionClosed(): void;
  /** Names where a gauge reads its value. A gauge without a reader is absent from `text`. */
  watch(name: GaugeName, read: () => number): void;
}

const PREFIX = 'civic_ledger_';
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BYTES = [1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000, 2_000_000];
const ROUNDS = [0, 1, 2, 3, 5, 10];
const ENTRIES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

export function createMetrics(): Metrics {
  const registry = new Registry();
  watchProcess(registry);
  const requests = requestMetrics(registry);
  const log = logMetrics(registry);
  const sockets = gauge(registry, 'sockets', 'WebSocket connections that are open');
  const subscriptions = gauge(registry, 'subscriptions', 'Subscriptions that are open');
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    ...requests,
    ...log,
    consensus: consensusMetrics(registry),
    socketOpened: () => sockets.inc(),
    socketClosed: () => sockets.dec(),
    subscriptionOpened: () => subscriptions.inc(),
    subscriptionClosed: () => subscriptions.dec(),
    watch: (name, read) => void gauge(registry, name, GAUGES[name], read),
  };
}

function gauge(registry: Registry, name: string, help: string, read?: () => number): Gauge {
  const settings = { name: PREFIX + name, help, registers: [registry] };
  if (read === undefined) return new Gauge(settings);
  return new Gauge({
    ...settings,
    collect() {
      this.set(read());
    },
  });
}

function requestMetrics(registry: Registry): Pick<Metrics, 'request' | 'error'> {
  const duration = new Histogram({
    name: `${PREFIX}request_seconds`,
    help: 'Time to answer a GraphQL operation; of a subscription, to set it up',
    labelNames: ['transport', 'operation', 'outcome'],
    buckets: SECONDS,
    registers: [registry],
  });
  const errors = new Counter({
    name: `${PREFIX}errors_total`,
    help: 'Top-level errors sent, by code',
    labelNames: ['code'],
    registers: [registry],
  });
  // Looking a labelled series up costs more than adding to it.
  const series = new Map<string, Histogram.Internal<string>>();
  return {
    request: ({ transport, operation, failed, seconds }) => {
      const labels = [transport, operation, failed ? 'error' : 'ok'] as const;
      const name = labels.join();
      const known = series.get(name) ?? duration.labels(...labels);
      series.set(name, known);
      known.observe(seconds);
    },
    error: (code) => errors.inc({ code }),
  };
}

function logMetrics(registry: Registry): Pick<Metrics, 'events' | 'block'> {
  const events = new Counter({
    name: `${PREFIX}events_total`,
    help: 'Submitted events, by what became of them',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const entries = new Histogram({
    name: `${PREFIX}block_entries`,
    help: 'Entries of a block',
    buckets: ENTRIES,
    registers: [registry],
  });
  const commit = new Histogram({
    name: `${PREFIX}commit_seconds`,
    help: 'Time to make a block durable',
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    events: (outcome, count) => events.inc({ outcome }, count),
    block: (count, commitSeconds) => {
      entries.observe(count);
      commit.observe(commitSeconds);
    },
  };
}

function consensusMetrics(registry: Registry): ConsensusMetrics {
  const histogram = (name: string, help: string, buckets: number[]): Histogram =>
    new Histogram({ name: PREFIX + name, help, buckets, registers: [registry] });
  const batchEvents = histogram('batch_events', 'Events of a transaction made here', ENTRIES);
  const batchBytes = histogram('batch_bytes', 'Bytes of a transaction made here', BYTES);
  const verify = histogram('batch_verify_seconds', 'Time to check a batch of others', SECONDS);
  const rounds = histogram('consensus_rounds', 'Round that decided a block, from 0', ROUNDS);
  const transactions = histogram('consensus_transactions', 'Transactions of a block', ENTRIES);
  const misbehaviours = new Counter({
    name: `${PREFIX}consensus_misbehaviours`,
    help: 'Evidence of double signing in blocks, by the organisation of the validator',
    labelNames: ['organisation'],
    registers: [registry],
  });
  return {
    batch: (events, bytes) => {
      batchEvents.observe(events);
      batchBytes.observe(bytes);
    },
    verified: (_events, seconds) => verify.observe(seconds),
    decided: ({ round, transactions: count }) => {
      rounds.observe(round);
      transactions.observe(count);
    },
    misbehaved: (organisation) => misbehaviours.inc({ organisation }),
  };
}

/** Memory, processor time and event loop delay; prom-client's own set costs more than it tells. */
function watchProcess(registry: Registry): void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  gauge(registry, 'event_loop_delay_seconds_max', 'Longest delay since the last reading', () => {
    const seconds = delay.max / 1e9;
    delay.reset();
    return seconds;
  });
  gauge(registry, 'memory_resident_bytes', 'Resident memory of the process', () =>
    process.memoryUsage.rss(),
  );
  gauge(
    registry,
    'memory_heap_bytes',
    'Live JavaScript heap',
    () => process.memoryUsage().heapUsed,
  );
  gauge(registry, 'cpu_seconds', 'Processor time of the process, all threads', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
}
