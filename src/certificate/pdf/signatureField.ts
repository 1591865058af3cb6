/**
 * Room for a signature in a PDF file (ISO 32000-2 §12.8): a field with an empty signature of fixed
 * length, whose byte range covers every byte of the file but the signature itself.
 */
import { fromHex, type Hex, toHex } from '../../crypto/bytes.js';
import type { Instant } from '../../ledger/instant.js';
import { pdfDate } from './metadata.js';
import type { PdfFile } from './pdfFile.js';
import {
  array,
  ascii,
  bytesInHex,
  dictionary,
  name,
  number,
  type PdfValue,
  reference,
  text,
} from './values.js';

/** Bytes of a signature at most: certificates and a time-stamp included, with room to spare. */
export const SIGNATURE_BYTES_MAX = 12_000;

const EMPTY: Hex = '00'.repeat(SIGNATURE_BYTES_MAX);
const DIGITS = 10;
/** Three numbers that are filled in last; a first one of 0. */
const UNSET_RANGE = `[0${' '.repeat(3 * (DIGITS + 1))}]`;

/** Who signs, as viewers show it. */
export interface Signer {
  readonly name: string;
  readonly reason: string;
  readonly at: Instant;
}

/** Adds the empty signature and its field on `page`; the field's object. */
export function addSignatureField(file: PdfFile, page: number, signer: Signer): number {
  const signature = file.put(
    dictionary({
      Type: name('Sig'),
      Filter: name('Adobe.PPKLite'),
      SubFilter: name('ETSI.CAdES.detached'),
      ByteRange: UNSET_RANGE as PdfValue,
      Contents: bytesInHex(EMPTY),
      Name: text(signer.name),
      Reason: text(signer.reason),
      M: ascii(pdfDate(signer.at)),
    }),
  );
  return file.put(
    dictionary({
      Type: name('Annot'),
      Subtype: name('Widget'),
      FT: name('Sig'),
      T: ascii('Signature1'),
      V: reference(signature),
      P: reference(page),
      // Nothing to see: what a reader has to know of the signer is in the text.
      Rect: array([0, 0, 0, 0].map(number)),
      F: number(PRINTED_AND_LOCKED),
    }),
  );
}

const PRINTED_AND_LOCKED = 4 + 128;

/** A file with an empty signature, its byte range filled in. */
export interface Unsigned {
  readonly bytes: Uint8Array;
  /** Offset of the `<` before the signature’s digits, and of what follows the `>`. */
  readonly gap: readonly [number, number];
}

/** Fills in the byte range. Throws a RangeError when the file has no empty signature. */
export function withByteRange(file: Uint8Array): Unsigned {
  const latin = Buffer.from(file.buffer, file.byteOffset, file.length);
  const start = latin.indexOf(`<${EMPTY}>`);
  const range = latin.indexOf(UNSET_RANGE);
  if (start === -1 || range === -1) throw new RangeError('the file has no empty signature');
  const end = start + EMPTY.length + 2;
  const numbers = [start, end, file.length - end].map((each) => ` ${each}`.padEnd(DIGITS + 1));
  const bytes = file.slice();
  bytes.set(new TextEncoder().encode(`[0${numbers.join('')}]`), range);
  return { bytes, gap: [start, end] };
}

/** What is signed: everything but the gap. */
export function signedBytes({ bytes, gap: [start, end] }: Unsigned): Uint8Array {
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
}

/** The file with its signature (DER of the CMS). Throws a RangeError when that is too long. */
export function withSignature(
  { bytes, gap: [start] }: Unsigned,
  signature: Uint8Array,
): Uint8Array {
  if (signature.length > SIGNATURE_BYTES_MAX) {
    throw new RangeError(`the signature has ${signature.length} bytes of ${SIGNATURE_BYTES_MAX}`);
  }
  const signed = bytes.slice();
  signed.set(new TextEncoder().encode(toHex(signature)), start + 1);
  return signed;
}

const RANGE = /\/ByteRange \[0 (\d+) +(\d+) +(\d+) *\]/g;

/** A signed file taken apart; undefined unless one signature covers all of it but itself. */
export function readSignature(
  file: Uint8Array,
): { readonly signed: Uint8Array; readonly signature: Uint8Array } | undefined {
  const latin = Buffer.from(file.buffer, file.byteOffset, file.length).toString('latin1');
  const ranges = [...latin.matchAll(RANGE)];
  const [start = NaN, end = NaN, rest = NaN] = (ranges[0]?.slice(1) ?? []).map(Number);
  const isWhole = ranges.length === 1 && start < end && end + rest === file.length;
  if (!isWhole || latin[start] !== '<' || latin[end - 1] !== '>') return undefined;
  const digits = latin.slice(start + 1, end - 1);
  if (!/^(?:[0-9a-f]{2})+$/.test(digits)) return undefined;
  const signature = fromHex(digits);
  return { signed: signedBytes({ bytes: file, gap: [start, end] }), signature };
}
