/**
 * The content capability: what an actor signs to deposit or fetch the content of one item, for a
 * few minutes (docs/formats.md §17). It travels in the Authorization header, and like an event it
 * means nothing on another ledger, for another item or for the other method.
 */
import { type Hex, isHex, utf8 } from '../crypto/bytes.js';
import { canonicalJson } from '../crypto/canonicalJson.js';
import { fromBase64, toBase64 } from './base64.js';
import { type Instant, isInstant } from './instant.js';
import { HASH_BYTES } from './merkleHash.js';
import { parseCanonical } from './parseEvent.js';
import { hasMembers, isObject } from './recordShape.js';

/** Domain separation of capability signatures. */
export const CAPABILITY_PREFIX = 'civic-ledger/content-capability/v1\n';

export type ContentMethod = 'deposit' | 'fetch';

/** What is signed. The property names are those of the canonical JSON. */
export interface ContentCapability {
  readonly actor: string;
  /** Id of the item. */
  readonly item: string;
  /** The public key that signs, `<suite>:<hex>`. */
  readonly key: string;
  readonly ledger: Hex;
  readonly method: ContentMethod;
  /** Last instant, by the server's clock, at which it may be used. */
  readonly notAfter: Instant;
}

/** A capability's canonical text with its signature. */
export interface SignedCapability {
  readonly text: string;
  readonly signature: Hex;
}

/** Milliseconds that a capability may have left when it is used. */
export const CAPABILITY_MS_MAX = 15 * 60 * 1_000;

const SCHEME = 'Civic-Ledger ';
/** Characters of the header; a capability in the longest suite and names needs 900. */
const HEADER_CHARACTERS_MAX = 2_048;

/** The canonical text of `capability`. */
export function encodeCapability(capability: ContentCapability): string {
  return canonicalJson({ ...capability });
}

/** The text whose UTF-8 bytes are signed. */
export function capabilitySigningText(text: string): string {
  return CAPABILITY_PREFIX + text;
}

/** The value of the Authorization header. */
export function capabilityHeader({ text, signature }: SignedCapability): string {
  return `${SCHEME}${toBase64(utf8(text))}.${signature}`;
}

/** A header's capability, or undefined unless it is written exactly as capabilityHeader does. */
export function parseCapabilityHeader(
  header: string,
): (SignedCapability & { readonly capability: ContentCapability }) | undefined {
  if (header.length > HEADER_CHARACTERS_MAX || !header.startsWith(SCHEME)) return undefined;
  const [base64 = '', signature = '', ...rest] = header.slice(SCHEME.length).split('.');
  const bytes = fromBase64(base64);
  if (bytes === undefined || rest.length > 0) return undefined;
  const text = new TextDecoder().decode(bytes);
  const capability = parseCapability(text);
  return capability === undefined ? undefined : { text, signature, capability };
}

function parseCapability(text: string): ContentCapability | undefined {
  const value = parseCanonical(text, 1);
  if (!isObject(value) || !hasMembers(value, 'actor,item,key,ledger,method,notAfter')) {
    return undefined;
  }
  const { actor, item, key, ledger, method, notAfter } = value;
  const fits =
    [actor, item, key].every((member) => typeof member === 'string') &&
    isHex(ledger, HASH_BYTES) &&
    (method === 'deposit' || method === 'fetch') &&
    isInstant(notAfter);
  return fits ? (value as unknown as ContentCapability) : undefined;
}
