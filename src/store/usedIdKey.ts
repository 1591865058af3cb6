/** The key under which a name of ledger/signedEvent.ts is kept: 128 bits of a SHA-256, in hex. */
import type { Hex } from '../crypto/bytes.js';
import { sha256Hex } from '../crypto/sha256.js';
import { FOREIGN_MARK } from '../ledger/signedEvent.js';

const KEY_HEX_LENGTH = 32;

/** 32 hex characters. At 2^40 names two collide with a chance below 10^-14. */
export function usedIdKey(name: string): Hex {
  // A foreignName is a hash as it is, and is asked for with every event.
  const hash = name.startsWith(FOREIGN_MARK) ? name.slice(FOREIGN_MARK.length) : sha256Hex(name);
  return hash.slice(0, KEY_HEX_LENGTH);
}
