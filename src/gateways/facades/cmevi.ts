/**
 * The methods of ChainMaker's evidence contract (CM-CS-221221, v2 CM-CS-231201) under /cmevi/, for
 * clients that speak them. docs/facades.md says method by method what each becomes.
 */
import type { FastifyPluginAsync } from 'fastify';
import { contradicts, FacadeFault } from './facadeFault.js';
import type { FacadeParts } from './facadeParts.js';
import { facadeRoutes } from './facadeRoutes.js';
import {
  CLAIMS_MAX,
  recordOfCaller,
  recordOfItem,
  recordsByHash,
  versionsOf,
} from './recordedItems.js';
import { hashIn, objectIn, type Request, signedEventsIn, textIn } from './requestMembers.js';
import { requireDigest, signedRequest, type SignedRequest, submitAll } from './signedRequest.js';

const BATCH_MAX = 100;

type Method = (parts: FacadeParts, request: Request) => Promise<object>;

const METHODS: { readonly [name: string]: Method } = {
  Evidence: save,
  EmitEvidenceEvent: saveTelling,
  EvidenceBatch: saveBatch,
  UpdateEvidence: update,
  ExistsOfHash: async (parts, request) => {
    const { count } = await recordsByHash(parts, hashIn(request, 'hash'));
    return { result: count > 0 };
  },
  ExistsOfId: async (parts, request) => ({ result: await isThere(parts, request) }),
  FindByHash: findByHash,
  FindById: async (parts, request) => ({ result: await byId(parts, request) }),
  FindHisById: async (parts, request) => ({
    result: await versionsOf(parts, await byId(parts, request)),
  }),
};

/** Serves the contract's methods as POST /cmevi/<Method>. */
export function cmeviGateway(parts: FacadeParts): FastifyPluginAsync {
  const methods = Object.entries(METHODS).map(([name, method]) => ({
    path: `/cmevi/${name}`,
    answer: async (request: Request) => ({ code: 'OK', ...(await method(parts, request)) }),
  }));
  return facadeRoutes(parts, methods, ({ code, message, facts }) => ({ code, message, ...facts }));
}

function metadataIn({ metadata }: Request): Request {
  if (metadata === undefined || metadata === '') return {};
  if (typeof metadata !== 'string') return objectIn(metadata, 'metadata');
  try {
    return objectIn(JSON.parse(metadata), 'metadata');
  } catch {
    throw new FacadeFault('BAD_REQUEST', { field: 'metadata', limit: 'JSON of an object' });
  }
}

/** The registration that the caller signed, held against what the request says. */
function registration(request: Request, event: SignedRequest['event']): SignedRequest {
  const signed = signedRequest(event, 'evidence.RegisterItem');
  const { hashAlgorithm } = metadataIn(request);
  const algorithm = typeof hashAlgorithm === 'string' ? hashAlgorithm : undefined;
  requireDigest(signed, hashIn(request, 'hash'), algorithm);
  return signed;
}

function requireId(request: Request, { body }: SignedRequest): void {
  const id = textIn(request, 'id');
  if (body.id !== id) throw contradicts('id', body.id, id);
}

/** Free metadata has no place on a log that everybody keeps for ever; the caller is told so. */
function notKept(request: Request): readonly string[] {
  const names = Object.keys(metadataIn(request));
  return names.filter((name) => name !== 'hashAlgorithm').sort();
}

async function save(parts: FacadeParts, request: Request): Promise<object> {
  const [event] = signedEventsIn(request, 1);
  const signed = registration(request, event as SignedRequest['event']);
  requireId(request, signed);
  const [outcome] = await submitAll(parts, [signed]);
  const result = await recordOfItem(parts, signed.hash);
  return { result, duplicate: outcome?.duplicate === true, notKept: notKept(request) };
}

/** Every registration is an event that can be followed; nothing more is emitted. */
async function saveTelling(parts: FacadeParts, request: Request): Promise<object> {
  const saved = await save(parts, request);
  return { ...saved, topic: 'subscription evidenceItems' };
}

async function saveBatch(parts: FacadeParts, request: Request): Promise<object> {
  const { evidences } = request;
  if (!Array.isArray(evidences) || evidences.length < 1 || evidences.length > BATCH_MAX) {
    const limit = `a list of 1 to ${BATCH_MAX}`;
    throw new FacadeFault('BAD_REQUEST', { field: 'evidences', limit });
  }
  const events = signedEventsIn(request, evidences.length);
  const each = evidences.map((value, index) => objectIn(value, `evidences[${index}]`));
  const signed = each.map((own, index) => {
    const read = registration(own, events[index] as SignedRequest['event']);
    requireId(own, read);
    return read;
  });
  await submitAll(parts, signed);
  const result = await Promise.all(signed.map(({ hash }) => recordOfItem(parts, hash)));
  return { result, notKept: [...new Set(each.flatMap(notKept))].sort() };
}

/** A new item that takes the place of the old one, which stays provable (规则16, 签名法5). */
async function update(parts: FacadeParts, request: Request): Promise<object> {
  const [first, second] = signedEventsIn(request, 2) as [
    SignedRequest['event'],
    SignedRequest['event'],
  ];
  const signed = registration(request, first);
  const closing = signedRequest(second, 'evidence.SupersedeItem');
  const { itemId } = await recordOfCaller(parts, closing.body.actor, textIn(request, 'id'));
  const { item, replacement } = closing.body.data as { readonly [name: string]: string };
  if (item !== itemId) throw contradicts('id', itemId, item ?? '');
  if (replacement !== signed.hash) throw contradicts('replacement', signed.hash, replacement ?? '');
  await submitAll(parts, [signed, closing]);
  const result = await recordOfItem(parts, signed.hash);
  return { result, replaces: itemId, notKept: notKept(request) };
}

async function findByHash(parts: FacadeParts, request: Request): Promise<object> {
  const hash = hashIn(request, 'hash');
  const { claims, count } = await recordsByHash(parts, hash);
  const [first] = claims;
  if (first === undefined) throw new FacadeFault('NOT_FOUND', { field: 'hash', value: hash });
  // The contract knows one record for a hash. Here each claimant has one, and none is called owner.
  return {
    result: first,
    resultIs: 'FIRST_REGISTERED_NOT_OWNER',
    claims,
    claimCount: count,
    claimsShownMax: CLAIMS_MAX,
  };
}

/** By the caller's own id with its actor, or by the id of the item. */
function byId(parts: FacadeParts, request: Request) {
  const id = textIn(request, 'id');
  if (request['actor'] !== undefined) return recordOfCaller(parts, textIn(request, 'actor'), id);
  if (/^[0-9a-f]{64}$/.test(id)) return recordOfItem(parts, id);
  const limit = 'the id of an item, or with `actor` the id that this actor gave it';
  throw new FacadeFault('BAD_REQUEST', { field: 'id', limit, value: id });
}

async function isThere(parts: FacadeParts, request: Request): Promise<boolean> {
  try {
    await byId(parts, request);
    return true;
  } catch (error) {
    if (error instanceof FacadeFault && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}
