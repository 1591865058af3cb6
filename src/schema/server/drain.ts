/** Closing: no new work, what is in flight is finished, and nobody can hold it up for long. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Sockets } from './ws.js';

/** The open connections of `server`, kept up to date. */
export function trackConnections(server: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  server.on('connection', (connection: Socket) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  return connections;
}

export interface DrainParts {
  readonly app: FastifyInstance;
  readonly sockets: Sockets;
  readonly connections: ReadonlySet<Socket>;
}

const SWEEP_MS = 50;

/** Closes both transports at once; what is not done after `drainMs` is cut off. */
export async function drain(
  { app, sockets, connections }: DrainParts,
  drainMs: number,
): Promise<void> {
  const late = setTimeout(() => {
    sockets.terminate();
    app.server.closeAllConnections();
  }, drainMs);
  // Busy connections become idle after their answer.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  // Node counts a connection that was opened and never used as busy with its first request.
  for (const connection of connections) if (connection.bytesRead === 0) connection.destroy();
  try {
    await Promise.all([app.close(), sockets.close()]);
  } finally {
    clearTimeout(late);
    clearInterval(sweep);
  }
}
