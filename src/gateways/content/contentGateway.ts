/**
 * Deposit and download of contents under /content/, for callers with a signed capability. Deposits
 * speak tus 1.0.0 (core, creation, termination), so that any tus client can resume one; downloads
 * are plain GET with ranges. It decides nothing: rights come from the ledger's state, and what is
 * taken is checked by the content store.
 */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { CONTENT_FAULTS, ContentFault } from '../../content/contentFault.js';
import { depositRoutes } from './depositRoutes.js';
import { fetchRoutes } from './fetchRoutes.js';
import type { ContentGatewayParts } from './parts.js';
import { TUS_VERSION } from './tusHeaders.js';

/** Serves `parts.content` under /content/. */
export function contentGateway(parts: ContentGatewayParts): FastifyPluginAsync {
  return async (app) => {
    answerContentFaults(app);
    app.addHook('onRequest', async (_request, reply) => {
      void reply.headers({ 'tus-resumable': TUS_VERSION, 'cache-control': 'no-store' });
    });
    depositRoutes(app, parts);
    fetchRoutes(app, parts);
  };
}

/** Seconds after which a full server may be asked again. */
const RETRY_AFTER = '2';

function answerContentFaults(app: FastifyInstance): void {
  const answerOthers = app.errorHandler;
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof ContentFault)) {
      answerOthers.call(app, error as never, request, reply);
      return;
    }
    // A body that nobody read would hold up the answer, and the connection after it.
    request.raw.resume();
    const { code, facts, message } = error;
    const { status } = CONTENT_FAULTS[code];
    if (status === 503) void reply.header('retry-after', RETRY_AFTER);
    if (code === 'TUS_VERSION') void reply.header('tus-version', TUS_VERSION);
    if (status >= 500) request.log.error({ err: error }, 'a content could not be served');
    const extensions = { code, ...facts, requestId: request.id };
    void reply.code(status).send({ errors: [{ message, extensions }] });
  });
}
