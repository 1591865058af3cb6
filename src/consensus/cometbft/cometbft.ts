/**
 * The engine `cometbft`: several organisations order together. CometBFT decides the blocks and
 * calls this engine by ABCI; this engine hands it the events that callers submit here, and answers
 * them from the blocks that have become durable.
 */
import type { Application, EventResult, OrderedEvent } from '../../execution/ports.js';
import { cometBftName } from '../../ledger/cometbft/validatorSet.js';
import type { ValidatorTrust } from '../../ledger/cometbft/verifyLightBlock.js';
import { SNAPSHOT_CHUNK_BYTES } from '../../ledger/snapshot.js';
import type { AdmissionLane } from '../admissionLane.js';
import { type CommittedBlock, type Engine, EngineStopped, Overloaded } from '../engine.js';
import { AbciApplication, type CommitStep, type DecidedBlock } from './abciApplication.js';
import { AbciServer } from './abciServer.js';
import { CertificateFollower, type FollowerParts } from './certificateFollower.js';
import { CometRpc } from './cometRpc.js';
import { MemberBlocks } from './memberBlocks.js';
import { Outbox } from './outbox.js';
import { retainHeight } from './retainHeight.js';
import { type SnapshotKeeper, StateSync } from './stateSync.js';
import { Quorum } from './quorum.js';
import { Redial } from './redial.js';
import { VerifiedBatches } from './verifiedBatches.js';

export interface CometBftOptions {
  readonly ledgerId: string;
  /** Unix socket on which CometBFT calls the application. */
  readonly abciPath: string;
  /** Unix socket of CometBFT's RPC. */
  readonly rpcPath: string;
  /** CometBFT's id of this node. */
  readonly nodeId: string;
  /** RPC addresses of members that have blocks from before this node joined. */
  readonly blocksFrom: readonly string[];
  /** Largest transaction that the network takes (genesis and config.toml). */
  readonly transactionBytesMax: number;
  readonly gatherMs: number;
  readonly pendingBytesMax: number;
  /** Newest blocks that CometBFT keeps; 0: all of them. */
  readonly keepBlocks: number;
}

/** The CometBFT process beside this one. */
export interface CometBftProcess {
  /** Starts it, and again whenever it ends. Rejects when it cannot be started at all. */
  start(): Promise<void>;
  /** Ends it if it runs, so that it is started again. */
  restart(): void;
  stop(): Promise<void>;
}

/** What the node's metrics want to know. */
export interface CometBftObserver {
  batch(events: number, bytes: number): void;
  verified(events: number, seconds: number): void;
  /** A block was decided; `round`: the one in which the block before it was. */
  decided(block: { readonly round: number; readonly transactions: number }): void;
}

/** Keeps the certificates of the ledger's blocks, where genesis names the validators. */
export interface Certification extends Omit<FollowerParts, 'rpc'> {
  /** Of the genesis document. */
  readonly trust: ValidatorTrust;
}

export interface CometBftParts {
  readonly application: Application;
  readonly lane: AdmissionLane;
  readonly process: CometBftProcess;
  readonly snapshots: SnapshotKeeper;
  readonly observer: CometBftObserver;
  /** Told after each block that became durable and added entries. */
  readonly onCommit: (block: CommittedBlock) => void;
  /** Told when the ledger could not answer CometBFT: a block may be half done, so it must stop. */
  readonly onFailure: (error: Error) => void;
  /** Told when CometBFT is started again to call its peers, after `ms` without a quorum. */
  readonly onRedial: (ms: number) => void;
  /** Told when a block holds evidence that a validator has signed twice, by its organisation. */
  readonly onMisbehaviour: (organisation: string) => void;
  /** Told when CometBFT sent what cannot be understood. */
  readonly onPeerFault: (error: Error) => void;
  /** Told when CometBFT did not take a transaction of this node, or did not say. */
  readonly onNotTaken: (error: unknown) => void;
  /** Told when a chunk or a snapshot of another node was refused. */
  readonly onSnapshotRefused: (why: string, sender: string) => void;
  /** Told when this node could not hand out a snapshot. */
  readonly onSnapshotNotServed: (error: unknown) => void;
  readonly reached: (step: CommitStep | 'restoring' | 'restored', adds: boolean) => void;
  readonly certification: Certification | undefined;
}

