/**
 * Bytes and their hex form. Hex on this ledger is lower case and of an exact length: one value has
 * one spelling, so that text can be compared instead of bytes.
 */

/** Lower-case hex text, two characters a byte. */
export type Hex = string;

const LOWER_HEX = /^(?:[0-9a-f]{2})*$/;

/** True when `text` is lower-case hex of exactly `byteLength` bytes. */
export function isHex(text: unknown, byteLength: number): text is Hex {
  return typeof text === 'string' && text.length === byteLength * 2 && LOWER_HEX.test(text);
}

const NIBBLE_OF_CODE = new Int8Array(128).fill(-1);
for (let nibble = 0; nibble < 16; nibble += 1) {
  NIBBLE_OF_CODE[nibble.toString(16).charCodeAt(0)] = nibble;
}

/**
 * Bytes of lower-case hex. Throws a RangeError on anything else: callers check outside input
 * first.
 */
export function fromHex(hex: Hex): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1);
  let nibbles = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const high = NIBBLE_OF_CODE[hex.charCodeAt(index * 2)] ?? -1;
    const low = NIBBLE_OF_CODE[hex.charCodeAt(index * 2 + 1)] ?? -1;
    nibbles |= high | low;
    bytes[index] = (high << 4) | low;
  }
  // A character that is no digit has -1, whose sign bit survives the ORs.
  if (nibbles < 0 || (hex.length & 1) === 1) {
    throw new RangeError('hex must be lower case, two characters a byte');
  }
  return bytes;
}

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex of `bytes`. */
export function toHex(bytes: Uint8Array): Hex {
  let hex = '';
  for (const byte of bytes) hex += HEX_OF_BYTE[byte];
  return hex;
}

const encoder = new TextEncoder();

/** UTF-8 bytes of `text`. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** `parts` one after another. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** True when both hold the same bytes. Not constant time: nothing secret is compared here. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
