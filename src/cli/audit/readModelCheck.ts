/**
 * Folds the audited log into fresh read models and compares them with those that the node answers
 * from, row by row.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ALL_PROJECTIONS } from '../../projections/allProjections.js';
import { compareReadModels, type ReadModelDifference } from '../../projections/compare.js';
import { foldPositions } from '../../projections/database.js';
import type { LogReader } from '../../projections/logReader.js';
import { rebuildReadModels } from '../../projections/runner.js';
import { fileDamage } from '../../store/brokenChain.js';
import { openLogReader } from '../../store/sqliteLogReader.js';
import type { Finding } from './finding.js';

export interface ReadModelCheck {
  readonly ledgerPath: string;
  readonly readModelsPath: string;
  /** Folder that has what the ledger has pruned. */
  readonly archive?: string | undefined;
  readonly onProgress: (share: number) => void;
}

/** What the read models say: how far they are, and the first difference. */
export interface ReadModelVerdict {
  /** Every entry below it has been folded in. */
  readonly position: number;
  readonly finding: Finding | undefined;
}

/**
 * Rebuilds and compares. A running node may go on folding meanwhile: a copy is what is compared,
 * and the log, which is always ahead of it, is read after the copy was made.
 */
export async function checkReadModels(check: ReadModelCheck): Promise<ReadModelVerdict> {
  try {
    return await rebuiltAndCompared(check);
  } catch (error) {
    const what = fileDamage(error);
    if (what === undefined) throw error;
    return { position: 0, finding: { position: 0, check: 'read models', what } };
  }
}

async function rebuiltAndCompared(check: ReadModelCheck): Promise<ReadModelVerdict> {
  const folder = mkdtempSync(join(tmpdir(), 'civic-ledger-audit-'));
  try {
    const copy = join(folder, 'copy.sqlite');
    await copyDatabase(check.readModelsPath, copy);
    const position = positionOf(copy);
    const reader = openLogReader(check.ledgerPath, check.archive);
    try {
      const size = reader.size();
      if (position > size) return { position, finding: ahead(position, size) };
      const rebuilt = join(folder, 'rebuilt.sqlite');
      await rebuild(upTo(reader, position), rebuilt, check.onProgress);
      const difference = compareReadModels(copy, rebuilt);
      return { position, finding: difference && asFinding(difference, position) };
    } finally {
      reader.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function copyDatabase(from: string, to: string): Promise<void> {
  const database = new Database(from, { readonly: true, fileMustExist: true });
  try {
    await database.backup(to);
  } finally {
    database.close();
  }
}

function positionOf(path: string): number {
  const database = new Database(path, { readonly: true });
  try {
    return foldPositions(database).read().next;
  } finally {
    database.close();
  }
}

async function rebuild(
  reader: LogReader,
  databasePath: string,
  onProgress: (share: number) => void,
): Promise<void> {
  await rebuildReadModels({
    reader,
    databasePath,
    projections: ALL_PROJECTIONS,
    signal: new AbortController().signal,
    onProgress: ({ done, total }) => onProgress(total === 0 ? 1 : done / total),
  });
}

/** The log as it was when it had `size` entries. */
function upTo(reader: LogReader, size: number): LogReader {
  return {
    ...reader,
    size: () => size,
    entries: (from, limit) => reader.entries(from, Math.max(0, Math.min(limit, size - from))),
  };
}

function ahead(position: number, size: number): Finding {
  const what = `they are at position ${position}, but the log has ${size} entries`;
  return { position: size, check: 'read models', what };
}

function asFinding(difference: ReadModelDifference, position: number): Finding {
  const { table, key, column, left, right } = difference;
  const place = [table, key, column].filter((part) => part !== undefined).join(' ');
  const what = `${place} is ${left ?? 'missing'}, but the log gives ${right ?? 'no such row'}`;
  return { position, check: 'read models', what };
}