/** What transactions and proposals are cut to; docs/consortium.md says why. */
const BATCH_BYTES = 64 * 1024;
const BATCH_BYTES_MAX = 256 * 1024;
const PROPOSAL_BYTES = 256 * 1024;
const REMEMBERED_BYTES_MAX = 64 * 1024 * 1024;
const CHECKED_BYTES_MAX = 16 * 1024 * 1024;
const REQUESTS_MAX = 512;
/** Room for a chunk of a snapshot, or a description of one. */
const CHUNK_FRAME_BYTES = 2 * SNAPSHOT_CHUNK_BYTES;
const POLL_MS = 500;
/** Far above what an answer takes on a busy machine, far below the patience of an RPC call. */
const ANSWER_MS_MAX = 5_000;
/** Events that wait this long without any block are a network that stands still. */
const STALL_MS = 10_000;
/** Well within the time in which CometBFT calls a peer every few seconds. */
const REDIAL_MS = 120_000;
const STOP_WAIT_MS = 5_000;
const STOP_POLL_MS = 20;
const RETRY_AFTER_DOWN_MS = 1_000;

export class CometBftEngine implements Engine {
  readonly name = 'cometbft';
  readonly #parts: CometBftParts;
  readonly #options: CometBftOptions;
  readonly #server: AbciServer;
  readonly #rpc: CometRpc;
  readonly #outbox: Outbox;
  readonly #quorum: Quorum;
  readonly #redial: Redial;
  readonly #blocks: MemberBlocks;
  readonly #follower: CertificateFollower | undefined;
  #failure: Error | undefined;
  #stopping = false;
  /** On the clock of performance.now(): of the last block, or since nothing has been waiting. */
  #movedAt = performance.now();

