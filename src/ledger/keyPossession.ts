/**
 * What the holder of a new key signs with it before the key is bound to an actor (docs/formats.md
 * §2): shows that somebody holds the private half, for this actor, on this ledger.
 */
import type { Hex } from '../crypto/bytes.js';

/** Domain separation of key possession signatures. */
export const KEY_POSSESSION_PREFIX = 'civic-ledger/key-possession/v1\n';

/** The text whose UTF-8 bytes the new key signs. */
export function possessionText(ledger: Hex, actor: string): string {
  return `${KEY_POSSESSION_PREFIX}${ledger}\n${actor}`;
}
