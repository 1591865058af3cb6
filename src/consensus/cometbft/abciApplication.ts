/**
 * The ledger as CometBFT calls it: ABCI calls in, the Application port driven, replies out.
 *
 * - CheckTx, PrepareProposal and ProcessProposal judge bytes only; every validator judges them
 *   again, and a proposal with one bad batch is rejected whole.
 * - FinalizeBlock executes in memory; Commit alone makes durable. The time is the block's.
 * - The app hash is the hash of the ledger's newest block header. A CometBFT block that adds no
 *   entry leaves it as it is, so an idle network makes no further blocks.
 * - What a block changes about the validators goes back with FinalizeBlock of its height H, and
 *   counts from H + 2 on (spec/abci).
 * - Calls that touch the state run one after another, whichever connection they come on.
 */
import { fromHex, type Hex, toHex, utf8 } from '../../crypto/bytes.js';
import type {
  Application,
  EventResult,
  FinalizedBlock,
  Head,
  OrderedEvent,
  PowerChange,
} from '../../execution/ports.js';
import { encodeGenesis, type Genesis, genesisHash } from '../../ledger/genesis.js';
import {
  type ApplicationCall,
  CODE_MALFORMED,
  CODE_OK,
  PROPOSAL,
  type RequestFinalizeBlock,
  type RequestInitChain,
  type RequestPrepareProposal,
  type RequestQuery,
  type ResponseValue,
  type ValidatorUpdate,
} from './abciMessages.js';
import { blockTime } from './blockTime.js';
import type { StateSync } from './stateSync.js';
import { batchBytes, PROPOSAL_BATCH_BYTES_MAX } from './transaction.js';
import type { BatchEvents, VerifiedBatches } from './verifiedBatches.js';

/**
 * The moments around durability at which a test ends the process: after FinalizeBlock has executed,
 * when Commit is asked for, and when the block is durable but CometBFT does not know yet.
 */
export type CommitStep = 'finalized' | 'commit-asked' | 'committed';

/** What the engine learns of a block that has become durable. */
export interface DecidedBlock {
  readonly head: Head;
  /** One per event of the block, in order. */
  readonly results: readonly EventResult[];
  readonly transactions: number;
  /** Entries that it added. */
  readonly entries: number;
  /** Round in which the block before it was decided; 0 when nothing went wrong. */
  readonly roundBefore: number;
  /** CometBFT's names of validators of whose misbehaviour the block holds evidence. */
  readonly misbehaved: readonly Hex[];
  /** Time to execute it and make it durable. */
  readonly seconds: number;
}

export interface AbciApplicationOptions {
  readonly ledgerId: Hex;
  /**
   * Bytes of transactions in a proposal, beyond which it takes no further one: large proposals
   * arrive too late for short timeouts, and then no block is made at all.
   */
  readonly proposalBytes: number;
}

export interface AbciApplicationParts {
  readonly application: Application;
  readonly batches: VerifiedBatches;
  readonly stateSync: Pick<StateSync, 'list' | 'load' | 'offer' | 'apply'>;
  readonly onBlock: (block: DecidedBlock) => void;
  /** The lowest of CometBFT's blocks that has to stay, 0: all, when this one has become durable. */
  readonly retainHeight: (engineHeight: number) => number;
  /** `adds`: whether the block adds entries. */
  readonly reached: (step: CommitStep, adds: boolean) => void;
}

/** Executed, not yet durable. */
interface Executed extends FinalizedBlock {
  readonly transactions: readonly Uint8Array[];
  readonly entries: number;
  readonly roundBefore: number;
  readonly misbehaved: readonly Hex[];
  readonly seconds: number;
}

export class AbciApplication {
  readonly #options: AbciApplicationOptions;
  readonly #parts: AbciApplicationParts;
  #turn: Promise<unknown> = Promise.resolve();
  #executed: Executed | undefined;

