/**
 * The socket on which CometBFT calls the application (ABCI 2.0, spec/abci). CometBFT opens four
 * connections (query, snapshot, mempool, consensus) that do not name themselves: every call is
 * taken on every one of them.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { type ConnectionOptions, type ConnectionParts, serveConnection } from './abciConnection.js';

export interface ServerParts extends ConnectionParts {
  /** A connection has closed, and CometBFT does not go on without it; `left` are still open. */
  readonly onClosed: (left: number) => void;
}

/** Listens for CometBFT and keeps its connections. */
export class AbciServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(options: ConnectionOptions, parts: ServerParts) {
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        parts.onClosed(this.#sockets.size);
      });
      serveConnection(socket, options, parts);
    });
  }

  /** Connections that are open. */
  connections(): number {
    return this.#sockets.size;
  }

  /** Listens on the Unix socket at `path`. Rejects with the system's error when it cannot. */
  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  /** Ends every connection and stops listening. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
