/**
 * SHA-256 (FIPS 180-4), the one hash of the log's structure. This is the server build, on
 * node:crypto; bundlers for browsers take sha256.browser.ts instead (package.json, "browser").
 */
import { hash } from 'node:crypto';
import type { Hex } from './bytes.js';

/** SHA-256 of bytes, or of the UTF-8 form of a text, as 32 bytes. */
export function sha256(data: Uint8Array | string): Uint8Array {
  // As text and back, because Node gives every Buffer from here a store of its own: a third of
  // the time.
  const text = hash('sha256', data, 'binary');
  const digest = new Uint8Array(32);
  for (let index = 0; index < 32; index += 1) digest[index] = text.charCodeAt(index);
  return digest;
}

/** SHA-256 of bytes, or of the UTF-8 form of a text, as 64 hex characters. */
export function sha256Hex(data: Uint8Array | string): Hex {
  return hash('sha256', data, 'hex');
}
