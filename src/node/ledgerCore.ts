/**
 * The part of a node that decides and remembers: store, executor, admission and engine, started in
 * order on a ledger that has passed its check.
 */
import { existsSync } from 'node:fs';
import { Admission } from '../consensus/admission.js';
import type { Engine } from '../consensus/engine.js';
import type { NodeConfig } from '../config.js';
import { evidence } from '../domain/evidence/evidence.js';
import { foldGenesis } from '../domain/governance/foldGenesis.js';
import { governance } from '../domain/governance/governance.js';
import { Executor } from '../execution/executor.js';
import type { RecordTimestamp, TimeAuthority } from '../gateways/tsa.js';
import { type Genesis, genesisHash } from '../ledger/genesis.js';
import { checkChain, type ChainCheckProgress } from '../store/chainCheck.js';
import { StoreUnusable } from '../store/schema.js';
import { SqliteStore } from '../store/sqliteStore.js';
import { checkpointSigner } from './checkpointSigner.js';
import { type EngineHooks, startEngine } from './engines.js';
import type { TimestampActor } from './recordTimestamp.js';

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
  /** Finishes what was taken, and closes the store. */
  close(): Promise<void>;
}

/**
 * Opens or creates the ledger at `path`. Throws BrokenChain, StoreUnusable, GenesisInvalid or
 * ForeignNodeKey when a node must not run on it, and what startEngine throws.
 */
export async function openLedgerCore(
  path: string,
  { genesisText, nodePrivateKey }: NodeIdentity,
  { config, hooks }: { readonly config: NodeConfig; readonly hooks: CoreHooks },
): Promise<LedgerCore> {
  const genesis = JSON.parse(genesisText) as Genesis;
  const ledgerId = genesisHash(genesisText);
  if (existsSync(path)) checkChain(path, hooks.onChainCheck);
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
  const closeParts = async (): Promise<void> => {
    await admission.close();
    store.close();
  };
  const engine = await startEngine(config, { executor, rules, hooks }).catch(async (error) => {
    await closeParts();
    throw error;
  });
  const close = async (): Promise<void> => {
    await engine.stop();
    await closeParts();
  };
  return { ledgerId, genesis, store, executor, admission, engine, close };
}

function requireSameLedger(path: string, ledgerId: string, executor: Executor): void {
  const found = executor.head()?.header.ledger;
  if (found === ledgerId) return;
  throw new StoreUnusable(
    `${path} holds the ledger ${found}, but the genesis document is that of ${ledgerId}`,
  );
}