  constructor(options: AbciApplicationOptions, parts: AbciApplicationParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Answers one call. Rejects when the application cannot go on. */
  answer(call: ApplicationCall): ResponseValue | Promise<ResponseValue> {
    switch (call.case) {
      case 'checkTx':
        return this.#checkTx(call.value.tx);
      case 'query':
        return this.#query(call.value);
      case 'info':
        return this.#inTurn(() => this.#info());
      case 'initChain':
        return this.#inTurn(() => this.#initChain(call.value));
      case 'prepareProposal':
        return this.#inTurn(() => this.#prepareProposal(call.value));
      case 'processProposal':
        return this.#inTurn(() => this.#processProposal(call.value.txs));
      case 'finalizeBlock':
        return this.#inTurn(() => this.#finalizeBlock(call.value));
      case 'commit':
        return this.#inTurn(() => this.#commit());
      case 'listSnapshots':
        return this.#parts.stateSync.list();
      case 'loadSnapshotChunk':
        return this.#parts.stateSync.load(call.value);
      case 'offerSnapshot':
        return this.#inTurn(() => this.#parts.stateSync.offer(call.value));
      case 'applySnapshotChunk':
        return this.#inTurn(() => this.#parts.stateSync.apply(call.value));
    }
  }

  #inTurn(work: () => ResponseValue | Promise<ResponseValue>): Promise<ResponseValue> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #info(): ResponseValue {
    const { engineHeight, headerHash } = this.#head();
    const value = {
      data: 'civic-ledger',
      lastBlockHeight: BigInt(engineHeight),
      lastBlockAppHash: fromHex(headerHash),
    };
    return { case: 'info', value };
  }

  /** The ledger's genesis block is durable since the start; here the two must name the same one. */
  #initChain({ appStateBytes, initialHeight, validators }: RequestInitChain): ResponseValue {
    const head = this.#head();
    const { ledgerId } = this.#options;
    const theirs = ledgerOf(appStateBytes);
    if (theirs !== ledgerId) {
      throw new Error(`CometBFT's genesis is that of the ledger ${theirs}, not of ${ledgerId}`);
    }
    if (initialHeight !== 1n || head.engineHeight !== 0) {
      const heights = `from ${initialHeight}, with a ledger at ${head.engineHeight}`;
      throw new Error(`CometBFT must start at height 1 on an unused ledger, not ${heights}`);
    }
    requireSameValidators(validators.map(powerOf), this.#parts.application.validators());
    return { case: 'initChain', value: { appHash: fromHex(head.headerHash) } };
  }

  async #checkTx(transaction: Uint8Array): Promise<ResponseValue> {
    const isBatch = (await this.#parts.batches.read(transaction)) !== undefined;
    const code = isBatch ? CODE_OK : CODE_MALFORMED;
    const log = isBatch ? '' : 'not a batch of well-formed, well-signed events';
    return { case: 'checkTx', value: { code, log } };
  }

  async #prepareProposal({ txs, maxTxBytes }: RequestPrepareProposal): Promise<ResponseValue> {
    const most = Math.min(Number(maxTxBytes), this.#options.proposalBytes);
    const chosen: Uint8Array[] = [];
    let [bytes, unfolded] = [0, 0];
    for (const transaction of txs) {
      // CometBFT makes no proposal at all of more than it allows, and the round is lost.
      if (transaction.length > maxTxBytes) continue;
      if (chosen.length > 0 && bytes + transaction.length > most) break;
      const events = await this.#parts.batches.read(transaction);
      if (events === undefined) continue;
      unfolded += batchBytes(events);
      if (unfolded > PROPOSAL_BATCH_BYTES_MAX) break;
      chosen.push(transaction);
      bytes += transaction.length;
    }
    return { case: 'prepareProposal', value: { txs: chosen } };
  }