  constructor(options: CometBftOptions, parts: CometBftParts) {
    this.#options = options;
    this.#parts = parts;
    this.#rpc = new CometRpc(options.rpcPath);
    const validators = () => parts.application.validators();
    const { nodeId: self } = options;
    const patience = { pollMs: POLL_MS, answerMs: ANSWER_MS_MAX };
    this.#redial = new Redial({ afterMs: REDIAL_MS }, () => {
      parts.onRedial(REDIAL_MS);
      parts.process.restart();
    });
    const onAnswer = (isCutOff: boolean): void => this.#redial.saw(isCutOff);
    const beginsWithSnapshot = options.blocksFrom.length > 0;
    this.#quorum = new Quorum(
      { validators, self, beginsWithSnapshot, ...patience, onAnswer },
      this.#rpc,
    );
    const { certification } = parts;
    this.#blocks = new MemberBlocks(this.#rpc, options.blocksFrom);
    this.#follower =
      certification &&
      new CertificateFollower(certification.trust, { ...certification, rpc: this.#blocks });
    const batches = new VerifiedBatches(
      { rememberedBytesMax: REMEMBERED_BYTES_MAX, checkedBytesMax: CHECKED_BYTES_MAX },
      {
        lane: parts.lane,
        onVerified: (events, seconds) => parts.observer.verified(events, seconds),
      },
    );
    this.#outbox = this.#makeOutbox(batches);
    this.#server = this.#makeServer(batches);
  }

  /** Opens the ABCI socket, then starts CometBFT on it. Rejects when either cannot be. */
  async start(): Promise<void> {
    // A process that was killed right after a block may not have taken that block's snapshot.
    const head = this.#parts.application.head();
    if (head !== undefined) this.#parts.snapshots.reached(head);
    await this.#server.listen(this.#options.abciPath);
    await this.#parts.process.start();
    this.#quorum.start();
    this.#follower?.advance(this.#parts.application.head()?.engineHeight ?? 0);
  }

  submit(events: readonly OrderedEvent[]): Promise<readonly EventResult[]> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#stopping) return Promise.reject(new EngineStopped('the node is stopping'));
    if (this.#server.connections() === 0) {
      const what = 'the CometBFT process is not connected';
      return Promise.reject(new Overloaded(what, RETRY_AFTER_DOWN_MS));
    }
    if (this.#outbox.pending() === 0) this.#movedAt = performance.now();
    return this.#outbox.submit(events);
  }

  pending(): number {
    return this.#outbox.pending();
  }

  failure(): Error | undefined {
    return this.#failure;
  }

  unready(): string | undefined {
    if (this.#server.connections() === 0) return 'the CometBFT process is not connected';
    const reasons = [this.#quorum.missing(), this.#stall()];
    return reasons.filter((reason) => reason !== undefined).join('; ') || undefined;
  }

  #stall(): string | undefined {
    const stalledMs = performance.now() - this.#movedAt;
    if (this.#outbox.pending() === 0 || stalledMs <= STALL_MS) return undefined;
    const seconds = Math.floor(stalledMs / 1_000);
    return `no block for ${seconds} s with ${this.#outbox.pending()} events waiting`;
  }

  /** Peers that are connected, for the metrics. */
  peers(): number {
    return this.#quorum.status()?.peers.length ?? 0;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const giveUpAt = performance.now() + STOP_WAIT_MS;
    // Without a quorum what was taken may never be decided: callers are told that they do not know.
    while (this.#outbox.pending() > 0 && performance.now() < giveUpAt) await pause(STOP_POLL_MS);
    this.#outbox.lose('the node is stopping');
    this.#quorum.close();
    this.#follower?.close();
    await this.#parts.process.stop();
    await this.#server.close();
    this.#rpc.close();
    this.#blocks.close();
    await this.#parts.lane.close();
    await this.#parts.snapshots.close();
  }

  #makeOutbox(batches: VerifiedBatches): Outbox {
    const { gatherMs, pendingBytesMax, transactionBytesMax } = this.#options;
    const batchBytesMax = Math.min(BATCH_BYTES_MAX, transactionBytesMax);
    return new Outbox(
      { gatherMs, pendingBytesMax, batchBytes: BATCH_BYTES, batchBytesMax },
      {
        broadcast: (transaction) => this.#rpc.broadcast(transaction),
        onNotTaken: this.#parts.onNotTaken,
        onBatch: (transaction, events) => {
          batches.remember(transaction, events);
          this.#parts.observer.batch(events.length, transaction.length);
        },
      },
    );
  }

  #makeServer(batches: VerifiedBatches): AbciServer {
    const { application, reached, onPeerFault, snapshots } = this.#parts;
    const { ledgerId, transactionBytesMax } = this.#options;
    const stateSync = new StateSync({
      ledgerId,
      keeper: snapshots,
      onRefused: this.#parts.onSnapshotRefused,
      onNotServed: this.#parts.onSnapshotNotServed,
      reached: (step) => reached(step, true),
    });
    const abci = new AbciApplication(
      { ledgerId, proposalBytes: PROPOSAL_BYTES },
      {
        application,
        batches,
        stateSync,
        reached,
        onBlock: (block) => this.#committed(block),
        retainHeight: (engineHeight) => this.#retainHeight(engineHeight),
      },
    );
    return new AbciServer(
      {
        frameBytesMax: Math.max(16 * transactionBytesMax, CHUNK_FRAME_BYTES),
        requestsMax: REQUESTS_MAX,
      },
      {
        answer: (call) => abci.answer(call),
        onPeerFault,
        onFailure: (error) => this.#fail(error),
        onClosed: (left) => this.#disconnected(left),
      },
    );
  }

  /** CometBFT ends by itself when it has lost a connection, but may hang on the way. */
  #disconnected(left: number): void {
    this.#parts.process.restart();
    // Its mempool ends with it.
    if (left === 0) this.#outbox.lose('the CometBFT process has ended');
  }

  #retainHeight(engineHeight: number): number {
    const { certification, snapshots } = this.#parts;
    const { keepBlocks } = this.#options;
    const followed = certification?.keeping.followed().engineHeight;
    const joinersFrom = snapshots.joinersFrom();
    return retainHeight({ keepBlocks, engineHeight, followed, joinersFrom });
  }

  #committed(block: DecidedBlock): void {
    const { head, results, entries, roundBefore, transactions, seconds } = block;
    this.#movedAt = performance.now();
    // Whoever is connected: there is a quorum, and this node hears of it.
    this.#redial.saw(false);
    this.#outbox.settle(results);
    this.#follower?.advance(head.engineHeight);
    this.#parts.observer.decided({ round: roundBefore, transactions });
    this.#parts.snapshots.reached(head);
    for (const name of block.misbehaved) this.#parts.onMisbehaviour(this.#organisationOf(name));
    if (results.length === 0) return;
    this.#parts.onCommit({ size: head.header.size, events: results.length, entries, seconds });
  }

  /** CometBFT's name for a validator that does not vote any more has to do. */
  #organisationOf(name: string): string {
    const validators = this.#parts.application.validators();
    const found = validators.find(({ validatorKey }) => cometBftName(validatorKey) === name);
    return found?.organisation ?? name;
  }

  /** After a failed commit nobody knows what is on disk: answer nobody "no", take nothing more. */
  #fail(error: Error): void {
    if (this.#failure !== undefined || this.#stopping) return;
    this.#failure = new EngineStopped(`the ledger could not answer CometBFT: ${error.message}`);
    this.#outbox.lose(this.#failure.message);
    this.#parts.onFailure(error);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
