/** Read-model files of their own for a test, in a directory that is removed after it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ALL_PROJECTIONS } from '../../../src/projections/allProjections.js';
import { openForFolding } from '../../../src/projections/database.js';
import { Fold } from '../../../src/projections/fold.js';
import type { LogReader } from '../../../src/projections/logReader.js';
import type { Projection } from '../../../src/projections/projection.js';

const CHARACTERS = 1_000_000_000;

export class ReadModelDirectory {
  readonly #directory = mkdtempSync(join(tmpdir(), 'read-models-'));
  #files = 0;

  /** Path of a file that does not exist yet. */
  newPath(): string {
    this.#files += 1;
    return join(this.#directory, `read-models-${this.#files}.sqlite`);
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Folds all of `reader` into the file at `path`, `entries` per transaction. */
export function foldAll(
  reader: LogReader,
  path: string,
  options: { readonly entries?: number; readonly projections?: readonly Projection[] } = {},
): void {
  const { entries = 1_000_000, projections = ALL_PROJECTIONS } = options;
  const database = openForFolding(path, projections);
  try {
    const limits = { entries, characters: CHARACTERS };
    const fold = new Fold(limits, { database, reader, projections });
    while (fold.position() < reader.size()) fold.advance();
  } finally {
    database.close();
  }
}

/** All rows that a query gives, from a connection of its own. */
export function rows<Row>(path: string, sql: string, ...parameters: readonly unknown[]): Row[] {
  const database = new Database(path, { readonly: true });
  try {
    return database.prepare<[readonly unknown[]], Row>(sql).all(parameters);
  } finally {
    database.close();
  }
}
