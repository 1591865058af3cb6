/**
 * TCP ports for servers that are stopped and started again on the same one. They lie below those
 * that Linux gives to outgoing connections (32,768 on): one of these could take the port meanwhile.
 */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

const FIRST = 10_000;
const LAST = 30_000;

/** `count` ports in a row that nobody listens on now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  for (;;) {
    const first = randomInt(FIRST, LAST - count);
    const ports = Array.from({ length: count }, (_, at) => first + at);
    const listening = await Promise.all(ports.map(listen));
    const servers = listening.filter((server) => server !== undefined);
    await Promise.all(servers.map((server) => once(server.close(), 'close')));
    if (servers.length === count) return ports;
  }
}

/** A server on `port`; undefined when the port is taken. */
async function listen(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => server,
    () => undefined,
  );
}
