/** What the edge is made with: its settings, and the parts that node.ts hands in. */
import type { FastifyPluginAsync } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { ServerLimits } from '../limits.js';
import type { Probe } from './health.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';

export interface EdgeOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly limits: ServerLimits;
  /** Whether the schema can be asked for. Without it, errors suggest no names either. */
  readonly introspection: boolean;
  /** Whether GET /graphql shows GraphiQL to browsers. */
  readonly graphiql: boolean;
  /** Origins of web pages that may call this server, as browsers send them. */
  readonly origins: readonly string[];
  /** Reverse proxies in front of this server that append to X-Forwarded-For. */
  readonly proxyHops: number;
}

/**
 * Makes the context value of one operation, as a new object. The edge adds `requestId` and `signal`
 * (aborted when the caller has gone, completed the subscription, or the operation timed out).
 */
export type MakeContext = () => object;

export interface EdgeParts {
  readonly schema: GraphQLSchema;
  readonly makeContext: MakeContext;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Conditions of /readyz, beside that the server is not closing. */
  readonly probes: readonly Probe[];
  /** Other protocols on the same port. */
  readonly gateways: readonly FastifyPluginAsync[];
}
