/**
 * The composition root: makes every part of a node, in order, and hands each the ports that it
 * needs. The one file that knows all layers; it decides nothing itself.
 */
import 'reflect-metadata';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Logger, pino } from 'pino';
import type { NodeConfig } from './config.js';
import { selfTest } from './crypto/selfTest.js';
import { genesisHash } from './ledger/genesis.js';
import { contentGateway } from './gateways/content/contentGateway.js';
import { requireArchive, startPruning } from './node/archiving/archiving.js';
import { startEraser } from './node/contentEraser.js';
import { contentGatewayParts, openContentStore } from './node/contentParts.js';
import { gatewaysOf } from './node/gatewaysOf.js';
import { type LedgerCore, type NodeIdentity, openLedgerCore } from './node/ledgerCore.js';
import type { ProjectionThreadData } from './node/projectionThread.js';
import { startSealWatch } from './node/sealWatch.js';
import { submitThrough } from './node/submit.js';
import { openReadModels } from './projections/database.js';
import { ProjectionHost } from './projections/projectionHost.js';
import type { SchemaPorts } from './schema/context.js';
import { DEFAULT_LIMITS, type ServerLimits } from './schema/limits.js';
import { createLoaders } from './schema/loaders.js';
import { buildLedgerSchema } from './schema/schema.js';
import { type Probe, projectionLagProbe } from './schema/server/health.js';
import { startHttp } from './schema/server/http.js';
import { createMetrics } from './schema/server/metrics.js';
import type { EdgeParts } from './schema/server/parts.js';
import type { ChainCheckProgress } from './store/chainCheck.js';
import { openLogReader } from './store/sqliteLogReader.js';

/** Entries that the read models may be behind before /readyz says so. */
const READY_LAG_ENTRIES_MAX = 50_000;
/** How often late seals are looked for. */
const SEAL_CHECK_MS = 30_000;
/** Requests and subscriptions that may wait for the read models at once. */
const READ_WAITS_MAX = 10_000;

export interface NodeHooks {
  /** Told while the log is checked before the start. */
  readonly onChainCheck: ChainCheckProgress;
  /** Told once when the node cannot go on: a commit or a projection failed. Close it then. */
  readonly onFatal: (error: Error) => void;
}

export interface RunningNode {
  /** `http://<host>:<port>`; GraphQL is at /graphql below it. */
  readonly url: string;
  /** Where time-stamp requests are posted to; undefined without a time authority. */
  readonly tsaUrl: string | undefined;
  readonly ledgerId: string;
  /** Answers what is in flight, makes durable what was taken, and stops. */
  close(): Promise<void>;
}

/** Starts a node on config.dataDirectory. Rejects, with nothing left running, when it cannot. */
export async function startNode(
  config: NodeConfig,
  identity: NodeIdentity,
  hooks: NodeHooks,
): Promise<RunningNode> {
  selfTest();
  const log = pino({ level: config.logLevel });
  const node = new StartingNode(config, hooks, log);
  try {
    const core = await node.openCore(identity);
    const projections = await node.startProjections();
    const ports = node.openPorts(core, projections);
    node.watchSeals(ports);
    const content = await node.openContent(core, ports);
    const { gateways, probes } = gatewaysOf(identity, ports, node.parts());
    const own = probesOf(core, ports, projections);
    const url = await node.listen(ports, {
      gateways: [...gateways, content],
      probes: [...own, ...probes],
    });
    const tsaUrl = identity.timestamping && `${url}/tsa`;
    return { url, tsaUrl, ledgerId: core.ledgerId, close: () => node.close() };
  } catch (error) {
    await node.close();
    throw error;
  }
}

/** A node in the making: what has been made is closed again, from the last to the first. */
class StartingNode {
  readonly #config: NodeConfig;
  readonly #hooks: NodeHooks;
  readonly #log: Logger;
  readonly #metrics = createMetrics();
  readonly #closers: (() => Promise<unknown> | void)[] = [];
  readonly #ledgerPath: string;
  readonly #readModelsPath: string;
  #projections: ProjectionHost | undefined;

  constructor(config: NodeConfig, hooks: NodeHooks, log: Logger) {
    this.#config = config;
    this.#hooks = hooks;
    this.#log = log;
    this.#ledgerPath = join(config.dataDirectory, 'ledger.sqlite');
    this.#readModelsPath = join(config.dataDirectory, 'read-models.sqlite');
  }

