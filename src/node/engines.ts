/** Makes and starts the engine that the settings name, over an executor that is ready. */
import { rmSync } from 'node:fs';
import type { Logger } from 'pino';
import { inlineLane } from '../consensus/admissionLane.js';
import { AdmissionThread } from '../consensus/admissionThread.js';
import type { AdmissionRules } from '../consensus/admitEvent.js';
import { type Certification, CometBftEngine } from '../consensus/cometbft/cometbft.js';
import type { CommittedBlock, Engine } from '../consensus/engine.js';
import { SoloEngine } from '../consensus/solo/solo.js';
import type { NodeConfig } from '../config.js';
import type { Executor } from '../execution/executor.js';
import type { Metrics } from '../schema/server/metrics.js';
import { systemNow } from './clock.js';
import { CometBftSupervisor } from './cometbft/cometbftSupervisor.js';
import {
  consortiumPaths,
  readConsortiumFile,
  requireValidatorState,
} from './cometbft/consortiumFile.js';
import type { SnapshotHost } from './snapshots/snapshotHost.js';

export interface EngineHooks {
  readonly onCommit: (block: CommittedBlock) => void;
  readonly onFailure: (error: unknown) => void;
  /** The engine cannot run on. */
  readonly onGiveUp: (error: Error) => void;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'consensus' | 'watch'>;
}

export interface EngineParts {
  readonly executor: Executor;
  /** For an engine whose nodes hand their logs on to others. */
  readonly makeSnapshots: () => SnapshotHost;
  readonly rules: AdmissionRules;
  readonly hooks: EngineHooks;
  readonly certification: Certification | undefined;
}

/**
 * Rejects with ConsortiumFileUnusable, ValidatorStateMissing or CometBftMissing when a cometbft
 * node must not start.
 */
export async function startEngine(config: NodeConfig, parts: EngineParts): Promise<Engine> {
  if (config.engine === 'solo') return makeSolo(config, parts);
  requireValidatorState(config.dataDirectory);
  return startCometBft(config, parts);
}

function makeSolo(config: NodeConfig, { executor, hooks }: EngineParts): Engine {
  const { blockEventsMax, blockGatherMs, pendingEventsMax } = config;
  const { onCommit, onFailure } = hooks;
  return new SoloEngine(
    { blockEventsMax, gatherMs: blockGatherMs, pendingEventsMax },
    { application: executor, now: systemNow, onCommit, onFailure },
  );
}

async function startCometBft(config: NodeConfig, parts: EngineParts): Promise<Engine> {
  const { executor, rules, hooks, makeSnapshots, certification } = parts;
  const { log, metrics, onCommit, onGiveUp } = hooks;
  const consortium = readConsortiumFile(config.dataDirectory);
  const { nodeId, transactionBytesMax, blocksFrom = [] } = consortium;
  const paths = consortiumPaths(config.dataDirectory);
  // The store's lock is held: whoever listened there before has ended.
  rmSync(paths.abciSocket, { force: true });
  const engine = new CometBftEngine(
    {
      ledgerId: rules.ledgerId,
      abciPath: paths.abciSocket,
      rpcPath: paths.rpcSocket,
      nodeId,
      transactionBytesMax,
      blocksFrom,
      gatherMs: config.blockGatherMs,
      pendingBytesMax: config.pendingBytesMax,
      keepBlocks: config.cometbftKeepBlocks,
    },
    {
      application: executor,
      lane: config.verifyWorkers === 0 ? inlineLane(rules) : new AdmissionThread(rules),
      process: new CometBftSupervisor(
        { paths, program: config.cometbftProgram, rpcAddress: config.cometbftRpc },
        {
          onRestart: (why, pauseMs) => log.warn({ why, pauseMs }, 'CometBFT restarts'),
          onLeftover: (pids) => log.warn({ pids }, 'ended a CometBFT that had outlived its node'),
          onGiveUp,
        },
      ),
      snapshots: makeSnapshots(),
      observer: metrics.consensus,
      onCommit,
      onFailure: onGiveUp,
      onNotTaken: (error) => log.warn({ err: error }, 'CometBFT did not take a transaction'),
      onRedial: (ms) => {
        log.warn({ ms }, 'no quorum for a while: CometBFT is started again, to call its peers');
      },
      onMisbehaviour: (organisation) => {
        log.error({ organisation }, 'a validator has signed twice; a block holds the evidence');
        metrics.consensus.misbehaved(organisation);
      },
      onPeerFault: (error) => log.error({ err: error }, 'CometBFT said what is not ABCI'),
      onSnapshotRefused: (why, sender) => log.warn({ why, sender }, 'a snapshot is refused'),
      onSnapshotNotServed: (error) => log.error({ err: error }, 'a snapshot was not handed out'),
      reached: failPoint(config),
      certification,
    },
  );
  metrics.watch('consensus_height', () => executor.head()?.engineHeight ?? 0);
  metrics.watch('consensus_peers', () => engine.peers());
  try {
    await engine.start();
    return engine;
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

/** Ends the process as kill -9 does at the step that a test has named, and otherwise nothing. */
function failPoint({ failPoint: named }: NodeConfig) {
  return (step: string, adds: boolean): void => {
    if (step === named && adds) process.kill(process.pid, 'SIGKILL');
  };
}
