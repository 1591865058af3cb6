/**
 * GraphQL has two ways to leave a value out, and they mean the same unless a field says otherwise.
 */

/** True when the caller gave a value: neither left out nor null. */
export function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
