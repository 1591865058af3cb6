/**
 * One keep-alive HTTP/1.1 connection that sends requests whose bytes were made beforehand and reads
 * no more of an answer than its length. Cheap, because in a measurement the load generator shares
 * the machine's cores with the server.
 */
import { connect, type Socket } from 'node:net';

/** An answer: its status and its body's bytes. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** The connection ended before the answer was complete: nobody knows what became of the request. */
export class ConnectionLost extends Error {}

const HEADERS_END = Buffer.from('\r\n\r\n');

/** The bytes of a GraphQL request over HTTP/1.1 with `json` as its body. */
export function requestBytes(json: string): Buffer {
  const body = Buffer.from(json);
  const head =
    'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n' +
    `accept: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** A GraphQL request's body. */
export function requestJson(query: string, variables: object = {}): string {
  return JSON.stringify({ query, variables });
}

export class HttpConnection {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #receivedBytes = 0;
  /** Bytes of the whole answer, once its headers are in. */
  #expectedBytes: number | undefined;
  #waiting: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | undefined;
  #lost: Error | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(new ConnectionLost(error.message)));
    socket.on('close', () => this.#fail(new ConnectionLost('the server closed the connection')));
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = connect({ port, host: '127.0.0.1' });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new HttpConnection(socket);
  }

  /** Sends `request` and resolves with the answer. One request at a time. */
  send(request: Buffer): Promise<HttpAnswer> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    this.#lost ??= error;
    this.#waiting?.reject(this.#lost);
    this.#waiting = undefined;
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#receivedBytes += chunk.length;
    if (this.#expectedBytes === undefined) this.#readHeaders();
    if (this.#expectedBytes !== undefined && this.#receivedBytes >= this.#expectedBytes) {
      this.#answer();
    }
  }

  #readHeaders(): void {
    const bytes = this.#joined();
    const end = bytes.indexOf(HEADERS_END);
    if (end === -1) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1];
    if (length === undefined) {
      this.#fail(new Error('the answer has no content-length'));
      return;
    }
    this.#expectedBytes = end + HEADERS_END.length + Number(length);
  }

  #joined(): Buffer {
    const bytes = this.#received.length === 1 ? this.#received[0] : undefined;
    const joined = bytes ?? Buffer.concat(this.#received);
    this.#received = [joined];
    return joined;
  }

  #answer(): void {
    const bytes = this.#joined();
    const bodyStart = bytes.indexOf(HEADERS_END) + HEADERS_END.length;
    const status = Number(bytes.toString('latin1', 9, 12));
    this.#received = [];
    this.#receivedBytes = 0;
    this.#expectedBytes = undefined;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status, body: bytes.subarray(bodyStart) });
  }
}
