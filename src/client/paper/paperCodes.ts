/**
 * The texts of a certificate's QR codes (docs/formats.md §21): one with the C2SP proof as it is,
 * and a numbered set with the registration's record. What a scanner reads, in any order and with
 * anything between, is taken apart again here.
 */
import { parseSignedNote } from '../../ledger/signedNote.js';
import type { Receipt } from '../../ledger/receipt.js';
import { encodeTlogProof, TLOG_PROOF_HEADER } from '../../ledger/tlogProof.js';
import { fromBase45, toBase45 } from './base45.js';
import { encodePaperRecord } from './paperRecord.js';

/** What is printed. */
export interface PaperCodes {
  /** For byte mode. */
  readonly proof: string;
  /** For alphanumeric mode, in order. */
  readonly record: readonly string[];
}

/** Characters of the record in one code: version 30 at level M has room for 1,990. */
const PART_CHARACTERS = 1_900;
/** Codes of one record: more are no paper that anybody would scan. */
export const RECORD_PARTS_MAX = 8;

const PART = /^CLR1\/(\d)\/(\d)\/([0-9A-Z $%*+\-./:]*)\/$/;

/**
 * The codes of a registration; undefined when its record is too large for paper, or when validators
 * keep the ledger: their votes have no C2SP proof.
 */
export function paperCodes(receipt: Receipt): PaperCodes | undefined {
  if (!('checkpoint' in receipt)) return undefined;
  const text = toBase45(encodePaperRecord(receipt));
  const count = Math.ceil(text.length / PART_CHARACTERS);
  if (count > RECORD_PARTS_MAX) return undefined;
  const record = Array.from({ length: count }, (_, index) => {
    const part = text.slice(index * PART_CHARACTERS, (index + 1) * PART_CHARACTERS);
    // The last slash keeps a space at the end, which many programs would drop.
    return `CLR1/${index + 1}/${count}/${part}/`;
  });
  return { proof: encodeTlogProof({ ...receipt.inclusion, ...receipt }), record };
}

/** A scan taken apart: undefined is what was not found in it, or not whole. */
export interface PaperScan {
  readonly proof: string | undefined;
  readonly record: Uint8Array | undefined;
}

/** Finds both in what a scanner printed (`zbarimg --raw`). */
export function readScan(scan: string): PaperScan {
  const text = scan.replaceAll('\r\n', '\n');
  return { proof: proofIn(text), record: recordIn(text) };
}

/** From the header to the last of the signature lines. */
function proofIn(scan: string): string | undefined {
  const start = scan.indexOf(`${TLOG_PROOF_HEADER}\n`);
  if (start === -1) return undefined;
  const [path, head, ...rest] = scan.slice(start).split('\n\n');
  const signatures = rest[0]?.split('\n').filter((line) => line.startsWith('— ')) ?? [];
  const checkpoint = `${head}\n\n${signatures.join('\n')}\n`;
  if (parseSignedNote(checkpoint) === undefined) return undefined;
  return `${path}\n\n${checkpoint}`;
}

function recordIn(scan: string): Uint8Array | undefined {
  const parts = new Map<number, string>();
  let count = 0;
  for (const line of scan.split('\n')) {
    const [, number, of, text] = PART.exec(line) ?? [];
    if (text === undefined) continue;
    count = Number(of);
    parts.set(Number(number), text);
  }
  const ordered = Array.from({ length: count }, (_, index) => parts.get(index + 1));
  if (count === 0 || ordered.includes(undefined)) return undefined;
  return fromBase45(ordered.join(''));
}
