/** Routes of a facade: POST with JSON, every error in the protocol's own shape. */
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { FACADE_FAULTS, FacadeFault } from './facadeFault.js';
import type { FacadeParts } from './facadeParts.js';
import { objectIn, type Request } from './requestMembers.js';

/** One method of the protocol. */
export interface FacadeRoute {
  readonly path: string;
  readonly answer: (request: Request, reply: FastifyReply) => Promise<object>;
}

/** Serves the routes; `shape` writes a fault as the protocol does. */
export function facadeRoutes(
  { mayAsk }: Pick<FacadeParts, 'mayAsk'>,
  routes: readonly FacadeRoute[],
  shape: (fault: FacadeFault) => object,
): FastifyPluginAsync {
  return async (app) => {
    const answerOthers = app.errorHandler;
    app.setErrorHandler((error, request, reply) => {
      if (!(error instanceof FacadeFault)) {
        answerOthers.call(app, error as never, request, reply);
        return;
      }
      void reply.code(FACADE_FAULTS[error.code].status).send(shape(error));
    });
    for (const { path, answer } of routes) {
      app.post(path, async (request, reply) => {
        if (!(await mayAsk(request))) throw new FacadeFault('RATE_LIMITED');
        void reply.header('cache-control', 'no-store');
        return answer(objectIn(request.body, 'body'), reply);
      });
    }
  };
}
