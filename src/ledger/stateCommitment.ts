/**
 * The state commitment `chained-changes-1` (docs/formats.md §6): a chained digest of each block's
 * state changes. It proves that two nodes hold the same state; it gives no proof for one key.
 * Genesis names the scheme, so that a later one can.
 */
import type { Hex } from '../crypto/bytes.js';
import { canonicalJson } from '../crypto/canonicalJson.js';
import { sha256Hex } from '../crypto/sha256.js';

/** Domain separation of the chained digest. */
export const STATE_CHANGES_PREFIX = 'civic-ledger/state-changes/v1\n';

/** The commitment before any change. */
export const EMPTY_STATE: Hex = '0'.repeat(64);

/** One key's new value (canonical JSON text), or null when the key is gone. */
export type StateChange = readonly [key: string, value: string | null];

/**
 * The commitment after a block: SHA-256(prefix ‖ previous ‖ "\n" ‖ canonical JSON of the changes as
 * `[[key, value], …]`). `changes` is sorted by key (UTF-16 code units) and names each key once: the
 * value after the whole block.
 */
export function commitChanges(previous: Hex, changes: readonly StateChange[]): Hex {
  if (changes.length === 0) return previous;
  return sha256Hex(`${STATE_CHANGES_PREFIX}${previous}\n${canonicalJson(changes)}`);
}
