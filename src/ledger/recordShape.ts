/**
 * Small checks on JSON from outside that the readers of entries, headers and events share. They
 * look at form only; what a value means is for the rules.
 */
import type { JsonObject, JsonValue } from '../crypto/canonicalJson.js';

/** True for a JSON object: not null, not a list. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * True when `value` has exactly the members `names`, listed sorted and joined by commas. Members of
 * canonical JSON come in this order, so that one comparison is enough.
 */
export function hasMembers(value: JsonObject, names: string): boolean {
  return Object.keys(value).join() === names;
}

/** A position, a height, a size or a count: a safe integer from 0. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

const TYPE_NAME = /^[!#-[\]-~]+$/;

/** True for text that an entry can carry as its type: visible ASCII that JSON does not escape. */
export function isTypeName(value: unknown): value is string {
  return typeof value === 'string' && TYPE_NAME.test(value);
}
