/**
 * The exported log (docs/formats.md §10, §19): lines of canonical JSON, one for the head, one for
 * each block and each entry, one for the end. What is written here is read back byte for byte.
 */
import { type Hex, isHex } from '../crypto/bytes.js';
import { canonicalJson } from '../crypto/canonicalJson.js';
import type { BlockTexts } from './logVerifier.js';
import { HASH_BYTES } from './merkleHash.js';
import { parseCanonical } from './parseEvent.js';
import type { EntryTexts } from './recordedEntry.js';
import { hasMembers, isCount, isObject } from './recordShape.js';

/** Names the form of the export of a ledger that one operator keeps. */
export const LOG_FORMAT = 'civic-ledger/log/v1';

/** Names the form of the export of a ledger that validators keep. */
export const CERTIFIED_LOG_FORMAT = 'civic-ledger/log/v2';

type LogFormat = typeof LOG_FORMAT | typeof CERTIFIED_LOG_FORMAT;

/** What the last line says. */
export interface ExportEnd {
  readonly blocks: number;
  readonly entries: number;
  /** SHA-256 of all bytes of the file before the last line. */
  readonly sha256: Hex;
}

/** The first line, with its newline. */
export function encodeExportHead(ledger: Hex, format: LogFormat = LOG_FORMAT): string {
  return `{"format":"${format}","ledger":"${ledger}"}\n`;
}

/** A block's line, with its newline. Its entries' lines follow. Without a checkpoint: of v2. */
export function encodeExportBlock(block: Omit<BlockTexts, 'entries'>): string {
  const { header, checkpoint, certificate = 'null' } = block;
  const voucher =
    checkpoint === undefined
      ? `"certificate":${certificate}`
      : `"checkpoint":${canonicalJson(checkpoint)}`;
  return `{"block":${header},${voucher}}\n`;
}

/** An entry's line, with its newline. */
export function encodeExportEntry({ entry, event }: EntryTexts): string {
  return `{"entry":${entry},"event":${event}}\n`;
}

/** The last line, with its newline. */
export function encodeExportEnd({ blocks, entries, sha256 }: ExportEnd): string {
  return `${END_START}${canonicalJson({ blocks, entries, sha256 })}}\n`;
}

const END_START = '{"end":';
const BLOCK_START = '{"block":';
const ENTRY_START = '{"entry":';
// An entry has no object inside and escapes nothing, so its first closing brace is its own.
const ENTRY_TO_EVENT = '},"event":';

/** True for a last line: the bytes before it are those that its `sha256` covers. */
export function isExportEnd(line: string): boolean {
  return line.startsWith(END_START);
}

/** The entry and the event of an entry's line, without its newline; undefined for other lines. */
export function splitExportEntry(line: string): EntryTexts | undefined {
  const split = line.startsWith(ENTRY_START) ? line.indexOf(ENTRY_TO_EVENT) : -1;
  if (split === -1 || !line.endsWith('}')) return undefined;
  const entry = line.slice(ENTRY_START.length, split + 1);
  return { entry, event: line.slice(split + ENTRY_TO_EVENT.length, -1) };
}

const FORMATS = [LOG_FORMAT, CERTIFIED_LOG_FORMAT] as const;

/** A block whose entries are still coming. */
type OpenBlock = Omit<BlockTexts, 'entries'> & { readonly entries: EntryTexts[] };

/** The file is not an export: at which line, and why. */
export class MalformedExport extends Error {
  /** 1 for the first. */
  readonly line: number;

  constructor(line: number, why: string) {
    super(`line ${line} of the exported log ${why}`);
    this.line = line;
  }
}

/**
 * Puts the lines of an export together into blocks. Whether blocks and entries are true is
 * LogVerifier's business; here the lines must be of the right kind, in order, complete.
 */
