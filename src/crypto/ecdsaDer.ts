/**
 * DER of ECDSA-Sig-Value, SEQUENCE { r INTEGER, s INTEGER } (RFC 3279 §2.2.3, X.690 §8.3 and
 * §10.1), for curves of 256 bits. Reading is strict: one pair (r, s) has exactly one accepted
 * encoding.
 */

/** The two numbers of a signature, both at least 1 and below 2^256. */
export interface EcdsaSignature {
  readonly r: bigint;
  readonly s: bigint;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
/** 32 bytes and a leading zero when the top bit is set. */
const INTEGER_BYTES_MAX = 33;

/** Longest accepted encoding, in bytes. */
export const ECDSA_DER_BYTES_MAX = 2 + 2 * (2 + INTEGER_BYTES_MAX);

/** The numbers of a strictly encoded signature, or undefined: any other length, sign or padding. */
export function readEcdsaDer(bytes: Uint8Array): EcdsaSignature | undefined {
  if (bytes.length > ECDSA_DER_BYTES_MAX) return undefined;
  if (bytes[0] !== SEQUENCE || bytes[1] !== bytes.length - 2) return undefined;
  const r = readPositive(bytes, 2);
  if (r === undefined) return undefined;
  const s = readPositive(bytes, r.end);
  if (s === undefined || s.end !== bytes.length) return undefined;
  return { r: r.value, s: s.value };
}

/** A minimal, positive INTEGER of at most 256 bits that starts at `start`. */
function readPositive(
  bytes: Uint8Array,
  start: number,
): { readonly value: bigint; readonly end: number } | undefined {
  const length = bytes[start + 1];
  if (bytes[start] !== INTEGER || length === undefined) return undefined;
  if (length === 0 || length > INTEGER_BYTES_MAX) return undefined;
  const end = start + 2 + length;
  if (end > bytes.length || !isMinimalPositive(bytes.subarray(start + 2, end))) return undefined;
  let value = 0n;
  for (const byte of bytes.subarray(start + 2, end)) value = (value << 8n) | BigInt(byte);
  return value === 0n ? undefined : { value, end };
}

function isMinimalPositive(content: Uint8Array): boolean {
  const [first = 0, second = 0] = content;
  if (first >= 0x80) return false;
  if (content.length === INTEGER_BYTES_MAX && first !== 0) return false;
  return content.length === 1 || first !== 0 || second >= 0x80;
}

/** The one DER encoding of `signature`. */
export function writeEcdsaDer(signature: EcdsaSignature): Uint8Array {
  const content = [...integer(signature.r), ...integer(signature.s)];
  return Uint8Array.from([SEQUENCE, content.length, ...content]);
}

function integer(value: bigint): readonly number[] {
  const content: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) content.unshift(Number(rest & 0xffn));
  if ((content[0] as number) >= 0x80) content.unshift(0);
  return [INTEGER, content.length, ...content];
}

/** r ‖ s, 32 bytes each, big-endian: the form of IEEE P1363. */
export function compactSignature(signature: EcdsaSignature): Uint8Array {
  const compact = new Uint8Array(64);
  writeBigEndian(signature.r, compact.subarray(0, 32));
  writeBigEndian(signature.s, compact.subarray(32));
  return compact;
}

/** The numbers of r ‖ s, 32 bytes each. */
export function fromCompactSignature(compact: Uint8Array): EcdsaSignature {
  return { r: readBigEndian(compact.subarray(0, 32)), s: readBigEndian(compact.subarray(32, 64)) };
}

function writeBigEndian(value: bigint, target: Uint8Array): void {
  let rest = value;
  for (let index = target.length - 1; index >= 0; index -= 1) {
    target[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}

function readBigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}
