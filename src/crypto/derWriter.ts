/**
 * Writes DER (ITU-T X.690 §10, §11): each function gives the one encoding of its value, which
 * derReader.ts accepts.
 */
import { concatBytes, utf8 } from './bytes.js';
import { compareBytes, contextTag, primitiveContextTag, TAG } from './derReader.js';

/** Identifier, length and `content`. */
export function derValue(tag: number, content: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(tag), derLength(content.length), content);
}

function derLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

/** SEQUENCE of `parts` in their order. */
export function derSequence(...parts: readonly Uint8Array[]): Uint8Array {
  return derValue(TAG.sequence, concatBytes(...parts));
}

/** SET OF `parts`, in the order that DER asks for. */
export function derSet(...parts: readonly Uint8Array[]): Uint8Array {
  return derValue(TAG.set, concatBytes(...[...parts].sort(compareBytes)));
}

/** `[number]` around `parts`, constructed: EXPLICIT, or IMPLICIT over a SEQUENCE or SET. */
export function derContext(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return derValue(contextTag(number), concatBytes(...parts));
}

/** `[number]` IMPLICIT over a primitive type with this content. */
export function derPrimitiveContext(number: number, content: Uint8Array): Uint8Array {
  return derValue(primitiveContextTag(number), content);
}

/** INTEGER of a number that is not negative. */
export function derInteger(value: bigint | number): Uint8Array {
  return derValue(TAG.integer, integerContent(BigInt(value)));
}

/** The content bytes of an INTEGER that is not negative. Throws a RangeError for others. */
export function integerContent(value: bigint): Uint8Array {
  if (value < 0n) throw new RangeError('only numbers from 0 upwards are written');
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 0xffn));
  if (bytes.length === 0 || (bytes[0] as number) >= 0x80) bytes.unshift(0);
  return Uint8Array.from(bytes);
}

/** BOOLEAN TRUE; FALSE is what DER leaves out where it is the default. */
export const DER_TRUE: Uint8Array = derValue(TAG.boolean, Uint8Array.of(0xff));

/** NULL. */
export const DER_NULL: Uint8Array = derValue(TAG.null, new Uint8Array(0));

/** OCTET STRING. */
export function derOctets(bytes: Uint8Array): Uint8Array {
  return derValue(TAG.octetString, bytes);
}

/** BIT STRING of whole bytes. */
export function derBitString(bytes: Uint8Array): Uint8Array {
  return derValue(TAG.bitString, concatBytes(Uint8Array.of(0), bytes));
}

/** BIT STRING of named bits, without trailing zero bits (X.690 §11.2.2). */
export function derNamedBits(numbers: readonly number[]): Uint8Array {
  const last = Math.max(...numbers);
  const bytes = new Uint8Array(Math.floor(last / 8) + 1);
  for (const number of numbers) {
    const index = Math.floor(number / 8);
    bytes[index] = (bytes[index] as number) | (0x80 >> (number % 8));
  }
  return derValue(TAG.bitString, concatBytes(Uint8Array.of(7 - (last % 8)), bytes));
}

/** UTF8String. */
export function derUtf8(text: string): Uint8Array {
  return derValue(TAG.utf8String, utf8(text));
}

/** OBJECT IDENTIFIER of dotted arcs. */
export function derOid(dotted: string): Uint8Array {
  const [first = 0n, second = 0n, ...others] = dotted.split('.').map(BigInt);
  const content = [first * 40n + second, ...others].flatMap(arcBytes);
  return derValue(TAG.oid, Uint8Array.from(content));
}

function arcBytes(arc: bigint): readonly number[] {
  const bytes = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) bytes.unshift(Number(rest & 0x7fn) | 0x80);
  return bytes;
}
