/**
 * Reads entries from outside (docs/formats.md §4). Strict: what is accepted is, byte for byte, what
 * encodeEntry writes, so an entry's text and its value never tell two stories.
 */
import { isHex } from '../crypto/bytes.js';
import type { JsonObject, JsonValue } from '../crypto/canonicalJson.js';
import { type Entry, encodeEntry } from './entry.js';
import { isInstant } from './instant.js';
import { HASH_BYTES } from './merkleHash.js';
import { hasMembers, isCount, isObject, isTypeName } from './recordShape.js';

/** Far more than any suite's signature; keeps the check below cheap on hostile text. */
const SIGNATURE_CHARACTERS_MAX = 1024;
const SIGNATURE = /^(?:[0-9a-f]{2})+$/;

/** The entry in `text`, or undefined unless encodeEntry writes exactly this text for it. */
export function parseEntry(text: string): Entry | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
  const entry = readEntry(value);
  return entry !== undefined && encodeEntry(entry) === text ? entry : undefined;
}

/** `value` as an entry, or undefined. Its members must be sorted, as canonical JSON has them. */
export function readEntry(value: JsonValue | undefined): Entry | undefined {
  if (!isObject(value) || !hasCommonFields(value) || !hasFieldsOfItsKind(value)) return undefined;
  return value as unknown as Entry;
}

function hasCommonFields(value: JsonObject): boolean {
  const { position, previous, height, time, type, event } = value;
  return (
    isCount(position) &&
    isHex(previous, HASH_BYTES) &&
    isCount(height) &&
    isInstant(time) &&
    isTypeName(type) &&
    isHex(event, HASH_BYTES)
  );
}

function hasFieldsOfItsKind(value: JsonObject): boolean {
  const { kind, derived, cause } = value;
  if (kind === 'genesis') {
    return hasMembers(value, 'event,height,kind,position,previous,time,type');
  }
  if (kind === 'signed') {
    const names = 'derived,event,height,kind,position,previous,signature,time,type';
    return hasMembers(value, names) && isCount(derived) && isSignature(value['signature']);
  }
  const names = 'cause,event,height,kind,position,previous,time,type';
  return kind === 'derived' && hasMembers(value, names) && (cause === null || isCount(cause));
}

function isSignature(value: JsonValue | undefined): boolean {
  if (typeof value !== 'string' || value.length > SIGNATURE_CHARACTERS_MAX) return false;
  return SIGNATURE.test(value);
}
