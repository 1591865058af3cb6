/**
 * One ABCI connection: requests in, replies out strictly in the order of the requests, however long
 * each takes. CometBFT pairs replies by order alone, so a reply out of its turn would give one
 * transaction the verdict of another. Flush is answered in its turn and does nothing: every reply
 * is written as soon as its turn comes.
 */
import type { Socket } from 'node:net';
import {
  type ApplicationCall,
  decodeRequest,
  type Request,
  responseFrame,
  type ResponseValue,
} from './abciMessages.js';
import { FrameReader } from './frames.js';

/** Answers one call. A rejection means that the application cannot go on. */
export type AnswerCall = (call: ApplicationCall) => ResponseValue | Promise<ResponseValue>;

export interface ConnectionOptions {
  /** Largest request taken, in bytes. */
  readonly frameBytesMax: number;
  /** Requests under way before the connection is not read any further. */
  readonly requestsMax: number;
}

export interface ConnectionParts {
  readonly answer: AnswerCall;
  /** The other side sent what cannot be understood; the connection is being closed. */
  readonly onPeerFault: (error: Error) => void;
  /** The application failed in answering; the connection is being closed. */
  readonly onFailure: (error: Error) => void;
}

/** The place of one reply in the order of replies. */
interface Turn {
  frame?: Uint8Array;
  /** The last reply on this connection: an exception. */
  last?: boolean;
}

/** Serves `socket` until either side ends it. */
export function serveConnection(
  socket: Socket,
  options: ConnectionOptions,
  parts: ConnectionParts,
): void {
  new AbciConnection(socket, options, parts).start();
}

class AbciConnection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #parts: ConnectionParts;
  readonly #reader: FrameReader;
  /** Requests not yet replied to, oldest first. */
  readonly #turns: Turn[] = [];
  #ended = false;

  constructor(socket: Socket, options: ConnectionOptions, parts: ConnectionParts) {
    this.#socket = socket;
    this.#options = options;
    this.#parts = parts;
    this.#reader = new FrameReader(options.frameBytesMax);
  }

  start(): void {
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('drain', () => this.#readOn());
    // A lost connection needs no word: CometBFT ends with it, and whoever started it notices.
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => (this.#ended = true));
  }

  #take(chunk: Uint8Array): void {
    if (this.#ended) return;
    try {
      for (const message of this.#reader.push(chunk)) {
        this.#call(decodeRequest(message).value);
        if (this.#ended) return;
      }
    } catch (error) {
      this.#end({}, asError(error), this.#parts.onPeerFault);
    }
    if (this.#turns.length >= this.#options.requestsMax) this.#socket.pause();
  }

  #call(call: Request['value']): void {
    const turn: Turn = {};
    this.#turns.push(turn);
    if (call.case === undefined) {
      const error = new Error('an ABCI call that this ledger does not know');
      this.#end(turn, error, this.#parts.onPeerFault);
    } else if (call.case === 'flush') this.#reply(turn, { case: 'flush', value: {} });
    else if (call.case === 'echo') this.#reply(turn, call);
    else this.#answer(turn, call);
  }

  #answer(turn: Turn, call: ApplicationCall): void {
    try {
      const answer = this.#parts.answer(call);
      if (!(answer instanceof Promise)) return this.#reply(turn, answer);
      answer.then(
        (value) => this.#reply(turn, value),
        (error: unknown) => this.#end(turn, asError(error), this.#parts.onFailure),
      );
    } catch (error) {
      this.#end(turn, asError(error), this.#parts.onFailure);
    }
  }

  #reply(turn: Turn, value: ResponseValue): void {
    turn.frame = responseFrame(value);
    this.#writeInTurn();
  }

  /** Replies to `turn` with an exception, which ends the connection; nothing more is read. */
  #end(turn: Turn, error: Error, report: (error: Error) => void): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#turns.includes(turn)) this.#turns.push(turn);
    turn.frame = responseFrame({ case: 'exception', value: { error: error.message } });
    turn.last = true;
    this.#writeInTurn();
    report(error);
  }

  #writeInTurn(): void {
    let turn = this.#turns[0];
    while (turn?.frame !== undefined) {
      this.#turns.shift();
      this.#socket.write(turn.frame);
      if (turn.last === true) {
        this.#turns.length = 0;
        this.#socket.end();
        return;
      }
      turn = this.#turns[0];
    }
    this.#readOn();
  }

  /** Reads on when replies go out as fast as requests come in. */
  #readOn(): void {
    const isBehind = this.#socket.writableNeedDrain;
    if (isBehind || this.#turns.length >= this.#options.requestsMax) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
