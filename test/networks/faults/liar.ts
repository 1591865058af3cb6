/**
 * An application that does not follow the rules: it stands between CometBFT and an honest ledger on
 * the ABCI socket, hands every call on, and while it has a lie to tell, changes or keeps back what
 * the ledger answers. CometBFT and the ledger behind it are the real ones, so that the same node is
 * honest again as soon as the lie is lifted.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import {
  type ApplicationCall,
  decodeRequest,
  decodeResponse,
  PROPOSAL,
  responseFrame,
} from '../../../src/consensus/cometbft/abciMessages.js';
import { encodeFrame, FrameReader } from '../../../src/consensus/cometbft/frames.js';
import {
  decodeTransaction,
  encodeTransaction,
} from '../../../src/consensus/cometbft/transaction.js';
import { BATCH_NONCE_BYTES } from '../../../src/ledger/eventBatch.js';
import type { SignedEvent } from '../../../src/ledger/signedEvent.js';
import type { Lie } from '../manifest.js';

type Transactions = readonly Uint8Array[];

export interface LiarParts {
  /** Unix socket that the ledger listens on. */
  readonly ledgerPath: string;
  /** Unix socket that CometBFT is told to call. */
  readonly path: string;
  /** A new well-signed event with `bytes` of ballast. */
  readonly sign: (bytes: number) => SignedEvent;
}

const FRAME_BYTES_MAX = 64 * 1024 * 1024;
/** Larger than genesis lets an event be. */
const BALLAST_BYTES = 1_100_000;
/** Larger than genesis lets a block be. */
const BLOCK_BYTES = 3_000_000;
/** Together more than a proposal may unfold to; compressed, some kilobytes. */
const FOLDED = { batches: 18, ballastBytes: 1_000_000 } as const;
const REPLAYED_MAX = 2;

export class Liar {
  /** How often it has not answered what the ledger did. */
  told = 0;
  readonly #parts: LiarParts;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #lie: Lie | undefined;
  #lifted: Promise<void> = Promise.resolve();
  #lift = (): void => undefined;
  /** Transactions of the last block that had any. */
  #decided: Transactions = [];

  private constructor(parts: LiarParts) {
    this.#parts = parts;
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
  }

  static async listen(parts: LiarParts): Promise<Liar> {
    const liar = new Liar(parts);
    await new Promise<void>((resolve, reject) => {
      liar.#server.once('error', reject);
      liar.#server.listen(parts.path, resolve);
    });
    return liar;
  }

  /** Tells `lie` from now on. */
  tell(lie: Lie): void {
    this.told = 0;
    this.#lie = lie;
    this.#lifted = new Promise((resolve) => {
      this.#lift = resolve;
    });
  }

  /** Is honest from now on, and says what it has kept back. */
  beHonest(): void {
    this.#lie = undefined;
    this.#lift();
  }

  async close(): Promise<void> {
    this.beHonest();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  /** Each end goes when the other does, as without anybody between them. */
  #serve(engine: Socket): void {
    const ledger = connect(this.#parts.ledgerPath);
    const questions: ApplicationCall[] = [];
    for (const [one, other] of [
      [engine, ledger],
      [ledger, engine],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    const calls = new FrameReader(FRAME_BYTES_MAX);
    engine.on('data', (chunk: Buffer) => {
      for (const message of calls.push(chunk)) {
        questions.push(this.#heard(decodeRequest(message).value as ApplicationCall));
        ledger.write(encodeFrame(message));
      }
    });
    const replies = new FrameReader(FRAME_BYTES_MAX);
    let turn: Promise<unknown> = Promise.resolve();
    ledger.on('data', (chunk: Buffer) => {
      for (const message of replies.push(chunk)) {
        const question = questions.shift();
        turn = turn.then(async () => engine.write(await this.#answer(question, message)));
      }
    });
  }

  #heard(call: ApplicationCall): ApplicationCall {
    if (call.case === 'finalizeBlock' && call.value.txs.length > 0) this.#decided = call.value.txs;
    return call;
  }

  async #answer(call: ApplicationCall | undefined, honest: Uint8Array): Promise<Uint8Array> {
    const lie = this.#lie;
    if (lie === undefined) return encodeFrame(honest);
    if (call?.case === 'prepareProposal') {
      if (lie === 'withhold-proposals') await this.#keepBack();
      return this.#proposal(lie, honest);
    }
    if (call?.case !== 'processProposal') return encodeFrame(honest);
    if (lie === 'withhold-votes') await this.#keepBack();
    const value = lie === 'refuse-proposals' ? PROPOSAL.reject : PROPOSAL.accept;
    if (lie === 'refuse-proposals') this.told += 1;
    return responseFrame({ case: 'processProposal', value: { value } });
  }

  async #keepBack(): Promise<void> {
    this.told += 1;
    await this.#lifted;
  }

  #proposal(lie: Lie, honest: Uint8Array): Uint8Array {
    const { value } = decodeResponse(honest);
    if (value.case !== 'prepareProposal') throw new Error(`${value.case} answers a proposal`);
    const { txs } = value.value;
    const changed = this.#changed(lie, txs);
    if (changed === undefined) return encodeFrame(honest);
    this.told += 1;
    return responseFrame({ case: 'prepareProposal', value: { txs: [...changed] } });
  }

  /** What is proposed instead, or undefined when there is nothing to lie about. */
  #changed(lie: Lie, txs: Transactions): Transactions | undefined {
    switch (lie) {
      case 'wrong-signature':
        return [...txs, batchOf([withWrongSignature(this.#parts.sign(0))])];
      case 'malformed':
        return [...txs, batchOf([this.#parts.sign(0)]).subarray(0, -1)];
      case 'oversized-event':
        return [...txs, batchOf([this.#parts.sign(BALLAST_BYTES)])];
      case 'oversized-block':
        return [...txs, randomBytes(BLOCK_BYTES)];
      case 'folded-block':
        return Array.from({ length: FOLDED.batches }, () =>
          batchOf([this.#parts.sign(FOLDED.ballastBytes)]),
        );
      case 'duplicate':
        return txs.length === 0 ? undefined : [...txs, ...txs.map(asAnotherTransaction), ...txs];
      case 'replay':
        return this.#decided.length === 0
          ? undefined
          : [...this.#decided.slice(0, REPLAYED_MAX), ...txs];
      case 'withhold-batches':
        return txs.length === 0 ? undefined : [];
      case 'withhold-proposals':
      case 'withhold-votes':
      case 'refuse-proposals':
        return undefined;
    }
  }
}

function batchOf(events: readonly SignedEvent[]): Uint8Array {
  return encodeTransaction(events, randomBytes(BATCH_NONCE_BYTES));
}

/** The same events in other bytes. */
function asAnotherTransaction(transaction: Uint8Array): Uint8Array {
  return batchOf(decodeTransaction(transaction) ?? []);
}

function withWrongSignature({ body, signature }: SignedEvent): SignedEvent {
  const changed = signature.startsWith('0') ? '1' : '0';
  return { body, signature: changed + signature.slice(1) };
}
