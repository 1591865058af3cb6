/**
 * The derived event: a fact that the rules produced while executing a signed event, the clock or
 * the genesis document (docs/formats.md §3).
 */
import type { Hex } from '../crypto/bytes.js';
import { canonicalJson, type JsonObject } from '../crypto/canonicalJson.js';
import { sha256Hex } from '../crypto/sha256.js';

/** Domain separation of derived event hashes. */
export const DERIVED_EVENT_PREFIX = 'civic-ledger/derived-event/v1\n';

/** A fact, in the past tense: `evidence.ItemRegistered`, `ledger.Refused`. */
export interface DerivedEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/** The canonical text that is stored and hashed. */
export function encodeDerivedEvent(event: DerivedEvent): string {
  return canonicalJson({ data: event.data, type: event.type });
}

/** SHA-256 of the prefix and the canonical text. */
export function derivedEventHash(text: string): Hex {
  return sha256Hex(DERIVED_EVENT_PREFIX + text);
}
