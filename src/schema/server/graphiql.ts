/**
 * The GraphiQL page: one HTML text with everything inside it, so that it works without a network.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest, preHandlerHookHandler } from 'fastify';

/** The page as it goes over the wire. */
interface Page {
  readonly html: Buffer;
  readonly gzipped: Buffer;
}

/**
 * Scripts and styles are inline, editors run in workers from blobs. Nothing may be loaded from
 * elsewhere, and only this server may be talked to.
 */
const PAGE_POLICY =
  "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:; " +
  "style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self' ws: wss:; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** What the editor holds at the first visit. */
export const FIRST_QUERY = `# The head of this ledger and its newest entries.
query Head {
  ledger {
    ledgerId
    size
  }
  entries(last: 5) {
    nodes {
      position
      time
      type
    }
  }
}
`;

/**
 * Route hook that shows the page to browsers that open /graphql, also by a link that carries a
 * query: the page fills it in. Whatever else comes there goes on to GraphQL.
 */
export function answerBrowsers(): preHandlerHookHandler {
  let page: Promise<Page> | undefined;
  return (request, reply, done) => {
    if (!wantsPage(request)) return done();
    // Made at the first call: the renderer is a module of 9 MB.
    page ??= render();
    page.then((made) => sendPage(request, reply, made), done);
  };
}

function sendPage(request: FastifyRequest, reply: FastifyReply, { html, gzipped }: Page): void {
  const compressed = request.headers['accept-encoding']?.includes('gzip') ?? false;
  void reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', PAGE_POLICY)
    .header('cache-control', 'private, max-age=300')
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-opener-policy', 'same-origin')
    .header('vary', 'accept, accept-encoding, origin');
  if (compressed) void reply.header('content-encoding', 'gzip');
  void reply.send(compressed ? gzipped : html);
}

function wantsPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept?.includes('text/html') ?? false);
}

async function render(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'civic-ledger',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    defaultQuery: FIRST_QUERY,
  });
  const bytes = Buffer.from(html);
  return { html: bytes, gzipped: await promisify(gzip)(bytes) };
}
