/**
 * The server edge: one port with GraphQL over HTTP and WebSocket, GraphiQL, health, metrics and the
 * gateways. Every request has an id, every size a bound; closing finishes what is in flight.
 */
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { startApollo } from './apollo.js';
import { Deadlines } from './deadlines.js';
import { Documents } from './documents.js';
import { drain, trackConnections } from './drain.js';
import { requestIds } from './execution.js';
import { answerBrowsers } from './graphiql.js';
import { graphqlHandler } from './graphqlRoute.js';
import { healthRoutes } from './health.js';
import { answerFaults } from './httpFaults.js';
import { Origins } from './origins.js';
import type { EdgeOptions, EdgeParts } from './parts.js';
import { RateLimit } from './rateLimit.js';
import { guardResponses } from './responseHeaders.js';
import { openSockets } from './ws.js';

export interface RunningEdge {
  /** `http://<host>:<port>`, without a path. */
  readonly url: string;
  /** Stops taking requests, finishes those in flight within `limits.drainMs`, and resolves. */
  close(): Promise<void>;
}

/** Starts listening. Rejects when the address cannot be had. */
export async function startHttp(options: EdgeOptions, parts: EdgeParts): Promise<RunningEdge> {
  const { limits } = options;
  const { log, schema } = parts;
  const documents = new Documents(options, schema);
  const apollo = await startApollo(options, { schema, documents, log });
  const nextId = requestIds(randomBytes(6).toString('hex'));
  const deadlines = new Deadlines(limits.executionMs);
  const shared = { ...parts, documents, deadlines, rateLimit: new RateLimit(limits), nextId };
  const app = bareServer(options, nextId);
  const connections = trackConnections(app.server);
  let closing = false;
  const closingProbe = { name: 'edge', check: () => (closing ? 'the server is closing' : null) };
  let origins = new Origins(options.origins, options.port);
  answerFaults(app, options, parts);
  guardResponses(app, { allows: (origin) => origins.allows(origin) });
  await app.register(healthRoutes({ ...parts, probes: [...parts.probes, closingProbe] }));
  for (const gateway of parts.gateways) await app.register(gateway);
  const handler = graphqlHandler(options, { ...shared, apollo });
  const preHandler = options.graphiql ? [answerBrowsers()] : [];
  app.route({ method: METHODS, url: '/graphql', exposeHeadRoute: false, preHandler, handler });

  const sockets = openSockets(
    app.server,
    { ...options, allows: (origin) => origins.allows(origin) },
    shared,
  );
  await app.listen({ host: options.host, port: options.port });
  const { port } = app.server.address() as AddressInfo;
  origins = new Origins(options.origins, port);
  const close = async (): Promise<void> => {
    closing = true;
    await drain({ app, sockets, connections }, limits.drainMs);
    deadlines.stop();
    await apollo.stop();
  };
  let closed: Promise<void> | undefined;
  return { url: `http://${urlHost(options.host)}:${port}`, close: () => (closed ??= close()) };
}

/** Apollo answers 405 to the other ones. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function bareServer({ limits }: EdgeOptions, nextId: () => string): FastifyInstance {
  const app = fastify({
    bodyLimit: limits.bodyBytes,
    genReqId: nextId,
    // A client that trickles its request holds a socket: it gets this long for all of it.
    requestTimeout: limits.executionMs,
    routerOptions: { maxParamLength: 200 },
    // Names like __proto__ stay own properties in what JSON.parse makes, and nothing merges bodies
    // into other objects; the default scan of every body costs as much as a third of its parsing.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
  });
  return app;
}
