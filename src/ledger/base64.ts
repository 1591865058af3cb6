/**
 * Base64 (RFC 4648 §4, with padding), as signed notes and checkpoints use it. Only the canonical
 * spelling is read: unused bits are zero and nothing is left out, so one value has one text.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SIX_BITS_OF = new Map([...ALPHABET].map((letter, value) => [letter, value]));

/** Base64 text of `bytes`. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 3) {
    const group = bytes.subarray(start, start + 3);
    const bits = ((group[0] ?? 0) << 16) | ((group[1] ?? 0) << 8) | (group[2] ?? 0);
    for (let letter = 0; letter < 4; letter += 1) {
      text += letter <= group.length ? ALPHABET.charAt((bits >> (18 - 6 * letter)) & 63) : '=';
    }
  }
  return text;
}

/** Bytes of `text`, or undefined unless it is exactly what toBase64 writes for them. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const letters = text.replace(/={1,2}$/, '');
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let bits = 0;
  for (let index = 0; index < letters.length; index += 1) {
    const value = SIX_BITS_OF.get(letters.charAt(index));
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffffff;
    // From the second letter of a group on, each letter completes a byte.
    const shift = 6 - 2 * (index % 4);
    if (shift < 6) bytes[Math.floor((index * 3) / 4)] = (bits >> shift) & 0xff;
  }
  return toBase64(bytes) === text ? bytes : undefined;
}
