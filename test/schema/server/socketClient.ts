/** A raw WebSocket client: tests say each message, and see each message and the close code. */
import { afterEach } from '@jest/globals';
import { type ClientOptions, WebSocket } from 'ws';
import type { TestEdge } from './runningEdge.js';

export interface SocketClient {
  readonly socket: WebSocket;
  send(message: unknown): void;
  /** The next message that has not been taken. */
  next(): Promise<Record<string, unknown>>;
  /** The close code. */
  readonly closed: Promise<number>;
}

const open: WebSocket[] = [];

afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
});

/** Connects; rejects when the handshake is refused. */
export async function connect(
  edge: TestEdge,
  options: ClientOptions & { readonly protocol?: string; readonly path?: string } = {},
): Promise<SocketClient> {
  const { protocol = 'graphql-transport-ws', path = '/graphql', ...rest } = options;
  const socket = new WebSocket(`${edge.url.replace('http', 'ws')}${path}`, protocol, rest);
  open.push(socket);
  const messages: Record<string, unknown>[] = [];
  const waiting: ((message: Record<string, unknown>) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Record<string, unknown>;
    const taker = waiting.shift();
    if (taker === undefined) messages.push(message);
    else taker(message);
  });
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => resolve(code));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  return {
    socket,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: () =>
      new Promise((resolve) => {
        const message = messages.shift();
        if (message === undefined) waiting.push(resolve);
        else resolve(message);
      }),
  };
}

/** Connects and waits for `connection_ack`. */
export async function connectAndInit(
  edge: TestEdge,
  options: Parameters<typeof connect>[1] = {},
): Promise<SocketClient> {
  const client = await connect(edge, options);
  client.send({ type: 'connection_init' });
  await client.next();
  return client;
}

/** Sends one operation. */
export function subscribe(
  client: SocketClient,
  query: string,
  { id = '1', variables }: { id?: string; variables?: Record<string, unknown> } = {},
): void {
  client.send({ id, type: 'subscribe', payload: { query, variables } });
}
