/**
 * Top-level errors of the GraphQL edge: transport, admission, limits and faults. They are not
 * business refusals, which are members of a mutation's result union. docs/errors.md lists the same
 * codes as the table below; a test compares the two.
 */
import { GraphQLError } from 'graphql';
import { EntriesPruned } from '../ledger/archive/entriesPruned.js';

/** Every `errors[].extensions.code` that this server sends, with its meaning for the caller. */
export const ERRORS = {
  BAD_REQUEST: { meaning: 'the HTTP request or WebSocket message is not a GraphQL request' },
  GRAPHQL_PARSE_FAILED: { meaning: 'the document is not GraphQL' },
  GRAPHQL_VALIDATION_FAILED: { meaning: 'the document does not fit the schema' },
  OPERATION_RESOLUTION_FAILURE: { meaning: 'the document has no operation of that name or kind' },
  PERSISTED_QUERY_NOT_SUPPORTED: { meaning: 'send the query text: this server keeps no queries' },
  BAD_USER_INPUT: { meaning: 'a variable or argument has a value that its type does not allow' },
  NOT_FOUND: { meaning: 'the ledger holds nothing under that position, height or identifier' },
  ENTRY_PRUNED: {
    meaning: 'the entry is in the archive only, which this server has not; ask another member',
  },
  LIMIT_EXCEEDED: { meaning: 'the request is larger than `limit` allows; `field` says in what' },
  RATE_LIMITED: { meaning: 'too many requests from this client; try again after `retryAfterMs`' },
  OVERLOADED: {
    meaning: 'the server is full; nothing was ordered; try again after `retryAfterMs`',
  },
  TIMEOUT: {
    meaning: 'the operation took longer than `limit`; a submitted event may still commit',
  },
  POSITION_NOT_REACHED: { meaning: 'the read models did not reach `minPosition` within `limit`' },
  CERTIFICATE_PENDING: {
    meaning: 'the validators’ signatures over the block are not here yet; try again',
  },
  INVALID_EVENT: {
    meaning: 'a signed event was not admitted; `reason` says why; nothing was ordered',
  },
  ENGINE_STOPPED: { meaning: 'the outcome is unknown: submit the same ids again to learn it' },
  ORIGIN_NOT_ALLOWED: { meaning: 'the web page’s origin is not on this server’s list' },
  INTERNAL_SERVER_ERROR: {
    meaning: 'a fault of the server; its log has the cause under `requestId`',
  },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** What an error says beside its code, all optional and all safe to show to the caller. */
export interface ErrorFacts {
  /**
   * What was wrong: an argument, a variable with the path into it, a path inside an event, or the
   * name of a limit; of a literal, its type.
   */
  readonly field?: string;
  /** What is allowed, as text. */
  readonly limit?: string;
  /** What was found, as text. */
  readonly value?: string;
  /** Milliseconds after which the same request may succeed. */
  readonly retryAfterMs?: number;
  /** INVALID_EVENT: the check that failed. */
  readonly reason?: string;
  /** INVALID_EVENT: which event of the request, from 0. */
  readonly index?: number;
}

/** An error that the caller may see as it is; everything else is masked. */
export class LedgerError extends GraphQLError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, { extensions: { code, ...facts } });
    this.name = 'LedgerError';
    this.code = code;
  }
}

/**
 * The LedgerError that tells the caller of `error`, or undefined when `error` is an unexpected
 * fault. Errors of the admission and of the engine are recognised by their shape and class name,
 * because the schema layer does not import them.
 */
export function toLedgerError(error: unknown): LedgerError | undefined {
  if (error instanceof LedgerError) return error;
  if (!(error instanceof Error)) return undefined;
  if (error instanceof EntriesPruned) {
    const limit = `0, or from ${error.below} on`;
    const facts = { field: 'position', limit, value: String(error.position) };
    return new LedgerError('ENTRY_PRUNED', ERRORS.ENTRY_PRUNED.meaning, facts);
  }
  if (isInvalidEvent(error)) return invalidEvent(error);
  if (isOverloaded(error)) {
    return new LedgerError('OVERLOADED', error.message, { retryAfterMs: error.retryAfterMs });
  }
  if (error.constructor.name === 'EngineStopped') {
    return new LedgerError('ENGINE_STOPPED', ERRORS.ENGINE_STOPPED.meaning);
  }
  return undefined;
}

/** Why an event was not admitted, as admission and the engine's first check report it. */
interface InvalidEventShape extends Error {
  readonly code: string;
  readonly field: string;
  readonly limit: string;
  readonly value: string;
  readonly index?: number;
}

function isInvalidEvent(error: Error): error is InvalidEventShape {
  const { code, field, limit, value } = error as Partial<InvalidEventShape>;
  return [code, field, limit, value].every((fact) => typeof fact === 'string');
}

function invalidEvent({
  message,
  code,
  field,
  limit,
  value,
  index,
}: InvalidEventShape): LedgerError {
  const facts = { reason: code, field, limit, value };
  return new LedgerError(
    'INVALID_EVENT',
    message,
    typeof index === 'number' ? { ...facts, index } : facts,
  );
}

function isOverloaded(error: Error): error is Error & { readonly retryAfterMs: number } {
  return typeof (error as { retryAfterMs?: unknown }).retryAfterMs === 'number';
}
