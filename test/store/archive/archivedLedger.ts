/** A closed ledger, archived in small segments, with hands that prune it and spoil its archive. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedOutcome } from '../../../src/execution/recordedOutcome.js';
import { Archive } from '../../../src/store/archive/archive.js';
import { archiveLog } from '../../../src/store/archive/archiveLog.js';
import { pruneEnd } from '../../../src/store/pruneEntries.js';
import { openLogReader, type SqliteLogReader } from '../../../src/store/sqliteLogReader.js';
import { SqliteStore } from '../../../src/store/sqliteStore.js';
import type { TestConsortium } from '../../support/consortium.js';
import { writeLedger } from '../../support/writtenLedger.js';

/** So that a few hundred entries make several segments. */
const SEGMENT = { entries: 90, bytes: 1_000_000 };

export interface ArchivedLedger {
  readonly kit: TestConsortium;
  readonly ledgerPath: string;
  readonly archive: string;
  /** Archives up to `before`; returns where the archive ends. */
  archiveBefore(before: number): number;
  /** Prunes all but the newest `keep` entries; returns the first position after the pruned ones. */
  prune(keep: number): number;
  withReader<T>(archive: string | undefined, use: (log: SqliteLogReader) => T): T;
  remove(): void;
}

/** `items` registrations: one entry of genesis, and two for each item. */
export function archivedLedger(kit: TestConsortium, items: number): ArchivedLedger {
  const folder = mkdtempSync(join(tmpdir(), 'civic-ledger-archive-'));
  const ledgerPath = join(folder, 'ledger.sqlite');
  const archive = join(folder, 'archive');
  writeLedger(ledgerPath, kit, items);
  const withReader = <T>(
    archiveFolder: string | undefined,
    use: (log: SqliteLogReader) => T,
  ): T => {
    const log = openLogReader(ledgerPath, archiveFolder);
    let result: T | undefined;
    try {
      result = use(log);
      return result instanceof Promise ? (result.finally(() => log.close()) as T) : result;
    } finally {
      if (!(result instanceof Promise)) log.close();
    }
  };
  const archiveBefore = (before: number): number =>
    withReader(undefined, (log) =>
      archiveLog(
        { log, ledger: kit.ledger, certificates: undefined },
        { folder: archive, before, size: SEGMENT },
      ),
    );
  return {
    kit,
    ledgerPath,
    archive,
    archiveBefore,
    prune: (keep) => pruneAll(ledgerPath, new Archive(archive, kit.ledger), keep),
    withReader,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function pruneAll(ledgerPath: string, archive: Archive, keep: number): number {
  const store = new SqliteStore(ledgerPath, { pendingWritesMax: 100 });
  try {
    const pruning = store.pruning(archive, recordedOutcome);
    const end = pruneEnd(store.head()?.header.size ?? 0, archive.end, { keep });
    while (pruning.below() < end) pruning.step(end);
    return pruning.below();
  } finally {
    store.close();
  }
}
