/**
 * Rebuilds the signed bytes from a typed mutation's input: the body of docs/formats.md §2, so that
 * a frontend signs plain JSON and the server never signs anything.
 */
import type { Hex } from '../crypto/bytes.js';
import type { JsonObject, JsonValue } from '../crypto/canonicalJson.js';
import { NotCanonicalizable } from '../crypto/canonicalJson.js';
import type { Instant } from '../ledger/instant.js';
import { encodeBody } from '../ledger/signedEvent.js';
import { LedgerError } from './errors.js';
import { isGiven } from './given.js';

/** What every signed action carries beside its own fields. */
export interface Envelope {
  readonly actor: string;
  readonly key: string;
  readonly id: string;
  readonly notAfter: string;
  /** The action's own fields, as they were signed. */
  readonly data: JsonObject;
}

/**
 * The canonical body text of an action of `type` on ledger `ledgerId`. Throws BAD_USER_INPUT when
 * the input has no canonical form (a lone surrogate in a text).
 */
export function rebuildBody(ledgerId: Hex, type: string, input: Envelope): string {
  const { actor, key, id, data } = input;
  const notAfter = input.notAfter as Instant;
  try {
    return encodeBody({ ledger: ledgerId, type, actor, key, id, notAfter, data });
  } catch (error) {
    if (!(error instanceof NotCanonicalizable)) throw error;
    const facts = { field: 'input', limit: 'text without lone surrogates', value: error.message };
    throw new LedgerError('BAD_USER_INPUT', `the input cannot be signed: ${error.message}`, facts);
  }
}

/**
 * The data that an input object stands for: without the properties that were not given. GraphQL's
 * `null` counts as not given; no field that may be absent has a null of its own.
 */
export function givenData(input: object): JsonObject {
  const data: { [name: string]: JsonValue } = {};
  for (const [name, value] of Object.entries(input) as [string, unknown][]) {
    if (isGiven(value)) data[name] = givenValue(value);
  }
  return data;
}

/** As givenData, for a field whose null is itself signed. */
export function givenOrNull(input: object | null | undefined): JsonObject | null {
  return !isGiven(input) ? null : givenData(input);
}

function givenValue(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(givenValue);
  return typeof value === 'object' && value !== null ? givenData(value) : (value as JsonValue);
}
