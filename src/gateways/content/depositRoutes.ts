/**
 * Deposits: POST starts an upload or finds the one under way, HEAD tells how far it is, PATCH adds
 * to it, DELETE gives it up. An upload's length and digests are those that the item was registered
 * with, or none is started.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { ContentFault } from '../../content/contentFault.js';
import type { UploadProgress } from '../../content/contentPort.js';
import { openCommitment, saltedCommitment, type TypedDigest } from '../../ledger/itemCommitment.js';
import type { ItemFacts } from '../../projections/evidence/itemFacts.js';
import { entitled } from './entitled.js';
import type { ContentGatewayParts } from './parts.js';
import {
  numberHeader,
  readMetadata,
  requireVersion,
  type ShownFacts,
  TUS_VERSION,
} from './tusHeaders.js';

const UPLOAD = '/content/uploads/:id';
const BYTES_TYPE = 'application/offset+octet-stream';

type UploadRequest = FastifyRequest<{ Params: { readonly id: string } }>;
type Handler = (request: UploadRequest, reply: FastifyReply) => Promise<unknown>;

export function depositRoutes(app: FastifyInstance, parts: ContentGatewayParts): void {
  // A body of any type is handed on as it arrives, never gathered.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, body, done) => done(null, body));
  const patch = appendTo(parts);
  const remove = discard(parts);
  app.options('/content/', async (_request, reply) =>
    describeServer(reply, parts.content.lengthMax),
  );
  app.options(UPLOAD, async (_request, reply) => describeServer(reply, parts.content.lengthMax));
  app.post('/content/', async (request, reply) => begin(request, reply, parts));
  app.head(UPLOAD, progress(parts));
  app.patch(UPLOAD, patch);
  app.delete(UPLOAD, remove);
  app.post(UPLOAD, async (request: UploadRequest, reply) => {
    const method = String(request.headers['x-http-method-override']);
    const handler = { PATCH: patch, DELETE: remove }[method];
    if (handler !== undefined) return handler(request, reply);
    const limit = 'PATCH or DELETE, for a POST to an upload';
    const facts = { field: 'X-HTTP-Method-Override', limit, value: method.slice(0, 20) };
    throw new ContentFault('HEADER_INVALID', facts);
  });
}

function describeServer(reply: FastifyReply, lengthMax: number): FastifyReply {
  return reply
    .code(204)
    .headers({
      'tus-version': TUS_VERSION,
      'tus-extension': 'creation,termination',
      'tus-max-size': String(lengthMax),
    })
    .send();
}

async function begin(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ContentGatewayParts,
): Promise<unknown> {
  requireVersion(request);
  const { item } = entitled(request, { method: 'deposit' }, parts);
  const announced = numberHeader(request, 'Upload-Length');
  const shownFacts = readMetadata(request);
  const registered = await parts.itemFacts(item);
  if (registered === undefined) throw unknownItem(item);
  const digests = registeredDigests(registered, shownFacts);
  const length = digests[0]?.length;
  if (announced !== length) {
    const facts = { field: 'Upload-Length', limit: String(length), value: String(announced) };
    throw new ContentFault('LENGTH_MISMATCH', facts);
  }
  const { salt } = shownFacts;
  const keepSalt = registered.digests === undefined && salt !== undefined;
  const { id } = await parts.content.beginUpload({ item, digests, ...(keepSalt ? { salt } : {}) });
  void reply.code(201).header('location', `/content/uploads/${id}`);
  return reply.send();
}

/** The digests on the ledger; of a private item, those that its holder shows to be the ones. */
function registeredDigests(
  { commitment, digests }: ItemFacts,
  shown: ShownFacts,
): readonly TypedDigest[] {
  if (digests !== undefined) return digests;
  const found = shown.digests === undefined ? 'absent' : commitmentOf(shown.digests, shown.salt);
  if (shown.digests !== undefined && found === commitment) return shown.digests;
  throw new ContentFault('COMMITMENT_MISMATCH', {
    field: 'digests and salt in Upload-Metadata',
    limit: `those of the commitment ${commitment}`,
    value: found,
  });
}

function commitmentOf(digests: readonly TypedDigest[], salt: string | undefined): string {
  return salt === undefined ? openCommitment(digests) : saltedCommitment(digests, salt);
}

function progress(parts: ContentGatewayParts): Handler {
  return async (request, reply) => {
    requireVersion(request);
    const found = await entitledUpload(request, parts);
    void reply.headers({
      'upload-offset': String(found.offset),
      'upload-length': String(found.length),
    });
    return reply.send();
  };
}

function appendTo(parts: ContentGatewayParts): Handler {
  return async (request, reply) => {
    requireVersion(request);
    const type = request.headers['content-type'];
    if (type !== BYTES_TYPE) {
      const value = (type ?? 'absent').slice(0, 100);
      throw new ContentFault('CONTENT_TYPE', { field: 'Content-Type', limit: BYTES_TYPE, value });
    }
    const offset = numberHeader(request, 'Upload-Offset');
    const { id } = await entitledUpload(request, parts);
    const after = await parts.content.append(id, offset, request.body as Readable);
    return reply.code(204).header('upload-offset', String(after.offset)).send();
  };
}

function discard(parts: ContentGatewayParts): Handler {
  return async (request, reply) => {
    requireVersion(request);
    const { id } = await entitledUpload(request, parts);
    await parts.content.discardUpload(id);
    return reply.code(204).send();
  };
}

/** The upload that is asked for, when the capability is for its item. */
async function entitledUpload(
  request: UploadRequest,
  parts: ContentGatewayParts,
): Promise<UploadProgress> {
  // Before the upload is looked for: who may not deposit learns nothing of what there is.
  entitled(request, { method: 'deposit' }, parts);
  const found = await parts.content.uploadProgress(request.params.id);
  entitled(request, { method: 'deposit', item: found.item }, parts);
  return found;
}

function unknownItem(item: string): ContentFault {
  return new ContentFault('ITEM_UNKNOWN', {
    field: 'item',
    limit: 'a registered item',
    value: item,
  });
}
