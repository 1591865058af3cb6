/**
 * POST and GET /graphql: rate, document, cost and time limits around Apollo Server. What the limits
 * refuse never reaches Apollo, and is told in the same error form.
 */
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LedgerError } from '../errors.js';
import { clientAddress } from './clientAddress.js';
import type { Deadlines } from './deadlines.js';
import { type Documents, operationKind } from './documents.js';
import { Lifetime, OperationContext } from './execution.js';
import type { Metrics, RequestFacts } from './metrics.js';
import type { MakeContext } from './parts.js';
import { type PublicError, publicError, withRequestId } from './publicError.js';
import type { RateLimit } from './rateLimit.js';

export interface GraphqlRouteOptions {
  readonly proxyHops: number;
}

export interface GraphqlRouteParts {
  readonly apollo: ApolloServer;
  readonly documents: Documents;
  readonly deadlines: Deadlines;
  readonly rateLimit: RateLimit;
  readonly makeContext: MakeContext;
  readonly metrics: Metrics;
}

/** What is sent back. Returned by the handler and nothing else is: Fastify writes it. */
interface Answer {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: string;
  readonly operation: RequestFacts['operation'];
  readonly failed: boolean;
}

/** The handler of every method on /graphql. */
export function graphqlHandler(options: GraphqlRouteOptions, parts: GraphqlRouteParts) {
  const edge = { ...options, ...parts };
  return async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    const started = performance.now();
    const answer = await answerSafely(request, reply, edge);
    const { status, headers, body, operation, failed } = answer;
    const seconds = (performance.now() - started) / 1000;
    parts.metrics.request({ transport: 'http', operation, failed, seconds });
    void reply.code(status);
    for (const [name, value] of headers) void reply.header(name, value);
    return body;
  };
}

type Edge = GraphqlRouteOptions & GraphqlRouteParts;

async function answerSafely(
  request: FastifyRequest,
  reply: FastifyReply,
  edge: Edge,
): Promise<Answer> {
  try {
    const address = clientAddress(request.raw, edge.proxyHops);
    if (!edge.rateLimit.exempts(address)) await edge.rateLimit.take(address);
    return await answerChecked(request, reply, edge);
  } catch (error) {
    return errorAnswer(request, [error], edge.metrics);
  }
}

async function answerChecked(
  request: FastifyRequest,
  reply: FastifyReply,
  edge: Edge,
): Promise<Answer> {
  const { query, variables, operationName } = graphqlOf(request);
  if (query === undefined) return runApollo(request, reply, { edge, operation: 'unknown' });
  const checked = edge.documents.check(query, { variables, operationName });
  if ('errors' in checked) return errorAnswer(request, checked.errors, edge.metrics);
  const operation = operationKind(checked.document, operationName);
  if (operation === 'subscription') throw overWebSocketOnly();
  return runApollo(request, reply, { edge, operation });
}

/** Apollo would execute a subscription as if it were a query, and its resolver has no event. */
function overWebSocketOnly(): LedgerError {
  const facts = { field: 'operation', limit: 'query or mutation', value: 'subscription' };
  return new LedgerError('BAD_REQUEST', 'subscriptions come over WebSocket only', facts);
}

interface GraphqlOfRequest {
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** What the request says as far as it has the right types; Apollo tells what has not. */
function graphqlOf({ method, body, query: search }: FastifyRequest): GraphqlOfRequest {
  const from = method === 'GET' ? search : body;
  if (typeof from !== 'object' || from === null) return {};
  const { query, variables, operationName } = from as Record<string, unknown>;
  const given = method === 'GET' ? parsedOrNothing(variables) : variables;
  return {
    ...(typeof query === 'string' && query !== '' ? { query } : {}),
    ...(isRecord(given) ? { variables: given } : {}),
    ...(typeof operationName === 'string' ? { operationName } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsedOrNothing(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function runApollo(
  request: FastifyRequest,
  reply: FastifyReply,
  { edge, operation }: { readonly edge: Edge; readonly operation: RequestFacts['operation'] },
): Promise<Answer> {
  const lifetime = new Lifetime((watched) => {
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) watched.abort();
    });
  });
  const context = Object.assign(new OperationContext(request.id, lifetime), edge.makeContext());
  const run = edge.apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: headersForApollo(request),
      search: searchOf(request.url),
      body: request.body,
    },
    context: async () => context,
  });
  const { status, headers, body } = await edge.deadlines.within(run, lifetime);
  // Incremental delivery needs graphql 17; with 16 every answer is complete.
  if (body.kind !== 'complete') throw new Error('an answer in parts');
  const failed = body.string.startsWith('{"errors"');
  const text = failed ? named(body.string, request.id, edge.metrics) : body.string;
  return { status: status ?? 200, headers, body: text, operation, failed };
}

/** The headers that Apollo looks at; copying the others would cost more than they are worth. */
const APOLLO_HEADERS = [
  'accept',
  'apollo-require-preflight',
  'content-type',
  'x-apollo-operation-name',
];

function headersForApollo({ headers }: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const name of APOLLO_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') map.set(name, value);
  }
  return map;
}

function searchOf(url: string): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}

/** Apollo's error formatter does not know the request: its id is added to the finished text. */
function named(body: string, requestId: string, metrics: Metrics): string {
  const { errors, ...rest } = JSON.parse(body) as { errors: readonly PublicError[] };
  for (const error of errors) metrics.error(error.extensions.code);
  const withIds = errors.map((error) => withRequestId(error, requestId));
  return `${JSON.stringify({ errors: withIds, ...rest })}\n`;
}

/**
 * HTTP status of an answer that holds nothing but errors, by the first one's code; 400 otherwise.
 */
const STATUS: Readonly<Partial<Record<PublicError['extensions']['code'], number>>> = {
  RATE_LIMITED: 429,
  OVERLOADED: 503,
  TIMEOUT: 504,
  INTERNAL_SERVER_ERROR: 500,
};

function errorAnswer(
  request: FastifyRequest,
  causes: readonly unknown[],
  metrics: Metrics,
): Answer {
  const errors = causes.map((cause) => withRequestId(publicError(cause), request.id));
  for (const error of errors) metrics.error(error.extensions.code);
  const { code, retryAfterMs } = errors[0]?.extensions ?? { code: 'INTERNAL_SERVER_ERROR' };
  const headers: [string, string][] = [['content-type', errorType(request.headers.accept)]];
  if (typeof retryAfterMs === 'number') {
    headers.push(['retry-after', String(Math.ceil(retryAfterMs / 1000))]);
  }
  const status = STATUS[code] ?? 400;
  return {
    status,
    headers,
    body: `${JSON.stringify({ errors })}\n`,
    operation: 'unknown',
    failed: true,
  };
}

/** GraphQL over HTTP §6.1: the newer type when the client names it and not the older one first. */
function errorType(accept = ''): string {
  const newer = accept.indexOf('application/graphql-response+json');
  const older = accept.indexOf('application/json');
  const preferred = newer >= 0 && (older < 0 || newer < older);
  const type = preferred ? 'application/graphql-response+json' : 'application/json';
  return `${type}; charset=utf-8`;
}
