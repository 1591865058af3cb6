/**
 * One WebSocket under the GraphQL protocol: keep-alive, back-pressure, and clients that send
 * without reading. Memory per socket is bounded by its open operations: each has at most one
 * message that the network has not taken, because the next result is asked for only then.
 */
import { setImmediate } from 'node:timers/promises';
import type { Server } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import type { ServerLimits } from '../limits.js';
import type { Lifetime } from './execution.js';
import type { Log } from './log.js';

/** What operations know of the socket they came over. */
export interface SocketClient {
  readonly address: string;
  /** What is open on the socket; aborted when it closes. */
  readonly operations: Set<Lifetime>;
}

export interface LinkParts {
  readonly address: string;
  readonly protocol: Server<SocketClient>;
  readonly limits: ServerLimits;
  readonly log: Log;
}

/** Messages after which a busy socket lets others have their turn. */
const SENDS_PER_TURN = 32;

/** The socket is gone: whoever produces for it stops. */
class SocketGone extends Error {}

/** Carries the protocol over `socket` until it closes. */
export function carry(socket: WebSocket, { address, protocol, limits, log }: LinkParts): void {
  const client: SocketClient = { address, operations: new Set() };
  const keepAlive = startKeepAlive(socket, limits.keepAliveMs);
  // ws closes with the fitting code by itself (1009 too big, 1007 no UTF-8, 1002 bad frame).
  socket.on('error', (error) => log.debug({ address, err: error }, 'a socket failed'));
  socket.on('ping', () => checkReading(socket, limits));
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: sender(socket),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) => {
        socket.on('message', (data) => {
          if (!checkReading(socket, limits)) return;
          handle(textOf(data)).catch((error: unknown) => messageFailed(socket, error, log));
        });
      },
    },
    client,
  );
  socket.once('close', (code, reason) => {
    clearInterval(keepAlive);
    for (const operation of client.operations) operation.abort();
    void closed(code, String(reason));
  });
}

/** Resolves when the network has taken the message; rejects when the socket is gone. */
function sender(socket: WebSocket): (text: string) => Promise<void> {
  let sends = 0;
  return async (text) => {
    if (socket.readyState !== socket.OPEN) throw new SocketGone();
    await new Promise<void>((resolve, reject) => {
      socket.send(text, (error) => (error ? reject(new SocketGone()) : resolve()));
    });
    // A fast reader's sends complete without leaving the microtask queue, and would starve timers.
    sends += 1;
    if (sends % SENDS_PER_TURN === 0) await setImmediate();
  };
}

/** With the default `binaryType` a message is one Buffer. */
function textOf(data: RawData): string {
  return (data as Buffer).toString();
}

/**
 * False, and the socket closed, when what was sent to this client has piled up while it keeps
 * sending: answers to pings and queries are the only data that the client's own reading does not
 * hold back.
 */
function checkReading(socket: WebSocket, { socketBufferBytes }: ServerLimits): boolean {
  if (socket.bufferedAmount <= socketBufferBytes) return true;
  // A close frame would wait behind the pile.
  socket.terminate();
  return false;
}

function messageFailed(socket: WebSocket, error: unknown, log: Log): void {
  if (error instanceof SocketGone) return;
  // graphql-ws throws on a message that only servers send.
  if (error instanceof Error && error.message.startsWith('Unexpected message of type')) {
    return socket.close(4400, 'Invalid message received');
  }
  log.error({ err: error }, 'a socket message failed');
  socket.close(4500, 'Internal server error');
}

/** Pings; a client that does not answer until the next ping is cut off. */
function startKeepAlive(socket: WebSocket, keepAliveMs: number): NodeJS.Timeout {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  return setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, keepAliveMs).unref();
}
