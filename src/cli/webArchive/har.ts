/**
 * HAR 1.2: one JSON text of what a browser saw. Every member that the format requires has to be
 * there in its type; what it does not know, and everything under a name with an underscore, is the
 * maker's own and is passed over, but for the address and the channel, which are kept as claims.
 */
import type { JsonObject, JsonValue } from '../../crypto/canonicalJson.js';
import { strictJson } from '../../crypto/strictJson.js';
import { isObject } from '../../ledger/recordShape.js';
import { ArchiveFault } from './archiveFault.js';
import { EXCHANGES_MAX, type WebExchange } from './webClaims.js';

/** Longer ones cannot be held as one text. */
export const HAR_BYTES_MAX = 256 * 1_048_576;

/** The exchanges of a HAR file. Throws ArchiveFault naming the first member that is not so. */
export function harExchanges(bytes: Uint8Array): readonly WebExchange[] {
  const har = member(jsonIn(bytes), 'log', 'object', '') as JsonObject;
  requireMembers(har, LOG, 'log');
  if (har['version'] !== '1.2') throw new ArchiveFault('HAR_FORM', 'log.version');
  requireMembers(har['creator'], { name: 'string', version: 'string' }, 'log.creator');
  const entries = har['entries'] as readonly JsonValue[];
  if (entries.length > EXCHANGES_MAX) throw new ArchiveFault('RECORDS_TOO_MANY', 'log.entries');
  return entries.map((entry, index) => readEntry(entry, `log.entries[${index}]`));
}

/** UTF-8, with or without a byte order mark, which the decoder takes away. */
function jsonIn(bytes: Uint8Array): JsonValue {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return strictJson(text, { characters: HAR_BYTES_MAX });
  } catch (error) {
    throw new ArchiveFault('HAR_JSON', error instanceof Error ? error.message : '');
  }
}

type Kind = 'string' | 'number' | 'object' | 'array';
type Members = { readonly [name: string]: Kind };

/** Required members of HAR 1.2, by object. */
const LOG: Members = { version: 'string', creator: 'object', entries: 'array' };
const ENTRY: Members = {
  startedDateTime: 'string',
  time: 'number',
  request: 'object',
  response: 'object',
  cache: 'object',
  timings: 'object',
};
const MESSAGE: Members = {
  httpVersion: 'string',
  cookies: 'array',
  headers: 'array',
  headersSize: 'number',
  bodySize: 'number',
};
const REQUEST: Members = { ...MESSAGE, method: 'string', url: 'string', queryString: 'array' };
const RESPONSE: Members = {
  ...MESSAGE,
  status: 'number',
  statusText: 'string',
  content: 'object',
  redirectURL: 'string',
};
const CONTENT: Members = { size: 'number', mimeType: 'string' };
const TIMINGS: Members = { send: 'number', wait: 'number', receive: 'number' };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;

function readEntry(value: JsonValue, at: string): WebExchange {
  const entry = requireMembers(value, ENTRY, at);
  const request = requireMembers(entry['request'], REQUEST, `${at}.request`);
  const response = requireMembers(entry['response'], RESPONSE, `${at}.response`);
  const content = requireMembers(response['content'], CONTENT, `${at}.response.content`);
  requireMembers(entry['timings'], TIMINGS, `${at}.timings`);
  const [time, status] = [entry['startedDateTime'] as string, response['status'] as number];
  if (!Number.isSafeInteger(status)) throw new ArchiveFault('HAR_FORM', `${at}.response.status`);
  if (!INSTANT.test(time)) throw new ArchiveFault('HAR_FORM', `${at}.startedDateTime`);
  const address = entry['serverIPAddress'];
  const channel = channelOf(entry, response);
  return {
    url: request['url'] as string,
    time,
    kind: 'entry',
    status,
    mediaType: content['mimeType'] as string,
    ...(typeof address === 'string' && address !== '' ? { remoteAddress: address } : {}),
    ...(channel.length === 0 ? {} : { channel }),
  };
}

/** What browsers say of the channel, under names of their own. */
function channelOf(entry: JsonObject, response: JsonObject): readonly string[] {
  const details = entry['_securityDetails'] ?? response['_securityDetails'];
  const security = isObject(details) ? details : {};
  const parts = ['protocol', 'cipher', 'subjectName', 'issuer'].map((name) => security[name]);
  const version = response['httpVersion'];
  const named = [version, ...parts].filter((part): part is string => typeof part === 'string');
  return named.filter((part) => part !== '');
}

function requireMembers(value: JsonValue | undefined, members: Members, at: string): JsonObject {
  if (!isObject(value)) throw new ArchiveFault('HAR_FORM', at);
  for (const [name, kind] of Object.entries(members)) member(value, name, kind, at);
  return value;
}

function member(value: JsonValue, name: string, kind: Kind, at: string): JsonValue {
  const found = isObject(value) ? value[name] : undefined;
  const actual = Array.isArray(found) ? 'array' : found === null ? 'null' : typeof found;
  if (found !== undefined && actual === kind) return found;
  throw new ArchiveFault('HAR_FORM', `${at}.${name}`);
}
