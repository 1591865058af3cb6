/**
 * A strict reader of DER (ITU-T X.690 §10, §11). One value has one accepted encoding: definite
 * lengths in the fewest bytes, minimal numbers, sorted sets, and not a byte after the end. The
 * whole tree is checked before anything in it is used, so what reads structures above this file
 * meets only sound values.
 */

/** What an encoding can be refused for. */
export type DerFault = 'NOT_DER' | 'TRAILING_BYTES';

/** The bytes are not the DER encoding of one value. */
export class NotDer extends Error {
  readonly code: DerFault;

  constructor(code: DerFault, what: string) {
    super(what);
    this.name = 'NotDer';
    this.code = code;
  }
}

/** The encoding is DER, but not of the structure that was expected. */
export class DerShape extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'DerShape';
  }
}

/** One encoded value. */
export interface DerValue {
  /** The identifier byte: class, constructed bit and number. */
  readonly tag: number;
  /** The content bytes. */
  readonly content: Uint8Array;
  /** Identifier, length and content: the value as it stands in the input. */
  readonly bytes: Uint8Array;
  /** The values inside a constructed one; none in a primitive one. */
  readonly parts: readonly DerValue[];
}

/** Identifier bytes of the universal types that X.509, CMS and RFC 3161 use. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The identifier byte of `[number]`, constructed. */
export const contextTag = (number: number): number => 0xa0 | number;

/** The identifier byte of `[number]`, primitive. */
export const primitiveContextTag = (number: number): number => 0x80 | number;

/** OCTET STRING, the kinds of text in names, UTCTime and GeneralizedTime: all primitive. */
const TEXTS_AND_TIMES: ReadonlySet<number> = new Set([
  ...[0x04, 0x0c, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a, 0x1c, 0x1e],
]);

const CONSTRUCTED = 0x20;
const NUMBER_MASK = 0x1f;
/** Deeper than any of the structures that are read; what nests further is hostile. */
const DEPTH_MAX = 24;

/** The one value that `bytes` encode. Throws NotDer unless they are its DER encoding. */
export function readDer(bytes: Uint8Array): DerValue {
  const value = readValue(bytes, 0, DEPTH_MAX);
  if (value.bytes.length === bytes.length) return value;
  throw new NotDer('TRAILING_BYTES', `${bytes.length - value.bytes.length} bytes after the end`);
}

function readValue(source: Uint8Array, start: number, depth: number): DerValue {
  const tag = source[start];
  if (tag === undefined) throw new NotDer('NOT_DER', 'a value is cut short');
  if (depth === 0) throw new NotDer('NOT_DER', `nested deeper than ${DEPTH_MAX}`);
  if ((tag & NUMBER_MASK) === NUMBER_MASK) throw new NotDer('NOT_DER', 'a tag above 30');
  const { length, from } = readLength(source, start + 1);
  const end = from + length;
  if (end > source.length) throw new NotDer('NOT_DER', 'a length beyond the end');
  const content = source.subarray(from, end);
  const bytes = source.subarray(start, end);
  const isConstructed = (tag & CONSTRUCTED) !== 0;
  const parts = isConstructed ? readParts(content, depth - 1) : [];
  checkForm(tag, content, parts);
  return { tag, content, bytes, parts };
}

function readParts(content: Uint8Array, depth: number): readonly DerValue[] {
  const parts: DerValue[] = [];
  for (let at = 0; at < content.length;) {
    const part = readValue(content, at, depth);
    parts.push(part);
    at += part.bytes.length;
  }
  return parts;
}

/** The length at `at` and where the content begins (X.690 §10.1: definite, fewest bytes). */
function readLength(
  source: Uint8Array,
  at: number,
): { readonly length: number; readonly from: number } {
  const first = source[at];
  if (first === undefined) throw new NotDer('NOT_DER', 'a value is cut short');
  if (first < 0x80) return { length: first, from: at + 1 };
  const count = first & 0x7f;
  if (count === 0) throw new NotDer('NOT_DER', 'an indefinite length');
  if (count > 4) throw new NotDer('NOT_DER', 'a length of more than four bytes');
  let length = 0;
  for (let index = 1; index <= count; index += 1) {
    const byte = source[at + index];
    if (byte === undefined) throw new NotDer('NOT_DER', 'a value is cut short');
    length = length * 256 + byte;
  }
  if (length < 0x80 || length < 256 ** (count - 1)) {
    throw new NotDer('NOT_DER', 'a length in more bytes than it needs');
  }
  return { length, from: at + 1 + count };
}

/** The universal types that may only be primitive, or only constructed, and their exact forms. */
function checkForm(tag: number, content: Uint8Array, parts: readonly DerValue[]): void {
  if ((tag & 0xc0) !== 0) return;
  switch (tag) {
    case TAG.boolean:
      if (content.length === 1 && (content[0] === 0 || content[0] === 0xff)) return;
      throw new NotDer('NOT_DER', 'a BOOLEAN that is neither 00 nor FF');
    case TAG.integer:
    case TAG.enumerated:
      return checkMinimal(content);
    case TAG.bitString:
      return checkUnusedBits(content);
    case TAG.null:
      if (content.length === 0) return;
      throw new NotDer('NOT_DER', 'a NULL with content');
    case TAG.oid:
      return checkOid(content);
    case TAG.set:
      return checkSorted(parts);
    case TAG.sequence:
      return;
    default:
      // What texts and times say is read where it is used.
      if (TEXTS_AND_TIMES.has(tag)) return;
      throw new NotDer('NOT_DER', `a value with the identifier ${tag.toString(16)}`);
  }
}

function checkMinimal(content: Uint8Array): void {
  const [first, second = 0] = content;
  if (first === undefined) throw new NotDer('NOT_DER', 'an INTEGER without content');
  if (content.length === 1) return;
  if ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)) {
    throw new NotDer('NOT_DER', 'an INTEGER in more bytes than it needs');
  }
}

function checkUnusedBits(content: Uint8Array): void {
  const unused = content[0];
  const last = content[content.length - 1] as number;
  const isSound =
    unused !== undefined &&
    (content.length === 1 ? unused === 0 : unused < 8 && (last & ((1 << unused) - 1)) === 0);
  if (!isSound) throw new NotDer('NOT_DER', 'a BIT STRING with unused bits that are not zero');
}

function checkOid(content: Uint8Array): void {
  let starts = true;
  for (const byte of content) {
    if (starts && byte === 0x80) {
      throw new NotDer('NOT_DER', 'an OBJECT IDENTIFIER in more bytes than it needs');
    }
    starts = byte < 0x80;
  }
  if (content.length > 0 && starts) return;
  throw new NotDer('NOT_DER', 'an OBJECT IDENTIFIER that is cut short');
}

/** X.690 §11.6: the encodings of a SET OF ascend; equal ones may stand side by side. */
function checkSorted(parts: readonly DerValue[]): void {
  for (let index = 1; index < parts.length; index += 1) {
    const [before, here] = [parts[index - 1] as DerValue, parts[index] as DerValue];
    if (compareBytes(before.bytes, here.bytes) > 0) {
      throw new NotDer('NOT_DER', 'a SET whose members are not in order');
    }
  }
}

/** Negative, zero or positive, as `left` sorts before, with or after `right`. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (left[index] as number) - (right[index] as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
