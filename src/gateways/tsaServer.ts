/** A time-stamping authority as a server of its own: for those that have no ledger. */
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { tsaGateway, type TsaParts } from './tsa.js';

export interface RunningTsa {
  /** The address that clients post to. */
  readonly url: string;
  close(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 10_000;

/** Starts listening. Rejects when the address cannot be had. */
export async function startTsaServer(
  { host, port }: { readonly host: string; readonly port: number },
  parts: TsaParts,
): Promise<RunningTsa> {
  const app = fastify({ requestTimeout: REQUEST_TIMEOUT_MS, forceCloseConnections: true });
  await app.register(tsaGateway(parts));
  await app.listen({ host, port });
  const { port: taken } = app.server.address() as AddressInfo;
  return { url: `http://${host}:${taken}/tsa`, close: () => app.close() };
}
