/**
 * The log cut into chunks that worker threads take one after another. Each thread reads its chunk
 * from the source itself: nothing is copied between threads.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import type { EntryTexts } from '../../ledger/recordedEntry.js';
import { openForReading } from '../../store/schema.js';
import type { SourceLocation } from './logSource.js';

/** A block without its entries. */
export interface HeadTexts {
  readonly header: string;
  readonly checkpoint: string;
}

/** What begins in one chunk. */
export interface Chunk {
  readonly entries: readonly EntryTexts[];
  readonly heads: readonly HeadTexts[];
}

export interface ChunkReader {
  read(chunk: number): Chunk;
  close(): void;
}

/** Entries a chunk of a database, bytes a chunk of an export: some 50 ms of signature checking. */
const CHUNK_LENGTH = { database: 1_024, export: 1_048_576 } as const;

/** Number of chunks in a source. */
export function chunkCount({ kind, length }: SourceLocation): number {
  return Math.ceil(length / CHUNK_LENGTH[kind]);
}

/** Opens a source for reading by chunks. */
export function openChunks(location: SourceLocation): ChunkReader {
  return location.kind === 'database' ? databaseChunks(location) : exportChunks(location);
}

function databaseChunks({ path, length }: SourceLocation): ChunkReader {
  const database = openForReading(path);
  const entries = database
    .prepare<[number, number]>(
      'SELECT entry, event FROM entries WHERE position >= ? AND position < ? ORDER BY position',
    )
    .raw();
  const heads = database.prepare<[number, number], HeadTexts>(
    'SELECT header, checkpoint FROM blocks WHERE first >= ? AND first < ? ORDER BY first',
  );
  return {
    read(chunk) {
      const from = chunk * CHUNK_LENGTH.database;
      const to = Math.min(from + CHUNK_LENGTH.database, length);
      const rows = entries.all(from, to) as [string, string][];
      return {
        entries: rows.map(([entry, event]) => ({ entry, event })),
        heads: heads.all(from, to),
      };
    },
    close: () => database.close(),
  };
}

const NEWLINE = 0x0a;
const READ_BEYOND_BYTES = 65_536;

function exportChunks({ path, length }: SourceLocation): ChunkReader {
  const file = openSync(path, 'r');
  return {
    read(chunk) {
      const from = chunk * CHUNK_LENGTH.export;
      const lines = linesFrom(file, from, Math.min(from + CHUNK_LENGTH.export, length));
      return { entries: lines.flatMap(entryOfLine), heads: lines.flatMap(headOfLine) };
    },
    close: () => closeSync(file),
  };
}

/** The lines whose first byte lies in `from` to `to - 1`; the last one is read to its end. */
function linesFrom(file: number, from: number, to: number): readonly string[] {
  // One byte before the chunk tells whether a line begins at its very first byte.
  const start = Math.max(from - 1, 0);
  let bytes = readBytes(file, start, to - start);
  while (bytes.length > 0 && bytes.at(-1) !== NEWLINE) {
    const more = readBytes(file, start + bytes.length, READ_BEYOND_BYTES);
    if (more.length === 0) break;
    const end = more.indexOf(NEWLINE);
    bytes = Buffer.concat([bytes, end === -1 ? more : more.subarray(0, end + 1)]);
  }
  const skipped = from === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
  if (from > 0 && skipped === 0) return [];
  return bytes.toString('utf8', skipped).split('\n');
}

function readBytes(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, from));
}

const ENTRY_START = '{"entry":';
const ENTRY_TO_EVENT = '},"event":';
const BLOCK_START = '{"block":';

// Lines that are not what they should be are left out here: whoever reads the log from its
// beginning (exportSource.ts) names them, with their place.

function entryOfLine(line: string): readonly EntryTexts[] {
  const split = line.indexOf(ENTRY_TO_EVENT);
  if (!line.startsWith(ENTRY_START) || split === -1) return [];
  const entry = line.slice(ENTRY_START.length, split + 1);
  return [{ entry, event: line.slice(split + ENTRY_TO_EVENT.length, -1) }];
}

function headOfLine(line: string): readonly HeadTexts[] {
  if (!line.startsWith(BLOCK_START)) return [];
  try {
    const { block, checkpoint } = JSON.parse(line) as { block: JsonValue; checkpoint: string };
    return typeof checkpoint === 'string' ? [{ header: canonicalJson(block), checkpoint }] : [];
  } catch {
    return [];
  }
}
