/**
 * RSASSA-PKCS1-v1_5 verification (RFC 8017 §8.2.2), for signatures that others have made. The
 * encoded message is built anew and compared whole, so that there is no padding to parse and
 * nothing to hide in it. Plain big integers: public values only, the same answer everywhere.
 */
import { concatBytes, equalBytes, fromHex } from './bytes.js';
import { type MessageHash, messageHash } from './messageHash.js';

export interface RsaKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
  /** Length of the modulus in bytes. */
  readonly bytes: number;
}

/** DER of a DigestInfo up to the hash (RFC 8017 §9.2, note 1); SM3 has none that is in use. */
const DIGEST_INFO: { readonly [Hash in MessageHash]?: Uint8Array } = {
  'sha-256': fromHex('3031300d060960864801650304020105000420'),
  'sha-384': fromHex('3041300d060960864801650304020205000430'),
  'sha-512': fromHex('3051300d060960864801650304020305000440'),
};

/** True when `signature` signs `message` under `key`. */
export function verifyRsa(
  { modulus, exponent, bytes }: RsaKey,
  hash: MessageHash,
  { message, signature }: { readonly message: Uint8Array; readonly signature: Uint8Array },
): boolean {
  const prefix = DIGEST_INFO[hash];
  if (prefix === undefined || signature.length !== bytes) return false;
  const number = toNumber(signature);
  if (number >= modulus) return false;
  const expected = encodedMessage(concatBytes(prefix, messageHash(hash, message)), bytes);
  return equalBytes(toBytes(power(number, exponent, modulus), bytes), expected);
}

/** EMSA-PKCS1-v1_5 (RFC 8017 §9.2): 00 01 FF … FF 00 DigestInfo. */
function encodedMessage(digestInfo: Uint8Array, length: number): Uint8Array {
  const encoded = new Uint8Array(length).fill(0xff);
  encoded.set([0, 1]);
  encoded.set([0, ...digestInfo], length - digestInfo.length - 1);
  return encoded;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function toNumber(bytes: Uint8Array): bigint {
  let hex = '0x';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}

function toBytes(value: bigint, length: number): Uint8Array {
  return fromHex(value.toString(16).padStart(length * 2, '0'));
}
