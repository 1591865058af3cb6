/**
 * What the second code of a certificate holds (docs/formats.md §21): the record of the
 * registration, compressed.
 */
import { deflateSync, inflateSync } from 'fflate';
import { utf8 } from '../../crypto/bytes.js';
import { encodeRecord, parseRecord } from '../../ledger/logRecord.js';
import type { Receipt } from '../../ledger/receipt.js';
import type { EntryTexts } from '../../ledger/recordedEntry.js';

/** More than fits on the pages of a certificate. */
const TEXT_BYTES_MAX = 1_048_576;

/** The record of a receipt's entries, compressed (RFC 1951). */
export function encodePaperRecord({ entries }: Receipt): Uint8Array {
  return deflateSync(utf8(encodeRecord(entries)), { level: 9 });
}

/** The entries of a record, rebuilt; undefined when the bytes are no record. */
export function parsePaperRecord(bytes: Uint8Array): readonly EntryTexts[] | undefined {
  const text = inflated(bytes);
  if (text === undefined || !endsWithStream(bytes, text)) return undefined;
  return parseRecord(text);
}

/**
 * Whether the stream ends in the last byte, with zeros behind its end. Inflating looks at neither
 * (RFC 1951 §3.2.3), so that one paper would have many spellings.
 */
function endsWithStream(bytes: Uint8Array, text: string): boolean {
  if (inflated(bytes.subarray(0, -1)) === text) return false;
  const last = bytes.at(-1) ?? 0;
  for (let bit = 0x80; bit > 0; bit >>= 1) {
    const flipped = Uint8Array.from(bytes).fill(last ^ bit, -1);
    // The last bit of the stream closes the end-of-block code: without it more text would follow.
    if (inflated(flipped) !== text) return true;
    if ((last & bit) !== 0) return false;
  }
  return false;
}

function inflated(bytes: Uint8Array): string | undefined {
  try {
    const text = inflateSync(bytes, { out: new Uint8Array(TEXT_BYTES_MAX) });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    return undefined;
  }
}
