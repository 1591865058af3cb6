/** Limits of the GraphQL edge, the same over HTTP and WebSocket. */
import { LedgerError } from './errors.js';

/** Every bound of the edge in one object. Sizes count what their last word says. */
export interface ServerLimits {
  /** Bytes of an HTTP request body. A batch of 10,000 commitments needs 0.7 MB. */
  readonly bodyBytes: number;
  /** Characters of a GraphQL document. */
  readonly documentCharacters: number;
  /** Lexical tokens of a GraphQL document. */
  readonly documentTokens: number;
  /** Brackets of any kind that are open at once in a GraphQL document. */
  readonly documentNesting: number;
  /** Nesting of fields, fragments followed; introspection has its own bound in graphql-js. */
  readonly depth: number;
  /** Aliases written in a document. */
  readonly aliases: number;
  /** Directives written in a document. */
  readonly directives: number;
  /** Fields directly under Query, Mutation or Subscription in one operation. */
  readonly rootFields: number;
  /** Fields that an operation may produce: each field times the sizes of the lists around it. */
  readonly cost: number;
  /** Largest `first`, `last` or list of `ids`. Single lists may allow less. */
  readonly listSize: number;
  /** What the cost assumes of a list whose size the operation does not say. */
  readonly listSizeAssumed: number;
  /** Characters of all documents that are kept parsed and checked. */
  readonly documentCacheCharacters: number;
  /** Milliseconds for a query or mutation; subscriptions have none. */
  readonly executionMs: number;
  /** HTTP requests and socket operations of one client in `rateSeconds`; 0 for no limit. */
  readonly rateRequests: number;
  /** Length of the window that `rateRequests` counts in. */
  readonly rateSeconds: number;
  /**
   * Whether clients of this very machine are free of `rateRequests`: tools, benches, health checks.
   */
  readonly rateExemptsLoopback: boolean;
  /** Bytes of one WebSocket message from a client. */
  readonly socketMessageBytes: number;
  /** WebSocket connections of all clients. */
  readonly sockets: number;
  /** WebSocket connections of one client address. */
  readonly socketsPerClient: number;
  /** Operations open at once on one WebSocket connection. */
  readonly operationsPerSocket: number;
  /** Unsent bytes at which a socket whose client keeps sending is closed. */
  readonly socketBufferBytes: number;
  /** Milliseconds for a client to send `connection_init`. */
  readonly connectionInitMs: number;
  /** Milliseconds between pings, and for each pong to come back. */
  readonly keepAliveMs: number;
  /** Milliseconds for what is in flight when the server closes. */
  readonly drainMs: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  bodyBytes: 4 * 1024 * 1024,
  documentCharacters: 32_768,
  documentTokens: 4_000,
  documentNesting: 100,
  depth: 12,
  aliases: 50,
  directives: 50,
  rootFields: 20,
  cost: 20_000,
  listSize: 1_000,
  listSizeAssumed: 20,
  documentCacheCharacters: 262_144,
  executionMs: 30_000,
  rateRequests: 20_000,
  rateSeconds: 10,
  rateExemptsLoopback: true,
  socketMessageBytes: 4 * 1024 * 1024,
  sockets: 2_000,
  socketsPerClient: 500,
  operationsPerSocket: 50,
  socketBufferBytes: 1024 * 1024,
  connectionInitMs: 5_000,
  keepAliveMs: 12_000,
  drainMs: 10_000,
};

/** LIMIT_EXCEEDED with its three facts. */
export function limitExceeded(field: string, limit: number, value: number | string): LedgerError {
  return new LedgerError('LIMIT_EXCEEDED', `${field} may be at most ${limit}, but is ${value}`, {
    field,
    limit: String(limit),
    value: String(value),
  });
}

/** Throws LIMIT_EXCEEDED when `value` is above `limit`. */
export function assertWithin(field: string, value: number, limit: number): void {
  if (value > limit) throw limitExceeded(field, limit, value);
}
