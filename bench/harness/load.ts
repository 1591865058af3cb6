/**
 * Load on a server over keep-alive connections: closed (each connection sends its next request when
 * the last is answered: finds the most that the server can do) or open (requests start on a
 * schedule, also when the server is late: finds what users would wait).
 */
import { type HttpAnswer, HttpConnection } from '../../test/support/live/httpConnection.js';
import { pause } from '../../test/support/live/serverProcess.js';

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds per request, ascending. In open load counted from the scheduled start. */
  readonly latenciesMs: Float64Array;
}

export interface Target {
  readonly port: number;
  readonly connections: number;
  readonly requests: readonly Buffer[];
}

const MS_PER_SECOND = 1_000;

/** Sends every request once, as fast as `connections` callers can. Throws at an error answer. */
export async function closedLoad({ port, connections, requests }: Target): Promise<LoadResult> {
  const latenciesMs = new Float64Array(requests.length);
  let next = 0;
  return withConnections({ port, connections, latenciesMs }, async (connection) => {
    for (let index = next++; index < requests.length; index = next++) {
      const sent = performance.now();
      assertAnswered(await connection.send(requests[index] as Buffer));
      latenciesMs[index] = performance.now() - sent;
    }
  });
}

/** Sends every request once, request `i` at `i / requestsPerSecond` seconds after the start. */
export async function openLoad(
  { port, connections, requests }: Target,
  requestsPerSecond: number,
): Promise<LoadResult> {
  const latenciesMs = new Float64Array(requests.length);
  const started = performance.now();
  let next = 0;
  return withConnections({ port, connections, latenciesMs }, async (connection) => {
    for (let index = next++; index < requests.length; index = next++) {
      const due = started + (index * MS_PER_SECOND) / requestsPerSecond;
      const wait = due - performance.now();
      if (wait > 0) await pause(wait);
      assertAnswered(await connection.send(requests[index] as Buffer));
      // From the moment a user would have asked, not from when a connection was free for them.
      latenciesMs[index] = performance.now() - Math.max(due, started);
    }
  });
}

async function withConnections(
  load: { readonly port: number; readonly connections: number; readonly latenciesMs: Float64Array },
  run: (connection: HttpConnection) => Promise<void>,
): Promise<LoadResult> {
  const open = Array.from({ length: load.connections }, () => HttpConnection.open(load.port));
  const connections = await Promise.all(open);
  const started = performance.now();
  try {
    await Promise.all(connections.map(run));
  } finally {
    for (const connection of connections) connection.close();
  }
  const seconds = (performance.now() - started) / MS_PER_SECOND;
  return { requests: load.latenciesMs.length, seconds, latenciesMs: load.latenciesMs.sort() };
}

function assertAnswered({ status, body }: HttpAnswer): void {
  // The word stands in an answer only as the name of GraphQL's list of errors.
  if (status === 200 && !body.includes('"errors"')) return;
  throw new Error(`the server answered ${status}: ${body.toString('utf8', 0, 2_000)}`);
}

/** The latency that `share` (0 to 1) of the requests did not exceed, in milliseconds. */
export function percentile({ latenciesMs }: LoadResult, share: number): number {
  const index = Math.min(latenciesMs.length - 1, Math.floor(latenciesMs.length * share));
  return latenciesMs[index] ?? 0;
}