export class LogExportReader {
  #lines = 0;
  #ledger: Hex | undefined;
  #format: LogFormat = LOG_FORMAT;
  #block: OpenBlock | undefined;
  #blocks = 0;
  #entries = 0;
  #end: ExportEnd | undefined;

  /** The ledger that the first line names; undefined before it was read. */
  get ledger(): Hex | undefined {
    return this.#ledger;
  }

  /**
   * Takes the next line, without its newline. Returns the block before it when it is complete:
   * at the next block's line and at the end. Throws MalformedExport.
   */
  line(text: string): BlockTexts | undefined {
    this.#lines += 1;
    if (this.#end !== undefined) throw this.#fault('stands after the end');
    if (this.#ledger === undefined) {
      this.#ledger = this.#readHead(text);
      return undefined;
    }
    if (text.startsWith(ENTRY_START)) {
      this.#addEntry(text);
      return undefined;
    }
    const complete = this.#block;
    if (isExportEnd(text)) {
      this.#end = this.#readEnd(text);
      this.#block = undefined;
    } else {
      this.#block = this.#readBlock(text);
    }
    return complete;
  }

  /**
   * To be called after the last line, with the hash of all bytes before it. Throws MalformedExport
   * when the end is missing or the hash is another.
   */
  finish(sha256: Hex): ExportEnd {
    if (this.#end === undefined) throw this.#fault('is the last one, but not the end');
    if (this.#end.sha256 !== sha256) throw this.#fault('has another hash than the bytes before it');
    return this.#end;
  }

  #readHead(text: string): Hex {
    const value = parseCanonical(text);
    const fits = isObject(value) && hasMembers(value, 'format,ledger');
    const format = FORMATS.find((known) => fits && value['format'] === known);
    const ledger = fits && format !== undefined ? value['ledger'] : undefined;
    if (!isHex(ledger, HASH_BYTES)) throw this.#fault(`is not the head of a ${LOG_FORMAT}`);
    this.#format = format as LogFormat;
    return ledger;
  }

  #readBlock(text: string): OpenBlock {
    const voucher = this.#format === LOG_FORMAT ? 'checkpoint' : 'certificate';
    const value = text.startsWith(BLOCK_START) ? parseCanonical(text) : undefined;
    if (!isObject(value) || !hasMembers(value, `block,${voucher}`)) {
      throw this.#fault('is no block, no entry and no end');
    }
    const { block, checkpoint, certificate } = value;
    const isV1 = typeof checkpoint === 'string';
    const fits = isV1 || certificate === null || isObject(certificate);
    if (!isObject(block) || !fits) throw this.#fault('is not a block');
    this.#blocks += 1;
    const open = { header: canonicalJson(block), entries: [] };
    if (isV1) return { ...open, checkpoint };
    return isObject(certificate) ? { ...open, certificate: canonicalJson(certificate) } : open;
  }

  #addEntry(text: string): void {
    if (this.#block === undefined) throw this.#fault('is an entry without a block');
    const entry = splitExportEntry(text);
    if (entry === undefined) throw this.#fault('is not an entry with its event');
    this.#entries += 1;
    this.#block.entries.push(entry);
  }

  #readEnd(text: string): ExportEnd {
    const value = parseCanonical(text);
    const end = isObject(value) && hasMembers(value, 'end') ? value['end'] : undefined;
    if (!isObject(end) || !hasMembers(end, 'blocks,entries,sha256')) {
      throw this.#fault('is not the end');
    }
    const { blocks, entries, sha256 } = end;
    if (!isCount(blocks) || !isCount(entries) || !isHex(sha256, HASH_BYTES)) {
      throw this.#fault('is not the end');
    }
    if (blocks !== this.#blocks || entries !== this.#entries) {
      throw this.#fault(`counts ${blocks} blocks and ${entries} entries; there are others`);
    }
    return { blocks, entries, sha256 };
  }

  #fault(why: string): MalformedExport {
    return new MalformedExport(this.#lines, why);
  }
}
