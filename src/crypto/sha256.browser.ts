/** SHA-256 for browsers, on @noble/hashes: the same two functions and answers as sha256.ts. */
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { type Hex, toHex, utf8 } from './bytes.js';

/** SHA-256 of bytes, or of the UTF-8 form of a text, as 32 bytes. */
export function sha256(data: Uint8Array | string): Uint8Array {
  return nobleSha256(typeof data === 'string' ? utf8(data) : data);
}

/** SHA-256 of bytes, or of the UTF-8 form of a text, as 64 hex characters. */
export function sha256Hex(data: Uint8Array | string): Hex {
  return toHex(sha256(data));
}
