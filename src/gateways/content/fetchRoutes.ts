/**
 * Downloads: GET with one range, HEAD for the facts. Every byte was checked before it is sent; when
 * a later chunk turns out to be damaged the connection breaks off, so that nobody can take half a
 * content for a whole one.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { HeldContent } from '../../content/contentPort.js';
import { utf8 } from '../../crypto/bytes.js';
import { canonicalJson } from '../../crypto/canonicalJson.js';
import { toBase64 } from '../../ledger/base64.js';
import { type Bytes, parseRange } from './byteRange.js';
import { entitled } from './entitled.js';
import type { ContentGatewayParts } from './parts.js';

const ITEM = '/content/:item';

type ItemRequest = FastifyRequest<{ Params: { readonly item: string } }>;

export function fetchRoutes(app: FastifyInstance, parts: ContentGatewayParts): void {
  app.get(ITEM, { exposeHeadRoute: false }, async (request: ItemRequest, reply) => {
    const { item } = entitled(request, { method: 'fetch', item: request.params.item }, parts);
    const { length } = parts.content.describe(item);
    void reply.header('content-range', `bytes */${length}`);
    const range = parseRange(request.headers.range, length);
    const reading = parts.content.read(item, range);
    // The first piece before the headers: what is damaged from the start gets a typed answer.
    const first = await reading.bytes.next();
    describeBody(reply, reading, range);
    return reply.send(Readable.from(continued(first, reading.bytes)));
  });
  app.head(ITEM, async (request: ItemRequest, reply) => {
    const { item } = entitled(request, { method: 'fetch', item: request.params.item }, parts);
    describeBody(reply, parts.content.describe(item), undefined);
    return reply.send();
  });
}

function describeBody(reply: FastifyReply, held: HeldContent, range: Bytes | undefined): void {
  const { from, to } = range ?? { from: 0, to: held.length };
  void reply.code(range === undefined ? 200 : 206).headers({
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    // Active content is never shown from here, only saved.
    'content-disposition': 'attachment',
    'content-length': String(to - from),
    'civic-ledger-content-facts': toBase64(utf8(factsText(held))),
  });
  if (range === undefined) void reply.removeHeader('content-range');
  else void reply.header('content-range', `bytes ${from}-${to - 1}/${held.length}`);
}

/** What the reader needs to compare the content with the item's commitment. */
function factsText({ digests, salt }: HeldContent): string {
  const facts = { digests: digests.map((digest) => ({ ...digest })) };
  return canonicalJson(salt === undefined ? facts : { ...facts, salt });
}

async function* continued(
  first: IteratorResult<Buffer>,
  rest: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  try {
    if (first.done !== true) yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
