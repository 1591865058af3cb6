/** Random bytes from the platform's cryptographic source: for keys and salts, never for rules. */

/** `length` bytes from Web Crypto, which Node.js and every browser have. */
export function randomBytes(length: number): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}
