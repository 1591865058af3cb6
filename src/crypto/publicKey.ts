/**
 * Public keys as text, `<suite>:<lower-case hex>`: one key has one spelling, so that keys can be
 * compared, looked up and cached as text.
 */
import { fromHex, isHex } from './bytes.js';
import { GenerationCache } from './generationCache.js';
import type { PreparedKey } from './signatureSuite.js';
import { isSuiteName, SUITES, type SuiteName } from './suiteTable.js';

/** A key text taken apart. */
export interface PublicKey {
  readonly suite: SuiteName;
  readonly bytes: Uint8Array;
}

/**
 * The parts of a public key text, or undefined: unknown suite, wrong length or not lower-case hex.
 */
export function parsePublicKey(text: string): PublicKey | undefined {
  const colon = text.indexOf(':');
  const suite = text.slice(0, Math.max(colon, 0));
  if (!isSuiteName(suite)) return undefined;
  const hex = text.slice(colon + 1);
  return isHex(hex, SUITES[suite].publicKeyBytes) ? { suite, bytes: fromHex(hex) } : undefined;
}

/**
 * Why the key may not be enrolled, or undefined when it may: a key that passes verifies the same
 * signatures in every implementation of its suite. Costs up to a millisecond, so once per key.
 */
export function checkPublicKey(text: string): string | undefined {
  const key = parsePublicKey(text);
  if (key === undefined) {
    const suites = Object.keys(SUITES).join(', ');
    return `a key is <suite>:<lower-case hex> of one of the suites ${suites}`;
  }
  return SUITES[key.suite].keyFault(key.bytes);
}

/** Prepared keys hold at most a few kilobytes each. */
const PREPARED_KEYS_MAX = 16_384;
const preparedKeys = new GenerationCache<PreparedKey>(PREPARED_KEYS_MAX);

/**
 * The key ready to verify, remembered for the next use; undefined when checkPublicKey has a reason
 * against it. Faulty keys are not remembered: they are cheap to make and would push out good ones.
 */
export function preparePublicKey(text: string): PreparedKey | undefined {
  const known = preparedKeys.get(text);
  if (known !== undefined) return known;
  const key = parsePublicKey(text);
  const prepared = key === undefined ? undefined : SUITES[key.suite].prepareKey(key.bytes);
  if (prepared !== undefined) preparedKeys.set(text, prepared);
  return prepared;
}
