/**
 * The notary calls of the internet courts' deposit platform (netcourt) under /api/blockChain/: a
 * matter, a deposit in one of its phases, and the check of a hash. A matter is a dossier; who
 * deposits is known by its key. docs/facades.md says what each member becomes.
 */
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { PHASES } from '../../domain/evidence/case/dossierRecord.js';
import { contradicts, FacadeFault, type FacadeFaultCode } from './facadeFault.js';
import type { FacadeParts } from './facadeParts.js';
import { facadeRoutes } from './facadeRoutes.js';
import { recordOfItem, recordsByHash } from './recordedItems.js';
import { hashIn, objectIn, type Request, signedEventsIn, textIn } from './requestMembers.js';
import { requireDigest, signedRequest, type SignedRequest, submitAll } from './signedRequest.js';

/** Codes of the protocol, by ours. */
const CODES: { readonly [Code in FacadeFaultCode]: string } = {
  BAD_REQUEST: 'BAD_REQUEST',
  SIGNED_EVENT_MISSING: 'FORBIDDEN',
  SIGNED_EVENT_OTHER: 'BAD_REQUEST',
  NOT_ADMITTED: 'FORBIDDEN',
  REFUSED: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  RATE_LIMITED: 'FORBIDDEN',
  UNAVAILABLE: 'REQUEST_TIMEOUT',
};

/** Serves notaryToken, notaryCert and notaryCheck. */
export function netcourtGateway(parts: FacadeParts): FastifyPluginAsync {
  const routes = [
    {
      path: '/api/blockChain/notaryToken',
      answer: (request: Request) => openMatter(parts, request),
    },
    {
      path: '/api/blockChain/notaryCert',
      answer: (request: Request, reply: FastifyReply) => deposit(parts, request, reply),
    },
    { path: '/api/blockChain/notaryCheck', answer: (request: Request) => check(parts, request) },
  ];
  return facadeRoutes(parts, routes, ({ code, message, facts }) => ({
    success: 'false',
    code: CODES[code],
    errMessage: message,
    fault: code,
    ...facts,
  }));
}

/** What names people and devices: the ledger has no place for it; the caller’s key says who. */
const PERSONAL = ['customer', 'entity', 'location', 'properties', 'signedData'];

function notKept(request: Request): readonly string[] {
  return PERSONAL.filter((name) => request[name] !== undefined);
}

function requireAccount(accountId: string, { body }: SignedRequest): void {
  if (body.actor !== accountId) throw contradicts('accountId', body.actor, accountId);
}

async function openMatter(parts: FacadeParts, request: Request): Promise<object> {
  const [event] = signedEventsIn(request, 1);
  const signed = signedRequest(event as SignedRequest['event'], 'evidence.OpenDossier');
  requireAccount(textIn(request, 'accountId'), signed);
  await submitAll(parts, [signed]);
  return succeeded({ responseData: signed.hash, notKept: notKept(request) });
}

async function deposit(parts: FacadeParts, request: Request, reply: FastifyReply): Promise<object> {
  const meta = objectIn(request['meta'], 'meta');
  const [first, second] = signedEventsIn(request, 2) as [
    SignedRequest['event'],
    SignedRequest['event'],
  ];
  const signed = signedRequest(first, 'evidence.RegisterItem');
  const filing = signedRequest(second, 'evidence.FileInDossier');
  for (const each of [signed, filing]) requireAccount(textIn(meta, 'accountId'), each);
  requireDigest(signed, hashIn(request, 'notaryContent'));
  requireFiling(meta, filing, signed.hash);
  await submitAll(parts, [signed, filing]);
  const { blockHash, blockHeight, position, itemId } = await recordOfItem(parts, signed.hash);
  const facts = { responseData: blockHash, blockHeight, position, itemId };
  const answer = succeeded({ ...facts, notKept: [...notKept(request), ...notKept(meta)] });
  // Where clients of the protocol look for the answer; the body of theirs is the certificate.
  void reply.header('blockchainresponse', JSON.stringify(answer));
  return answer;
}

function requireFiling(meta: Request, { body }: SignedRequest, item: string): void {
  const [token, phase] = [textIn(meta, 'token'), textIn(meta, 'phase')];
  if (!(PHASES as readonly string[]).includes(phase)) {
    const facts = { field: 'meta.phase', limit: PHASES.join(', '), value: phase };
    throw new FacadeFault('BAD_REQUEST', facts);
  }
  const data = body.data as { readonly dossier?: string; readonly phase?: string; items?: unknown };
  if (data.dossier !== token) throw contradicts('meta.token', data.dossier ?? '', token);
  if (data.phase !== phase) throw contradicts('meta.phase', data.phase ?? '', phase);
  const items = JSON.stringify(data.items);
  if (items !== JSON.stringify([item]))
    throw contradicts('signedEvents[1].items', item, items ?? '');
}

/** Whether the matter has this hash: 409 when not, as the protocol says it. */
async function check(parts: FacadeParts, request: Request): Promise<object> {
  const [token, hash] = [textIn(request, 'token'), hashIn(request, 'notaryContent')];
  const filed = await parts.readModels
    .selectFrom('evidence_dossier_items')
    .select(['item', 'phase'])
    .where('dossier', '=', token)
    .where('removes', 'is', null)
    .where('removed_by', 'is', null)
    .orderBy('number')
    .execute();
  if (filed.length === 0) throw new FacadeFault('NOT_FOUND', { field: 'token', value: token });
  const { claims } = await recordsByHash(parts, hash);
  const found = claims.flatMap((record) =>
    filed.filter(({ item }) => item === record.itemId).map(({ phase }) => ({ ...record, phase })),
  );
  const [first] = found;
  if (first === undefined) {
    throw new FacadeFault('CONFLICT', { field: 'notaryContent', value: hash });
  }
  return succeeded({ responseData: first.blockHash, matches: found });
}

function succeeded(facts: object): object {
  return { success: 'true', code: 'OK', errMessage: '', ...facts };
}
