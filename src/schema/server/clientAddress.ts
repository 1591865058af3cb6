/** Who is at the other end of a connection, through a known number of reverse proxies. */
import type { IncomingMessage } from 'node:http';

/**
 * The client's address. Each proxy appends the address it saw to X-Forwarded-For, so with `hops`
 * trusted proxies the client is the `hops`-th from the end; what stands before it the client may
 * have written itself.
 */
export function clientAddress(request: IncomingMessage, hops: number): string {
  const nearest = request.socket.remoteAddress ?? '';
  if (hops === 0) return withoutMapping(nearest);
  const header = request.headers['x-forwarded-for'];
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  const forwarded = text.split(',').map((part) => part.trim());
  const addresses = [...forwarded.filter((part) => part !== ''), nearest];
  return withoutMapping(addresses.at(-1 - Math.min(hops, addresses.length - 1)) ?? nearest);
}

/** True for addresses of this machine. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** The network that counts as one client: an IPv4 address, or the first 64 bits of an IPv6 one. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const before = head.split(':');
  if (tail === undefined) return before.slice(0, 4).join(':');
  const after = tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}

/** IPv4 addresses arrive as `::ffff:192.0.2.1` on sockets that take both families. */
function withoutMapping(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
