/** Stands in CometBFT's place: calls an ABCI server and pairs the replies by order, as it does. */
import { connect, type Socket } from 'node:net';
import {
  decodeResponse,
  requestFrame,
  type Response,
} from '../../../src/consensus/cometbft/abciMessages.js';
import { FrameReader } from '../../../src/consensus/cometbft/frames.js';

type Value = Response['value'];
type Call = Parameters<typeof requestFrame>[0];
/** What answers a call of the kind `Case`. */
type Answer<Case> = Extract<Value, { readonly case: Case }>['value'];

interface Open {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

export class AbciClient {
  /** Resolves when the connection has ended. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #open: Open[] = [];

  constructor(path: string) {
    this.#socket = connect(path);
    const reader = new FrameReader(100_000_000);
    this.#socket.on('data', (chunk: Buffer) => {
      for (const message of reader.push(chunk)) this.#take(decodeResponse(message).value);
    });
    this.#socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', () => {
        for (const { reject } of this.#open.splice(0)) reject(new Error('connection closed'));
        resolve();
      });
    });
  }

  /** Writes bytes that need not be a call. */
  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** The reply to the call `kind`; rejects with the exception's words when it is one. */
  async call<Kind extends NonNullable<Value['case']>>(
    kind: Kind,
    value: object = {},
  ): Promise<Answer<Kind>> {
    const reply = await new Promise<Value>((resolve, reject) => {
      this.#open.push({ resolve, reject });
      this.#socket.write(requestFrame({ case: kind, value } as Call));
    });
    if (reply.case === 'exception') throw new Error(reply.value.error);
    if (reply.case !== kind) throw new Error(`${kind} was answered by ${reply.case}`);
    return reply.value as Answer<Kind>;
  }

  async echo(message: string): Promise<string> {
    return (await this.call('echo', { message })).message;
  }

  checkTx(tx: Uint8Array): Promise<Answer<'checkTx'>> {
    return this.call('checkTx', { tx });
  }

  commit(): Promise<Answer<'commit'>> {
    return this.call('commit');
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(value: Value): void {
    this.#open.shift()?.resolve(value);
  }
}
