/**
 * Sealing with AES-256-GCM (NIST SP 800-38D): random nonce ‖ ciphertext ‖ tag, bound to a context
 * that is not secret. Nonces are random, so that a place that is written again after a crash never
 * meets its nonce a second time; 2^32 seals under one key keep the chance of two equal ones below
 * 2^-32 (§8.3).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** Seals `plain` under `key` for `context`. `nonce` is for published vectors only. */
export function seal(
  key: Uint8Array,
  plain: Uint8Array,
  { context, nonce = randomBytes(NONCE_BYTES) }: SealContext,
): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(context);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What a seal is for. */
export interface SealContext {
  readonly context: Uint8Array;
  readonly nonce?: Uint8Array;
}

/** What was sealed, or undefined when key, context or a single bit is another one. */
export function unseal(
  key: Uint8Array,
  sealed: Uint8Array,
  context: Uint8Array,
): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(sealed.length - TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(context);
  decipher.setAuthTag(tag);
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return undefined;
  }
}
