/**
 * Operations over a WebSocket under the same limits, masking and ids as over HTTP. graphql-ws
 * passes by everything that is attached to Apollo, so all of it is set here.
 */
import {
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  subscribe,
} from 'graphql';
import type { ServerOptions, SubscribePayload } from 'graphql-ws';
import { limitExceeded, type ServerLimits } from '../limits.js';
import type { Deadlines } from './deadlines.js';
import { type Documents, noSuchOperation } from './documents.js';
import { Lifetime, OperationContext } from './execution.js';
import type { Log } from './log.js';
import type { Metrics, RequestFacts } from './metrics.js';
import type { MakeContext } from './parts.js';
import { isMasked, publicError, rootCause, withRequestId } from './publicError.js';
import type { RateLimit } from './rateLimit.js';
import type { SocketClient } from './socketLink.js';
import { isStream, type ResultStream, watched } from './watchedStream.js';

export interface SocketOperationParts {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly deadlines: Deadlines;
  readonly rateLimit: RateLimit;
  readonly makeContext: MakeContext;
  readonly nextId: () => string;
  readonly metrics: Metrics;
  readonly log: Log;
}

type Parts = SocketOperationParts & { readonly limits: ServerLimits };

/** One operation from its message to its end. */
interface Operation {
  readonly requestId: string;
  readonly lifetime: Lifetime;
  readonly client: SocketClient;
  readonly kind: RequestFacts['operation'];
  readonly started: number;
}

/** The hooks of graphql-ws. */
export function socketOperations(
  limits: ServerLimits,
  socketParts: SocketOperationParts,
): ServerOptions<Record<string, unknown> | undefined, SocketClient> {
  const parts = { ...socketParts, limits };
  const operations = new WeakMap<ExecutionArgs, Operation>();
  const operationOf = (args: ExecutionArgs): Operation => operations.get(args) as Operation;
  const hide = (errors: readonly GraphQLError[], requestId: string): GraphQLFormattedError[] =>
    errors.map((error) => hidden(error, requestId, parts));
  return {
    connectionInitWaitTimeout: limits.connectionInitMs,
    onSubscribe: async ({ extra: client }, _id, payload) => {
      try {
        const opened = await open(payload, client, parts);
        if ('errors' in opened) return opened.errors;
        operations.set(opened.args, opened.operation);
        return opened.args;
      } catch (error) {
        return [error instanceof GraphQLError ? error : unexpected(error)];
      }
    },
    execute: (args) => run(args, operationOf(args), parts),
    subscribe: (args) => follow(args, operationOf(args), parts),
    onNext: (_link, _id, _payload, args, result) => {
      const { errors, data } = result;
      if (errors === undefined) return undefined;
      return { data: data ?? null, errors: hide(errors, operationOf(args).requestId) };
    },
    onError: (_link, _id, _payload, errors) => hide(errors, parts.nextId()),
  };
}

function unexpected(cause: unknown): GraphQLError {
  const originalError = cause instanceof Error ? cause : new Error(String(cause));
  return new GraphQLError(originalError.message, { originalError });
}

/** The public form of an error; what it hides goes to the log under the same id. */
function hidden(
  error: GraphQLError,
  requestId: string,
  { log, metrics }: Pick<Parts, 'log' | 'metrics'>,
): GraphQLFormattedError {
  const visible = publicError(error);
  metrics.error(visible.extensions.code);
  if (isMasked(visible)) log.error({ requestId, err: rootCause(error) }, 'an operation failed');
  return withRequestId(visible, requestId);
}

type Opened =
  | { readonly args: ExecutionArgs; readonly operation: Operation }
  | { readonly errors: readonly GraphQLError[] };

/**
 * Everything that is checked before execution. Rejects with what one limit says. The operation
 * counts from here on: many messages can arrive before the first of them is checked.
 */
async function open(
  payload: SubscribePayload,
  client: SocketClient,
  parts: Parts,
): Promise<Opened> {
  const { operationsPerSocket } = parts.limits;
  const { operations } = client;
  if (operations.size >= operationsPerSocket) {
    throw limitExceeded('operationsPerSocket', operationsPerSocket, operations.size + 1);
  }
  const lifetime = new Lifetime();
  operations.add(lifetime);
  let opened: Opened | undefined;
  try {
    opened = await check(payload, { client, lifetime }, parts);
    return opened;
  } finally {
    if (opened === undefined || 'errors' in opened) operations.delete(lifetime);
  }
}

/** The operation that the payload names, within all limits and ready to run. */
async function check(
  { query, variables, operationName }: SubscribePayload,
  { client, lifetime }: Pick<Operation, 'client' | 'lifetime'>,
  parts: Parts,
): Promise<Opened> {
  await parts.rateLimit.take(client.address);
  const checked = parts.documents.check(query, { variables, operationName });
  if ('errors' in checked) return checked;
  const { document } = checked;
  const picked = getOperationAST(document, operationName);
  if (!picked) throw noSuchOperation();
  const requestId = parts.nextId();
  const args = {
    schema: parts.schema,
    document,
    contextValue: Object.assign(new OperationContext(requestId, lifetime), parts.makeContext()),
    variableValues: variables ?? null,
    operationName: operationName ?? null,
  };
  const kind = picked.operation;
  return { args, operation: { requestId, lifetime, client, kind, started: performance.now() } };
}

/** Runs a query or mutation. */
async function run(
  args: ExecutionArgs,
  operation: Operation,
  parts: Parts,
): Promise<ExecutionResult> {
  const { lifetime, client } = operation;
  try {
    const outcome = Promise.resolve(execute(args));
    const result = await parts.deadlines.within(outcome, lifetime);
    answered(operation, parts, result.errors !== undefined);
    return result;
  } catch (error) {
    answered(operation, parts, true);
    return { errors: [error instanceof GraphQLError ? error : unexpected(error)] };
  } finally {
    client.operations.delete(lifetime);
  }
}

/** Sets a subscription up. Its signal is aborted when the client completes it or goes away. */
async function follow(
  args: ExecutionArgs,
  operation: Operation,
  parts: Parts,
): Promise<ResultStream | ExecutionResult> {
  const { lifetime, client } = operation;
  const done = (): boolean => client.operations.delete(lifetime);
  try {
    const outcome = await subscribe(args);
    answered(operation, parts, !isStream(outcome));
    if (!isStream(outcome)) {
      done();
      return outcome;
    }
    parts.metrics.subscriptionOpened();
    return watched(outcome, lifetime, () => {
      done();
      parts.metrics.subscriptionClosed();
    });
  } catch (error) {
    done();
    throw error;
  }
}

function answered(
  { kind, started }: Operation,
  { metrics }: Pick<Parts, 'metrics'>,
  failed: boolean,
): void {
  const seconds = (performance.now() - started) / 1000;
  metrics.request({ transport: 'ws', operation: kind, failed, seconds });
}
