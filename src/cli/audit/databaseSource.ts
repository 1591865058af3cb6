/**
 * The log in a ledger database, as far as it had come when the audit began: a running node may go
 * on writing meanwhile.
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { EntriesPruned } from '../../ledger/archive/entriesPruned.js';
import type { EntryTexts } from '../../ledger/recordedEntry.js';
import { certificatesPath } from '../../node/certificates.js';
import { fileDamage } from '../../store/brokenChain.js';
import { type LogCertificates, openLogCertificates } from '../../store/certificateStore.js';
import { type EntryRow, EntryRows } from '../../store/entryRows.js';
import { openForReading } from '../../store/schema.js';
import { type LogSource, type SourceBlock, SourceFault } from './logSource.js';

const BLOCKS_PER_READ = 512;
const ENTRIES_PER_READ = 2_048;

type BlockRow = readonly [height: number, first: number, header: string, checkpoint: string];

/** A log with the tables that the node keeps beside it, all as of one commit. */
export interface DatabaseSource extends LogSource {
  readonly database: Database;
  /** Height of the newest block that validators have certified; -1 when none is. */
  readonly certifiedHeight: number;
}

/**
 * Opens `path` read-only in one snapshot, which lasts until `close`; `archive` is the folder that
 * has what it has pruned. Throws StoreUnusable, or SQLite's own error when there is no such file.
 */
export function openDatabaseSource(path: string, archive?: string): DatabaseSource {
  const database = openForReading(path);
  database.exec('BEGIN');
  const { height, size } = database
    .prepare<[], { height: number | null; size: number }>(
      'SELECT (SELECT max(height) FROM blocks) AS height,' +
        ' (SELECT coalesce(max(position), -1) + 1 FROM entries) AS size',
    )
    .get() as { height: number | null; size: number };
  const certificates = certificatesBeside(path);
  return {
    database,
    certifiedHeight: certificates?.lastHeight() ?? -1,
    location: { kind: 'database', path, length: size, archive },
    blocks: () => readBlocks({ database, certificates, archive }, { height: height ?? -1, size }),
    close: () => {
      certificates?.close();
      database.close();
    },
  };
}

/** What a node of a consortium keeps beside its ledger. */
function certificatesBeside(ledgerPath: string): LogCertificates | undefined {
  const path = certificatesPath(dirname(ledgerPath));
  return existsSync(path) ? openLogCertificates(path) : undefined;
}

interface Tables {
  readonly database: Database;
  readonly certificates: LogCertificates | undefined;
  readonly archive: string | undefined;
}

function* readBlocks(
  tables: Tables,
  end: { readonly height: number; readonly size: number },
): Generator<SourceBlock> {
  if (end.height < 0) throw new SourceFault(0, 'the database holds no block');
  let reached = 0;
  try {
    for (const block of storedBlocks(tables, end)) {
      yield block;
      reached = block.reached;
    }
  } catch (error) {
    const damage = fileDamage(error);
    throw damage === undefined ? error : new SourceFault(reached, damage);
  }
}

function* storedBlocks(
  { database, certificates, archive }: Tables,
  end: { readonly height: number; readonly size: number },
): Generator<SourceBlock> {
  const entries = entryRuns(new EntryRows(database, archive));
  const rows = blockRows(database, end.height);
  let current = rows.next();
  while (!current.done) {
    const [height, first, header, checkpoint] = current.value;
    current = rows.next();
    const next = current.done ? end.size : current.value[1];
    if (next <= first) throw new SourceFault(first, `block ${height} holds no entry`);
    const certificate = certificates?.next(height);
    const block = { header, checkpoint, entries: entries(first, next - first), reached: next };
    yield certificate === undefined ? block : { ...block, certificate };
  }
}

function* blockRows(database: Database, maxHeight: number): Generator<BlockRow> {
  const select = database
    .prepare<[number, number, number]>(
      'SELECT height, first, header, checkpoint FROM blocks' +
        ' WHERE height >= ? AND height <= ? ORDER BY height LIMIT ?',
    )
    .raw();
  let from = 0;
  for (;;) {
    const rows = select.all(from, maxHeight, BLOCKS_PER_READ) as BlockRow[];
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    from = last[0] + 1;
  }
}

/** Reads ahead, so that a log of many small blocks does not cost a query for each. */
function entryRuns(rows: EntryRows): (first: number, count: number) => readonly EntryTexts[] {
  let ahead: readonly EntryRow[] = [];
  let offset = 0;
  return (first, count) => {
    if (ahead.length - offset < count) {
      ahead = readAhead(rows, first, Math.max(count, ENTRIES_PER_READ));
      offset = 0;
    }
    const run = ahead.slice(offset, offset + count);
    offset += count;
    return gapFree(run, first, count);
  };
}

function readAhead(rows: EntryRows, first: number, count: number): readonly EntryRow[] {
  try {
    return rows.read(first, count);
  } catch (error) {
    if (!(error instanceof EntriesPruned)) throw error;
    throw new SourceFault(error.position, error.message);
  }
}

function gapFree(run: readonly EntryRow[], first: number, count: number): readonly EntryTexts[] {
  if (run.length < count) throw new SourceFault(first + run.length, 'the entry is missing');
  return run.map(({ entry, event }) => ({ entry, event }));
}
