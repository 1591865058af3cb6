/**
 * What a caller sees of an error, over HTTP and WebSocket alike: a LedgerError or a fault of the
 * request as it is, everything else as INTERNAL_SERVER_ERROR with nothing of its cause.
 */
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import { ERRORS, type ErrorCode, toLedgerError } from '../errors.js';
import { inputFacts } from './inputFacts.js';

/** An error as it is sent. `extensions.code` is one of ERRORS. */
export type PublicError = GraphQLFormattedError & {
  readonly extensions: { readonly code: ErrorCode; readonly [fact: string]: unknown };
};

/** The public form of `error`, without a request id. */
export function publicError(error: unknown): PublicError {
  const cause = rootCause(error);
  const ledgerError = toLedgerError(cause);
  const { locations, path } = placeOf(error);
  if (ledgerError !== undefined) {
    const extensions = { ...ledgerError.extensions, code: ledgerError.code };
    return { message: ledgerError.message, ...locations, ...path, extensions };
  }
  const code = requestFault(error) ?? requestFault(cause);
  if (code === undefined) {
    const extensions = { code: 'INTERNAL_SERVER_ERROR' as const };
    return { message: 'Internal server error', ...locations, ...path, extensions };
  }
  const extensions = { code, ...inputFacts(error as GraphQLError) };
  return { message: (error as Error).message, ...locations, ...path, extensions };
}

/** `error` with the request's id. */
export function withRequestId(error: PublicError, requestId: string): PublicError {
  return { ...error, extensions: { ...error.extensions, requestId } };
}

/** True when the public form hides the cause, so that the log has to tell it. */
export function isMasked(error: PublicError): boolean {
  return error.extensions.code === 'INTERNAL_SERVER_ERROR';
}

/**
 * The innermost error: what a resolver or scalar threw, out of what graphql-js wrapped around it.
 */
export function rootCause(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) {
    cause = cause.originalError;
  }
  return cause;
}

function placeOf(error: unknown): {
  locations?: Pick<GraphQLFormattedError, 'locations'>;
  path?: Pick<GraphQLFormattedError, 'path'>;
} {
  if (!(error instanceof GraphQLError)) return {};
  const { locations, path } = error.toJSON();
  return {
    ...(locations === undefined ? {} : { locations: { locations } }),
    ...(path === undefined ? {} : { path: { path } }),
  };
}

/** The code of an error that the request itself caused, or undefined. */
function requestFault(error: unknown): ErrorCode | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const code = error.extensions['code'];
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR' && Object.hasOwn(ERRORS, code)) {
    return code as ErrorCode;
  }
  return isBadInput(error) ? 'BAD_USER_INPUT' : undefined;
}

/** graphql-js gives its coercion errors no code: they are known by their node and first words. */
function isBadInput(error: GraphQLError): boolean {
  if (error.nodes?.length === 1 && error.nodes[0]?.kind === Kind.VARIABLE_DEFINITION) return true;
  return !error.originalError && error.message.startsWith('Argument "');
}
