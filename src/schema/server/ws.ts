/**
 * GraphQL over WebSocket (graphql-transport-ws) on the port and path of HTTP. The protocol itself
 * is graphql-ws; here is what it leaves open: who may connect, how many, how fast, and how it ends.
 *
 * Close codes: 1001 the server closes, 1013 too many sockets or a client that does not read (both
 * may come back later); 4400 no GraphQL message, 4401, 4406, 4408, 4409, 4429 as the protocol says.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ServerLimits } from '../limits.js';
import { clientAddress } from './clientAddress.js';
import { carry } from './socketLink.js';
import { type SocketOperationParts, socketOperations } from './socketOperations.js';

export interface SocketOptions {
  readonly limits: ServerLimits;
  readonly proxyHops: number;
  /** Whether a page of this origin may connect; programs send none. */
  readonly allows: (origin: string | undefined) => boolean;
}

export interface Sockets {
  /** Takes no more, closes all with 1001, and resolves when the clients have confirmed. */
  close(): Promise<void>;
  /** Cuts off what is still open. */
  terminate(): void;
}

/** Accepts sockets on the upgrade requests of `server`. */
export function openSockets(
  server: Server,
  options: SocketOptions,
  parts: SocketOperationParts,
): Sockets {
  const { limits } = options;
  const protocol = makeServer(socketOperations(limits, parts));
  const perClient = new Map<string, number>();
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.socketMessageBytes,
    // Compression costs memory on every socket, and an attacker chooses how much.
    perMessageDeflate: false,
    handleProtocols,
  });
  let closing = false;

  const take = (socket: WebSocket, request: IncomingMessage): void => {
    const address = clientAddress(request, options.proxyHops);
    const count = (perClient.get(address) ?? 0) + 1;
    perClient.set(address, count);
    parts.metrics.socketOpened();
    socket.once('close', () => {
      parts.metrics.socketClosed();
      const left = (perClient.get(address) ?? 1) - 1;
      if (left > 0) perClient.set(address, left);
      else perClient.delete(address);
    });
    if (webSockets.clients.size > limits.sockets || count > limits.socketsPerClient) {
      // Before anything listens: the client of a refused socket is never heard.
      socket.on('error', () => undefined);
      socket.close(1013, 'Too many connections');
      return;
    }
    carry(socket, { address, protocol, limits, log: parts.log });
  };

  server.on('upgrade', (request, stream, head) => {
    const refusal = closing ? '503 Service Unavailable' : refusalOf(request, options);
    if (refusal !== undefined) return refuse(stream, refusal);
    webSockets.handleUpgrade(request, stream, head, take);
  });

  return {
    close: async () => {
      closing = true;
      await closeAll(webSockets);
    },
    terminate: () => {
      for (const socket of webSockets.clients) socket.terminate();
    },
  };
}

/** The HTTP status for a request that gets no socket, or undefined. */
function refusalOf(request: IncomingMessage, { allows }: SocketOptions): string | undefined {
  const path = request.url?.split('?', 1)[0];
  if (path !== '/graphql') return '404 Not Found';
  return allows(request.headers.origin) ? undefined : '403 Forbidden';
}

function refuse(stream: Duplex, status: string): void {
  stream.on('error', () => undefined);
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function closeAll(webSockets: WebSocketServer): Promise<void> {
  const closed = [...webSockets.clients].map(
    (socket) =>
      new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
        socket.close(1001, 'Going away');
      }),
  );
  await Promise.all(closed);
}
