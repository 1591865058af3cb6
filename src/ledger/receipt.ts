/**
 * The receipt (docs/formats.md §9, §19): everything that shows, without the server, that an event
 * is in the log and what it led to. A file of one line: canonical JSON and a newline, nothing else.
 * Where one operator keeps the ledger its checkpoint closes the receipt; where validators do, their
 * certificate.
 */
import { type Hex, isHex } from '../crypto/bytes.js';
import { canonicalJson, type JsonObject, type JsonValue } from '../crypto/canonicalJson.js';
import { type BlockHeader, encodeHeader } from './blockHeader.js';
import { type Certificate, readCertificate } from './cometbft/certificate.js';
import { HASH_BYTES } from './merkleHash.js';
import { EVENT_DEPTH_MAX, parseCanonical } from './parseEvent.js';
import { readHeader } from './parseHeader.js';
import type { EntryTexts } from './recordedEntry.js';
import { hasMembers, isCount, isObject } from './recordShape.js';

/** Names the form of the receipt of a ledger that one operator keeps. */
export const RECEIPT_FORMAT = 'civic-ledger/receipt/v1';

/** Names the form of the receipt of a ledger that validators keep. */
export const CERTIFIED_RECEIPT_FORMAT = 'civic-ledger/receipt/v2';

/** An inclusion proof of the entry at `index`, the last of the receipt's entries. */
export interface ReceiptInclusion {
  readonly index: number;
  readonly size: number;
  /** Nearest sibling first. */
  readonly hashes: readonly Hex[];
}

/** What every receipt is made of; texts as the log stores them. */
interface ReceiptBody {
  /** The signed entry and all the derived ones that it caused, in order. */
  readonly entries: readonly EntryTexts[];
  /** Header text of their block. */
  readonly header: string;
  readonly inclusion: ReceiptInclusion;
}

/** That block's checkpoint note, with one signature line. */
interface ByCheckpoint {
  readonly checkpoint: string;
}

interface ByCertificate {
  readonly certificate: Certificate;
}

/** What a receipt is made of; `certificate` is the canonical text of one for the header. */
export type ReceiptParts = ReceiptBody & (ByCheckpoint | { readonly certificate: string });

/** A receipt taken apart; its members are well-formed, nothing else is known about them. */
export type Receipt = CheckpointReceipt | CertifiedReceipt;

type ParsedBody = ReceiptBody & { readonly blockHeader: BlockHeader };
export type CheckpointReceipt = ParsedBody & ByCheckpoint;
export type CertifiedReceipt = ParsedBody & ByCertificate;

/** The receipt file's text. The texts in `parts` have to be canonical, as the log stores them. */
export function encodeReceipt(parts: ReceiptParts): string {
  // The parts are canonical already; putting them in order of names makes the whole so.
  const entryTexts = parts.entries.map(({ entry, event }) => `{"entry":${entry},"event":${event}}`);
  const { index, size, hashes } = parts.inclusion;
  const [head, format] =
    'certificate' in parts
      ? [`"certificate":${parts.certificate}`, CERTIFIED_RECEIPT_FORMAT]
      : [`"checkpoint":${canonicalJson(parts.checkpoint)}`, RECEIPT_FORMAT];
  return (
    `{${head},"entries":[${entryTexts.join()}],` +
    `"format":"${format}","header":${parts.header},` +
    `"inclusion":${canonicalJson({ index, size, hashes })}}\n`
  );
}

/** Why a text is not a receipt. */
export type ReceiptFormFault = 'NOT_CANONICAL' | 'MALFORMED';

/** The receipt, its list of entries and the pair are around each event. */
const DEPTH_MAX = EVENT_DEPTH_MAX + 3;

/** Takes a receipt apart, or names what is wrong with its form. Never throws. */
export function parseReceipt(text: string): Receipt | ReceiptFormFault {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1), DEPTH_MAX) : undefined;
  if (value === undefined) return 'NOT_CANONICAL';
  if (!isObject(value)) return 'MALFORMED';
  const head = readHead(value);
  const entries = readEntries(value['entries']);
  const blockHeader = readHeader(value['header']);
  const inclusion = readInclusion(value['inclusion']);
  if (head === undefined || entries === undefined) return 'MALFORMED';
  if (blockHeader === undefined || inclusion === undefined) return 'MALFORMED';
  return { ...head, entries, header: encodeHeader(blockHeader), blockHeader, inclusion };
}

/** What vouches for the header, when all members are those of its format. */
function readHead(value: JsonObject): ByCheckpoint | ByCertificate | undefined {
  const rest = 'entries,format,header,inclusion';
  if (value['format'] === CERTIFIED_RECEIPT_FORMAT) {
    if (!hasMembers(value, `certificate,${rest}`)) return undefined;
    const certificate = readCertificate(value['certificate']);
    return certificate && { certificate };
  }
  if (value['format'] !== RECEIPT_FORMAT || !hasMembers(value, `checkpoint,${rest}`)) {
    return undefined;
  }
  const { checkpoint } = value;
  return typeof checkpoint === 'string' ? { checkpoint } : undefined;
}

function readEntries(value: JsonValue | undefined): readonly EntryTexts[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const entries: EntryTexts[] = [];
  for (const item of value as readonly JsonValue[]) {
    if (!isObject(item) || !hasMembers(item, 'entry,event')) return undefined;
    const { entry, event } = item;
    if (!isObject(entry) || !isObject(event)) return undefined;
    entries.push({ entry: canonicalJson(entry), event: canonicalJson(event) });
  }
  return entries;
}

function readInclusion(value: JsonValue | undefined): ReceiptInclusion | undefined {
  if (!isObject(value) || !hasMembers(value, 'hashes,index,size')) return undefined;
  const { hashes, index, size } = value;
  const fits =
    isCount(index) &&
    isCount(size) &&
    Array.isArray(hashes) &&
    hashes.every((hash: JsonValue) => isHex(hash, HASH_BYTES));
  return fits ? (value as unknown as ReceiptInclusion) : undefined;
}
