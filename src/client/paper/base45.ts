/**
 * Base45 (RFC 9285): bytes in the 45 characters of a QR code's alphanumeric mode, where it takes
 * less room than base64 does in byte mode.
 */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const VALUE_OF = new Map([...ALPHABET].map((letter, value) => [letter, value]));
const BASE = 45;

/** Base45 text of `bytes`: three characters for two bytes, two for a single last one. */
export function toBase45(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 2) {
    const [first = 0, second] = bytes.subarray(start, start + 2);
    const isSingle = second === undefined;
    const value = isSingle ? first : first * 256 + second;
    text += letter(value) + letter(Math.floor(value / BASE));
    if (!isSingle) text += letter(Math.floor(value / BASE ** 2));
  }
  return text;
}

function letter(value: number): string {
  return ALPHABET.charAt(value % BASE);
}

/** Bytes of `text`, or undefined unless it is exactly what toBase45 writes for them. */
export function fromBase45(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (let start = 0; start < text.length; start += 3) {
    const values = [...text.slice(start, start + 3)].map((each) => VALUE_OF.get(each));
    const value = values.reduceRight<number>((sum, each) => sum * BASE + (each ?? NaN), 0);
    const isTriple = values.length === 3;
    if (!(value < (isTriple ? 65_536 : 256))) return undefined;
    if (isTriple) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  const found = Uint8Array.from(bytes);
  return toBase45(found) === text ? found : undefined;
}
