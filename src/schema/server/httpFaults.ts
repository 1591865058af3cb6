/** Faults that Fastify finds before a handler runs, in the form of every other error. */
import type { FastifyError, FastifyInstance } from 'fastify';
import { LedgerError } from '../errors.js';
import { limitExceeded } from '../limits.js';
import type { EdgeOptions, EdgeParts } from './parts.js';
import { isMasked, publicError, withRequestId } from './publicError.js';

export function answerFaults(
  app: FastifyInstance,
  { limits }: Pick<EdgeOptions, 'limits'>,
  { log, metrics }: Pick<EdgeParts, 'log' | 'metrics'>,
): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const length = request.headers['content-length'] ?? 'more';
    const visible = publicError(faultOf(error, { limit: limits.bodyBytes, length }));
    if (isMasked(visible)) log.error({ requestId: request.id, err: error }, 'a request failed');
    metrics.error(visible.extensions.code);
    const status = error.statusCode ?? 500;
    void reply.code(status).send({ errors: [withRequestId(visible, request.id)] });
  });
  app.setNotFoundHandler((request, reply) => {
    const error = publicError(new LedgerError('NOT_FOUND', 'there is nothing at this path'));
    void reply.code(404).send({ errors: [withRequestId(error, request.id)] });
  });
}

function faultOf(
  error: FastifyError,
  body: { readonly limit: number; readonly length: string },
): unknown {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return limitExceeded('bodyBytes', body.limit, body.length);
  }
  const isRequestFault = error.statusCode !== undefined && error.statusCode < 500;
  return isRequestFault ? new LedgerError('BAD_REQUEST', error.message) : error;
}
