/** The log in an exported file, read once from the first byte to the last. */
import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isExportEnd, LogExportReader, MalformedExport } from '../../ledger/logExport.js';
import { type LogSource, type SourceBlock, SourceFault } from './logSource.js';

const CHUNK_BYTES = 1_048_576;
const NEWLINE = 0x0a;
const ENTRY_START = '{"entry":';
/** Longer than the longest line that a ledger can make: a batch of 10,000 commitments, twice. */
const LINE_BYTES_MAX = 16 * 1_048_576;

/** Opens an exported log. Throws the system's error when there is no such file. */
export function openExportSource(path: string): LogSource {
  const file = openSync(path, 'r');
  return {
    location: { kind: 'export', path, length: fstatSync(file).size },
    blocks: () => readBlocks(file),
    close: () => closeSync(file),
  };
}

function* readBlocks(file: number): Generator<SourceBlock> {
  const reader = new LogExportReader();
  const hash = createHash('sha256');
  let entries = 0;
  let reached = 0;
  try {
    for (const lines of lineRuns(file, hash)) {
      reached += lines.bytes;
      for (const line of lines.texts) {
        const block = reader.line(line);
        if (block !== undefined) yield { ...block, reached };
        if (line.startsWith(ENTRY_START)) entries += 1;
      }
    }
    reader.finish(hash.digest('hex'));
  } catch (error) {
    if (error instanceof MalformedExport || error instanceof BadLine) {
      throw new SourceFault(entries, error.message);
    }
    throw error;
  }
}

/** A line that cannot be handed to the reader at all. */
class BadLine extends Error {}

interface LineRun {
  readonly bytes: number;
  /** Lines without their newlines. */
  readonly texts: readonly string[];
}

/** Whole lines, many at a time; `hash` takes in all bytes before the export's last line. */
function* lineRuns(file: number, hash: Hash): Generator<LineRun> {
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const read = readSync(file, chunk);
    if (read === 0) break;
    const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    rest = bytes.subarray(end);
    if (rest.length > LINE_BYTES_MAX) throw new BadLine('a line is longer than any of a ledger');
    if (end > 0) yield* lineRun(bytes.subarray(0, end), hash);
  }
  if (rest.length > 0) throw new BadLine('the file is cut off: its last line has no newline');
}

function* lineRun(bytes: Buffer, hash: Hash): Generator<LineRun> {
  const valid = isUtf8(bytes) ? bytes : bytes.subarray(0, validLinesEnd(bytes));
  const texts = valid.toString('utf8').split('\n');
  texts.pop();
  const end = texts.findIndex(isExportEnd);
  hash.update(
    end === -1
      ? valid
      : texts
          .slice(0, end)
          .map((line) => `${line}\n`)
          .join(''),
  );
  yield { bytes: valid.length, texts };
  if (valid !== bytes) throw new BadLine('a line is not UTF-8');
}

/** Where the first line that is not UTF-8 begins. */
function validLinesEnd(bytes: Buffer): number {
  let end = 0;
  for (;;) {
    const next = bytes.indexOf(NEWLINE, end) + 1;
    if (next === 0 || !isUtf8(bytes.subarray(end, next))) return end;
    end = next;
  }
}
