/** The signature suites of this ledger, by name. A genesis document names those that it allows. */
import { ed25519Strict } from './ed25519Strict.js';
import { p256Sha256 } from './p256Sha256.js';
import type { SignatureSuite } from './signatureSuite.js';
import { sm2Sm3 } from './sm2Sm3.js';

/** Names of the suites; part of every key text. */
export type SuiteName = 'ed25519-strict-1' | 'p256-sha256' | 'sm2-sm3';

/** Every suite that this build can verify. */
export const SUITES: { readonly [Name in SuiteName]: SignatureSuite } = {
  'ed25519-strict-1': ed25519Strict,
  'p256-sha256': p256Sha256,
  'sm2-sm3': sm2Sm3,
};

/** True when this build can verify the suite called `name`. */
export function isSuiteName(name: string): name is SuiteName {
  return Object.hasOwn(SUITES, name);
}
