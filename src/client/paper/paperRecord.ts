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
  return parseRecord(inflated(bytes) ?? '');
}

function inflated(bytes: Uint8Array): string | undefined {
  try {
    const text = inflateSync(bytes, { out: new Uint8Array(TEXT_BYTES_MAX) });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    return undefined;
  }
}
