/**
 * The headers of tus 1.0.0 (core protocol, creation, termination) as they come from outside: one
 * spelling for each number, bounded sizes, and nothing of the metadata but what an item needs.
 */
import type { FastifyRequest } from 'fastify';
import { ContentFault } from '../../content/contentFault.js';
import { isHex } from '../../crypto/bytes.js';
import { typedDigests } from '../../domain/evidence/digests.js';
import { Malformed } from '../../domain/shape.js';
import { fromBase64 } from '../../ledger/base64.js';
import { SALT_BYTES, type TypedDigest } from '../../ledger/itemCommitment.js';
import { parseCanonical } from '../../ledger/parseEvent.js';

export const TUS_VERSION = '1.0.0';
const METADATA_CHARACTERS_MAX = 8_192;

/** Throws TUS_VERSION unless the request is of the version served here. */
export function requireVersion(request: FastifyRequest): void {
  const version = request.headers['tus-resumable'];
  if (version === TUS_VERSION) return;
  const facts = { field: 'Tus-Resumable', limit: TUS_VERSION, value: shown(version) };
  throw new ContentFault('TUS_VERSION', facts);
}

/** A header that is a whole number. Throws HEADER_INVALID. */
export function numberHeader(request: FastifyRequest, name: string): number {
  const text = request.headers[name.toLowerCase()];
  if (typeof text === 'string' && /^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  const facts = { field: name, limit: 'a whole number of bytes', value: shown(text) };
  throw new ContentFault('HEADER_INVALID', facts);
}

/** What the holder of a private item shows of it. */
export interface ShownFacts {
  readonly digests?: readonly TypedDigest[];
  readonly salt?: string;
}

/**
 * `digests` and `salt` of Upload-Metadata; everything else in it (file names and the like) is
 * passed over and never kept. Throws METADATA_INVALID.
 */
export function readMetadata(request: FastifyRequest): ShownFacts {
  const header = request.headers['upload-metadata'];
  if (header === undefined || header === '') return {};
  const text = String(header);
  if (text.length > METADATA_CHARACTERS_MAX) {
    throw invalid('Upload-Metadata', `at most ${METADATA_CHARACTERS_MAX} characters`, text.length);
  }
  const values = metadataValues(text);
  const digests = values.get('digests');
  const salt = values.get('salt');
  const saltLength = salt?.length;
  if (salt !== undefined && !isHex(salt, SALT_BYTES)) {
    throw invalid('salt', `${SALT_BYTES} bytes in lower-case hex`, `${saltLength} characters`);
  }
  return {
    ...(digests === undefined ? {} : { digests: readDigests(digests) }),
    ...(salt === undefined ? {} : { salt }),
  };
}

/** `key base64, key base64, …`; keys are not repeated, values may be absent. */
function metadataValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const pair of text.split(',')) {
    const [key = '', base64 = '', ...rest] = pair.trim().split(' ');
    const bytes = fromBase64(base64);
    if (key === '' || bytes === undefined || rest.length > 0 || values.has(key)) {
      throw invalid('Upload-Metadata', 'pairs of a key and base64, each key once', key);
    }
    values.set(key, new TextDecoder().decode(bytes));
  }
  return values;
}

function readDigests(text: string): readonly TypedDigest[] {
  try {
    return typedDigests(parseCanonical(text), 'digests');
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw invalid(error.field, error.limit, error.value);
  }
}

function invalid(field: string, limit: string, value: string | number): ContentFault {
  return new ContentFault('METADATA_INVALID', { field, limit, value: shown(value) });
}

function shown(value: string | readonly string[] | number | undefined): string {
  return value === undefined ? 'absent' : String(value).slice(0, 100);
}
