/** The archive of a node as its settings name it: checked before the start, and made to grow. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { Logger } from 'pino';
import type { NodeConfig } from '../../config.js';
import type { Hex } from '../../crypto/bytes.js';
import { recordedOutcome } from '../../execution/recordedOutcome.js';
import { EntriesPruned } from '../../ledger/archive/entriesPruned.js';
import { foldPositions } from '../../projections/database.js';
import { Archive } from '../../store/archive/archive.js';
import { openLogReader } from '../../store/sqliteLogReader.js';
import type { SqliteStore } from '../../store/sqliteStore.js';
import type { ArchiveThreadData } from './archiveThread.js';
import { PruneHost } from './pruneHost.js';

/** How often a node looks whether there is a segment's worth to archive. */
const LOOK_MS = 10_000;

export interface ArchiveNeeds {
  readonly ledger: Hex;
  readonly ledgerPath: string;
  readonly readModelsPath: string;
  readonly log: Logger;
}

/**
 * Holds the archive against what the ledger has pruned. Throws ArchiveUnusable when it does not
 * reach so far or a file is missing, EntriesPruned when none is named and the read models are not
 * beyond what was pruned; a ledger that can answer all but old entries is only warned of.
 */
export function requireArchive({ archive: folder }: NodeConfig, needs: ArchiveNeeds): void {
  const { ledger, ledgerPath, readModelsPath, log } = needs;
  if (!existsSync(ledgerPath)) return;
  const reader = openLogReader(ledgerPath);
  const below = reader.prunedBelow();
  reader.close();
  if (folder !== undefined) {
    new Archive(folder, ledger).requireFiles(below > 1 ? below : 0);
    return;
  }
  if (below === 1) return;
  const folded = foldedUpTo(readModelsPath);
  if (folded < below) throw new EntriesPruned(Math.max(folded, 1), below);
  log.warn({ below }, 'older entries are pruned and no CIVIC_LEDGER_ARCHIVE is named');
}

/** The next position of the read models; 0 when there are none. */
function foldedUpTo(path: string): number {
  if (!existsSync(path)) return 0;
  const database = new Database(path, { readonly: true });
  try {
    return foldPositions(database).read().next;
  } finally {
    database.close();
  }
}

/** Begins to archive and prune; undefined when the settings do not ask for it. */
export function startPruning(
  config: NodeConfig,
  { ledger, ledgerPath, log }: Omit<ArchiveNeeds, 'readModelsPath'>,
  store: SqliteStore,
): PruneHost | undefined {
  const { archive, pruneKeep: keep, dataDirectory } = config;
  if (archive === undefined || keep === 0) return undefined;
  const workerData: ArchiveThreadData = { ledgerPath, dataDirectory, archive };
  return new PruneHost(
    { ledger, archive, keep, intervalMs: LOOK_MS },
    {
      store,
      thread: new Worker(new URL('./archiveThread.js', import.meta.url), { workerData }),
      outcomeOf: recordedOutcome,
      onPruned: (below) => log.info({ below }, 'archived entries were pruned'),
      onFault: (error) => log.error({ err: error }, 'nothing is archived or pruned'),
    },
  );
}
