/** The key under which an idempotency name is kept: 128 bits of its SHA-256, in hex. */
import type { Hex } from '../crypto/bytes.js';
import { sha256Hex } from '../crypto/sha256.js';

const KEY_HEX_LENGTH = 32;

/** 32 hex characters. At 2^40 names two collide with a chance below 10^-14. */
export function usedIdKey(name: string): Hex {
  return sha256Hex(name).slice(0, KEY_HEX_LENGTH);
}
