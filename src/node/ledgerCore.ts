/**
 * The part of a node that decides and remembers: store, executor, admission and engine, started in
 * order on a ledger that has passed its check.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Admission } from '../consensus/admission.js';
import type { Certification } from '../consensus/cometbft/cometbft.js';
import type { Engine } from '../consensus/engine.js';
import type { NodeConfig } from '../config.js';
import { evidence } from '../domain/evidence/evidence.js';
import { foldGenesis } from '../domain/governance/foldGenesis.js';
import { governance } from '../domain/governance/governance.js';
import { Executor } from '../execution/executor.js';
import type { RecordTimestamp, TimeAuthority } from '../gateways/tsa.js';
import { type Genesis, genesisHash } from '../ledger/genesis.js';
import { headerHash } from '../ledger/blockHeader.js';
import { genesisTrust } from '../ledger/cometbft/verifyCertificate.js';
import type { ValidatorTrust } from '../ledger/cometbft/verifyLightBlock.js';
import { checkChain, type ChainCheckProgress } from '../store/chainCheck.js';
import { SqliteStore } from '../store/sqliteStore.js';
import { Certificates, certificatesPath } from './certificates.js';
import { checkpointSigner } from './checkpointSigner.js';
import { type EngineHooks, startEngine } from './engines.js';
import type { TimestampActor } from './recordTimestamp.js';
import { SnapshotHost } from './snapshots/snapshotHost.js';
import type { SnapshotThreadData } from './snapshots/snapshotMessages.js';

/** State keys, and used ids, that may wait to be written in bulk. About 60 MB of memory. */
const PENDING_WRITES_MAX = 100_000;

/** What makes this node one of this ledger. */
export interface NodeIdentity {
  /** Canonical JSON text of the genesis document. */
  readonly genesisText: string;
  /** `ed25519-strict-1:<64 hex>`: signs the checkpoints. */
  readonly nodePrivateKey: string;
  /** The time authority at /tsa and the actor that records for it; undefined: there is none. */
  readonly timestamping?:
    | {
        readonly authority: TimeAuthority;
        readonly actor: TimestampActor;
      }
    | undefined;
  /** Authorities of others, served beside the ledger and recorded nowhere on it. */
  readonly clocks: readonly {
    /** Where on this server: `/clocks/observatory`; requests are posted to `<path>/tsa`. */
    readonly path: string;
    readonly authority: TimeAuthority;
    readonly record: RecordTimestamp;
  }[];
}

export interface CoreHooks extends EngineHooks {
  readonly onChainCheck: ChainCheckProgress;
}

export interface LedgerCore {
  readonly ledgerId: string;
  readonly genesis: Genesis;
  readonly store: SqliteStore;
  readonly executor: Executor;
  readonly admission: Admission;
  readonly engine: Engine;
  /** Undefined where one operator keeps the ledger. */
  readonly certificates: Certificates | undefined;
  /** Finishes what was taken, and closes the store. */
  close(): Promise<void>;
}

/** The genesis document is that of another ledger than the one in the folder. */
export class OtherLedger extends Error {}

/**
 * Opens or creates the ledger at `path`. Throws BrokenChain, StoreUnusable, GenesisInvalid,
 * OtherLedger or ForeignNodeKey when a node must not run on it, and what startEngine throws.
 */
export async function openLedgerCore(
  path: string,
  { genesisText, nodePrivateKey }: NodeIdentity,
  { config, hooks }: { readonly config: NodeConfig; readonly hooks: CoreHooks },
): Promise<LedgerCore> {
  const genesis = JSON.parse(genesisText) as Genesis;
  const ledgerId = genesisHash(genesisText);
  if (existsSync(path)) await checkWholeChain(path, hooks.onChainCheck);
  const store = new SqliteStore(path, { pendingWritesMax: PENDING_WRITES_MAX });
  const executor = new Executor(
    { cachedKeysMax: config.cachedStateKeysMax },
    {
      store,
      modules: [governance, evidence],
      foldGenesis,
      signCheckpoint: checkpointSigner(nodePrivateKey, genesis),
    },
  );
  if (executor.head() === undefined) executor.init(genesisText);
  requireSameLedger(path, ledgerId, executor);
  const { suites, limits } = genesis;
  const rules = { ledgerId, suites, limits };
  const admission = new Admission({ workers: config.verifyWorkers, ...rules });
  await admission.ready();
  const trust = config.engine === 'cometbft' ? genesisTrust(ledgerId, genesis) : undefined;
  const certificates = trust && new Certificates(certificatesPath(config.dataDirectory), trust);
  const closeParts = async (): Promise<void> => {
    await admission.close();
    certificates?.close();
    store.close();
  };
  const certification =
    trust && certificates && certificationOf(trust, certificates, { store, log: hooks.log });
  const makeSnapshots = (): SnapshotHost => {
    const { archive } = config;
    const data = { ledgerPath: path, genesisText, nodePrivateKey, archive };
    return startSnapshots(data, { config, hooks, store, executor });
  };
  const parts = { executor, rules, hooks, certification, makeSnapshots };
  const engine = await startEngine(config, parts).catch(async (error) => {
    await closeParts();
    throw error;
  });
  const close = async (): Promise<void> => {
    await engine.stop();
    await closeParts();
  };
  return { ledgerId, genesis, store, executor, admission, engine, certificates, close };
}

function certificationOf(
  trust: ValidatorTrust,
  certificates: Certificates,
  { store, log }: { readonly store: SqliteStore; readonly log: EngineHooks['log'] },
): Certification {
  return {
    trust,
    keeping: certificates.store,
    headerHash: (height) => {
      const header = store.header(height);
      return header === undefined ? undefined : headerHash(header);
    },
    onCertified: (height) => certificates.certified(height),
    onFault: (error) => log.error({ err: error }, 'certificates do not go on'),
  };
}

/** Nothing else runs yet: the check may have the whole machine. */
async function checkWholeChain(path: string, onProgress: ChainCheckProgress): Promise<void> {
  await checkChain(path, { threads: availableParallelism(), onProgress });
}

function startSnapshots(
  data: Omit<SnapshotThreadData, 'indexPath'>,
  {
    config,
    hooks,
    store,
    executor,
  }: {
    readonly config: NodeConfig;
    readonly hooks: CoreHooks;
    readonly store: SqliteStore;
    readonly executor: Executor;
  },
): SnapshotHost {
  const indexPath = join(config.dataDirectory, 'snapshots.sqlite');
  const entry = new URL('./snapshots/snapshotThread.js', import.meta.url);
  return new SnapshotHost(
    {
      interval: config.snapshotInterval,
      onNotTaken: (error) => hooks.log.error({ err: error }, 'a snapshot was not taken'),
      onRestored: () => {
        store.reload();
        executor.reload();
        const size = executor.head()?.header.size ?? 0;
        hooks.log.info({ size }, 'the log was restored from a snapshot');
        hooks.onCommit({ size, events: 0, entries: size, seconds: 0 });
      },
    },
    new Worker(entry, { workerData: { ...data, indexPath } }),
  );
}

function requireSameLedger(path: string, ledgerId: string, executor: Executor): void {
  const found = executor.head()?.header.ledger;
  if (found === ledgerId) return;
  throw new OtherLedger(
    `${path} holds the ledger ${found}, but the genesis document is that of ${ledgerId}`,
  );
}