  async openCore(identity: NodeIdentity): Promise<LedgerCore> {
    const needs = {
      ledger: genesisHash(identity.genesisText),
      ledgerPath: this.#ledgerPath,
      readModelsPath: this.#readModelsPath,
      log: this.#log,
    };
    requireArchive(this.#config, needs);
    const core = await openLedgerCore(this.#ledgerPath, identity, {
      config: this.#config,
      hooks: {
        onChainCheck: this.#hooks.onChainCheck,
        onCommit: ({ size, entries, seconds }) => {
          this.#metrics.block(entries, seconds);
          this.#projections?.headAdvanced(size);
        },
        onFailure: (error) => this.#fatal('a block could not be made durable', error),
        onGiveUp: (error) => this.#fatal('the engine cannot run', error),
        log: this.#log,
        metrics: this.#metrics,
      },
    });
    this.#closers.push(() => core.close());
    const pruning = startPruning(this.#config, needs, core.store);
    if (pruning !== undefined) this.#closers.push(() => pruning.close());
    return core;
  }

  /** The runner of the read models, in a thread of its own; resolves when they can be queried. */
  async startProjections(): Promise<ProjectionHost> {
    const data: ProjectionThreadData = {
      ledgerPath: this.#ledgerPath,
      readModelsPath: this.#readModelsPath,
      archive: this.#config.archive,
    };
    const entry = new URL('./node/projectionThread.js', import.meta.url);
    const projections = new ProjectionHost(
      {
        waitsMax: READ_WAITS_MAX,
        onRebuild: (reason) => this.#log.warn({ reason }, 'read models are folded again'),
        onFailure: (error) => this.#fatal('the read models have stopped', error),
      },
      new Worker(entry, { workerData: data }),
    );
    this.#closers.push(() => projections.stop());
    await projections.ready;
    this.#projections = projections;
    return projections;
  }

  openPorts(core: LedgerCore, projections: ProjectionHost): SchemaPorts {
    const reader = openLogReader(this.#ledgerPath, this.#config.archive);
    const readModels = openReadModels(this.#readModelsPath);
    this.#closers.push(() => readModels.destroy());
    this.#closers.push(() => reader.close());
    // A block that was committed before the runner's thread listened is told to it now.
    projections.headAdvanced(reader.size());
    const { admission, engine } = core;
    this.#metrics.watch('verify_queue_events', () => admission.pending());
    this.#metrics.watch('engine_pending_events', () => engine.pending());
    this.#metrics.watch('log_entries', () => reader.size());
    const lag = (): number => reader.size() - projections.position.applied();
    this.#metrics.watch('projection_lag_entries', lag);
    return {
      ledgerId: core.ledgerId,
      genesis: core.genesis,
      engineName: engine.name,
      submit: submitThrough({ ...core, metrics: this.#metrics, application: core.executor }),
      certificates: core.certificates,
      // The writer knows every id at once; a reader beside it would have to search the journal.
      log: { ...reader, findId: (name) => core.store.findId(name) },
      readModels,
      readPosition: projections.position,
      subscriptionLagMax: this.#config.subscriptionLagMax,
    };
  }

  /** Says loudly when a registration waits too long for its seal. */
  watchSeals({ readModels }: SchemaPorts): void {
    const options = { dueMinutes: this.#config.sealDueMinutes, intervalMs: SEAL_CHECK_MS };
    const watch = startSealWatch(options, { readModels, now: Date.now, log: this.#log });
    this.#metrics.watch('overdue_seals', () => watch.overdue());
    this.#closers.push(() => watch.stop());
  }

  /** The content store, put right after a crash, and its gateway. */
  async openContent(core: LedgerCore, ports: SchemaPorts): Promise<EdgeParts['gateways'][number]> {
    const content = openContentStore(this.#config);
    this.#closers.push(() => content.close());
    await content.collectLeftovers();
    const { readModels, readPosition: position } = ports;
    const onFailure = (item: string, error: unknown): void =>
      this.#log.error({ err: error, item }, 'a content could not be erased');
    const eraser = startEraser({ content, readModels, position, onFailure });
    this.#closers.push(() => eraser.stop());
    return contentGateway(contentGatewayParts(content, core, ports));
  }

  parts(): { readonly limits: ServerLimits; readonly log: Logger } {
    const rateRequests = this.#config.requestsPerSecondMax * DEFAULT_LIMITS.rateSeconds;
    return { limits: { ...DEFAULT_LIMITS, rateRequests }, log: this.#log };
  }

  async listen(ports: SchemaPorts, parts: Pick<EdgeParts, 'gateways' | 'probes'>): Promise<string> {
    const { host, port, graphiql, introspection, corsOrigins } = this.#config;
    const { limits } = this.parts();
    const edge = await startHttp(
      { host, port, limits, introspection, graphiql, origins: corsOrigins, proxyHops: 0 },
      {
        schema: buildLedgerSchema(),
        makeContext: () => ({ ...ports, loaders: createLoaders(ports) }),
        log: this.#log,
        metrics: this.#metrics,
        ...parts,
      },
    );
    this.#closers.push(() => edge.close());
    return edge.url;
  }

  async close(): Promise<void> {
    for (const closer of this.#closers.splice(0).reverse()) await closer();
  }

  #fatal(what: string, error: unknown): void {
    const cause = error instanceof Error ? error : new Error(String(error));
    this.#log.error({ err: cause }, what);
    this.#hooks.onFatal(new Error(`${what}: ${cause.message}`, { cause }));
  }
}

function probesOf(
  { engine }: LedgerCore,
  { log, readPosition }: SchemaPorts,
  projections: ProjectionHost,
): readonly Probe[] {
  return [
    { name: 'engine', check: () => engine.failure()?.message ?? engine.unready() ?? null },
    { name: 'read models', check: () => projections.failure()?.message ?? null },
    projectionLagProbe(log, readPosition, READY_LAG_ENTRIES_MAX),
  ];
}
