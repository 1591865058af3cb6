/** Headers of every answer: request id, what browsers must not do with it, and CORS by list. */
import type { FastifyInstance } from 'fastify';

/** For answers that are no page. */
const NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'";

const ALLOWED_HEADERS = 'content-type, apollo-require-preflight, x-apollo-operation-name';

/** Adds the headers, and answers the preflight requests of /graphql. */
export function guardResponses(
  app: FastifyInstance,
  { allows }: { readonly allows: (origin: string | undefined) => boolean },
): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'content-security-policy': NOTHING_ALLOWED,
    });
    const { origin } = request.headers;
    if (origin !== undefined) {
      void reply.header('vary', 'origin');
      if (allows(origin)) {
        void reply.headers({
          'access-control-allow-origin': origin,
          'access-control-expose-headers': 'x-request-id, retry-after',
        });
      }
    }
    done();
  });
  app.options('/graphql', async (_request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': ALLOWED_HEADERS,
        'access-control-max-age': '600',
      })
      .send(),
  );
}