  async #processProposal(transactions: readonly Uint8Array[]): Promise<ResponseValue> {
    const isSound = await this.#isSound(transactions);
    const value = isSound ? PROPOSAL.accept : PROPOSAL.reject;
    return { case: 'processProposal', value: { value } };
  }

  /** One after the other: what a proposal may not hold is not unfolded behind its first fault. */
  async #isSound(transactions: readonly Uint8Array[]): Promise<boolean> {
    let unfolded = 0;
    for (const transaction of transactions) {
      const events = await this.#parts.batches.read(transaction);
      if (events === undefined) return false;
      unfolded += batchBytes(events);
      if (unfolded > PROPOSAL_BATCH_BYTES_MAX) return false;
    }
    return true;
  }

  async #finalizeBlock(request: RequestFinalizeBlock): Promise<ResponseValue> {
    const { txs, height, time, decidedLastCommit, misbehavior } = request;
    const read = await this.#readAll(txs);
    const started = performance.now();
    const events = read.flatMap((batch): readonly OrderedEvent[] => batch ?? []);
    const block = this.#parts.application.finalizeBlock({
      engineHeight: Number(height),
      time: blockTime(time),
      events,
    });
    const seconds = (performance.now() - started) / 1_000;
    const roundBefore = decidedLastCommit?.round ?? 0;
    const entries = block.head.header.size - this.#head().header.size;
    const misbehaved = misbehavior.flatMap(({ validator }) =>
      validator === undefined ? [] : [toHex(validator.address)],
    );
    this.#executed = { ...block, transactions: txs, entries, roundBefore, misbehaved, seconds };
    this.#parts.reached('finalized', entries > 0);
    const appHash = fromHex(block.head.headerHash);
    const txResults = read.map((batch) => ({
      code: batch === undefined ? CODE_MALFORMED : CODE_OK,
    }));
    const validatorUpdates = block.powerChanges.map(({ validatorKey, power }) => ({
      pubKey: { ed25519: fromHex(validatorKey) },
      power: BigInt(power),
    }));
    return { case: 'finalizeBlock', value: { appHash, txResults, validatorUpdates } };
  }

  #commit(): ResponseValue {
    const executed = this.#executed;
    if (executed === undefined) throw new Error('CometBFT asks for Commit before FinalizeBlock');
    const { application, batches, reached, onBlock, retainHeight } = this.#parts;
    const { head, results, transactions, entries, roundBefore, misbehaved } = executed;
    const started = performance.now();
    reached('commit-asked', entries > 0);
    application.commit();
    // Durable from here on: only now may anybody be told.
    reached('committed', entries > 0);
    this.#executed = undefined;
    for (const transaction of transactions) batches.forget(transaction);
    onBlock({
      head,
      results,
      roundBefore,
      misbehaved,
      transactions: transactions.length,
      entries,
      seconds: executed.seconds + (performance.now() - started) / 1_000,
    });
    const value = { retainHeight: BigInt(retainHeight(head.engineHeight)) };
    return { case: 'commit', value };
  }

  /** The path `header` answers the newest block header; there is nothing else to ask here. */
  #query({ path }: RequestQuery): ResponseValue {
    const { headerText, engineHeight } = this.#head();
    if (path !== 'header') return { case: 'query', value: { code: 1, log: 'ask for "header"' } };
    const value = { value: utf8(headerText), height: BigInt(engineHeight) };
    return { case: 'query', value };
  }

  #readAll(transactions: readonly Uint8Array[]): Promise<readonly BatchEvents[]> {
    return Promise.all(transactions.map((transaction) => this.#parts.batches.read(transaction)));
  }

  #head(): Head {
    const head = this.#parts.application.head();
    if (head === undefined) throw new Error('the ledger has no genesis block yet');
    return head;
  }
}

function powerOf({ pubKey, power }: ValidatorUpdate): PowerChange {
  return { validatorKey: toHex(pubKey?.ed25519 ?? new Uint8Array()), power: Number(power) };
}

/** The ledger id pins the ledger's genesis, and so its validators: CometBFT's must be the same. */
function requireSameValidators(theirs: readonly PowerChange[], ours: readonly PowerChange[]): void {
  const [found, expected] = [theirs, ours].map((set) =>
    set
      .map(({ validatorKey, power }) => `${validatorKey} with ${power}`)
      .sort()
      .join(', '),
  );
  if (found === expected) return;
  throw new Error(
    `CometBFT's genesis has the validators ${found || 'none'}, the ledger's ${expected || 'none'}`,
  );
}

/** The id of the ledger whose genesis document is CometBFT's app_state, in whatever layout. */
function ledgerOf(appState: Uint8Array): Hex {
  return genesisHash(encodeGenesis(JSON.parse(Buffer.from(appState).toString()) as Genesis));
}
