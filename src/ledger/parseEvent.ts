/**
 * Reads event texts from outside: bodies of signed events and derived events (docs/formats.md §2
 * and §3). Strict: canonical JSON with exactly the members of the format. Whether an actor, a type
 * or the data mean anything is for the rules.
 */
import { isHex } from '../crypto/bytes.js';
import type { JsonValue } from '../crypto/canonicalJson.js';
import { readCanonical } from '../crypto/strictJson.js';
import type { DerivedEvent } from './derivedEvent.js';
import { isInstant } from './instant.js';
import { HASH_BYTES } from './merkleHash.js';
import { hasMembers, isObject, isTypeName } from './recordShape.js';
import type { EventBody } from './signedEvent.js';

/** Nested arrays and objects in one event, the event itself counted. */
export const EVENT_DEPTH_MAX = 64;

/** The body in `text`, or undefined unless it is the canonical text of one. */
export function parseBody(text: string): EventBody | undefined {
  const value = parseCanonical(text);
  if (!isObject(value)) return undefined;
  if (!hasMembers(value, 'actor,data,id,key,ledger,notAfter,type')) return undefined;
  const { actor, data, id, key, ledger, notAfter, type } = value;
  const fits =
    [actor, id, key].every((member) => typeof member === 'string') &&
    isTypeName(type) &&
    isHex(ledger, HASH_BYTES) &&
    isInstant(notAfter) &&
    isObject(data);
  return fits ? (value as unknown as EventBody) : undefined;
}

/** The derived event in `text`, or undefined unless it is the canonical text of one. */
export function parseDerivedEvent(text: string): DerivedEvent | undefined {
  const value = parseCanonical(text);
  if (!isObject(value) || !hasMembers(value, 'data,type')) return undefined;
  return isTypeName(value['type']) && isObject(value['data'])
    ? (value as unknown as DerivedEvent)
    : undefined;
}

/** The value of canonical JSON `text` of any length, or undefined. */
export function parseCanonical(
  text: string,
  depth: number = EVENT_DEPTH_MAX,
): JsonValue | undefined {
  try {
    return readCanonical(text, { characters: text.length, depth });
  } catch {
    return undefined;
  }
}
