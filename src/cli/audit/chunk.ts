/**
 * The log cut into chunks that worker threads take one after another. Each thread reads its chunk
 * from the source itself: nothing is copied between threads.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import { EntriesPruned } from '../../ledger/archive/entriesPruned.js';
import { splitExportEntry } from '../../ledger/logExport.js';
import type { EntryTexts } from '../../ledger/recordedEntry.js';
import { Archive, ArchiveUnusable } from '../../store/archive/archive.js';
import { ArchivedEntries } from '../../store/archive/archivedEntries.js';
import { fileDamage } from '../../store/brokenChain.js';
import { EntryRows } from '../../store/entryRows.js';
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

/**
 * Entries a chunk of a database or an archive, bytes a chunk of an export: some 50 ms of signature
 * checking.
 */
const CHUNK_LENGTH = { database: 1_024, export: 1_048_576, archive: 1_024 } as const;

/** Number of chunks in a source. */
export function chunkCount({ kind, length }: SourceLocation): number {
  return Math.ceil(length / CHUNK_LENGTH[kind]);
}

/** Opens a source for reading by chunks. */
export function openChunks(location: SourceLocation): ChunkReader {
  if (location.kind === 'archive') return archiveChunks(location);
  return location.kind === 'database' ? databaseChunks(location) : exportChunks(location);
}

function archiveChunks({ path, length }: SourceLocation): ChunkReader {
  const archived = new ArchivedEntries(new Archive(path));
  return {
    read(chunk) {
      const from = chunk * CHUNK_LENGTH.archive;
      const end = Math.min(from + CHUNK_LENGTH.archive, length);
      return { entries: entriesOfArchive(archived, from, end), heads: [] };
    },
    close: () => undefined,
  };
}

function entriesOfArchive(
  archived: ArchivedEntries,
  from: number,
  end: number,
): readonly EntryTexts[] {
  const entries: EntryTexts[] = [];
  try {
    while (from + entries.length < end) {
      const next = from + entries.length;
      entries.push(...archived.from(next, end - next));
    }
  } catch (error) {
    // Whoever reads the archive from its beginning (archiveSource.ts) names what is wrong with it.
    if (!(error instanceof ArchiveUnusable)) throw error;
  }
  return entries;
}

function databaseChunks({ path, length, archive }: SourceLocation): ChunkReader {
  const database = openForReading(path);
  const entries = new EntryRows(database, archive);
  const heads = database.prepare<[number, number], HeadTexts>(
    'SELECT header, checkpoint FROM blocks WHERE first >= ? AND first < ? ORDER BY first',
  );
  return {
    read(chunk) {
      const from = chunk * CHUNK_LENGTH.database;
      const to = Math.min(from + CHUNK_LENGTH.database, length);
      return {
        entries: unlessUnreadable(() => entries.read(from, to - from)),
        heads: unlessUnreadable(() => heads.all(from, to)),
      };
    },
    close: () => database.close(),
  };
}

function unlessUnreadable<Row>(read: () => readonly Row[]): readonly Row[] {
  try {
    return read();
  } catch (error) {
    // Whoever reads the log from its beginning (databaseSource.ts) names what is not there.
    if (!(error instanceof EntriesPruned) && fileDamage(error) === undefined) throw error;
    return [];
  }
}

const NEWLINE = 0x0a;
const READ_BEYOND_BYTES = 65_536;

function exportChunks({ path, length }: SourceLocation): ChunkReader {
  const file = openSync(path, 'r');
  return {
    read(chunk) {
      const from = chunk * CHUNK_LENGTH.export;
      const lines = linesFrom(file, from, Math.min(from + CHUNK_LENGTH.export, length));
      return {
        entries: lines.flatMap((line) => splitExportEntry(line) ?? []),
        heads: lines.flatMap(headOfLine),
      };
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

const BLOCK_START = '{"block":';

// Lines that are not what they should be are left out here: whoever reads the log from its
// beginning (exportSource.ts) names them, with their place.

function headOfLine(line: string): readonly HeadTexts[] {
  if (!line.startsWith(BLOCK_START)) return [];
  try {
    const { block, checkpoint } = JSON.parse(line) as { block: JsonValue; checkpoint: string };
    return typeof checkpoint === 'string' ? [{ header: canonicalJson(block), checkpoint }] : [];
  } catch {
    return [];
  }
}
