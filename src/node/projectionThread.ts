/** Entry of the projections' thread: gives the runner its own reader of the log. */
import { parentPort, workerData } from 'node:worker_threads';
import { ALL_PROJECTIONS } from '../projections/allProjections.js';
import { serveProjections } from '../projections/projectionWorker.js';
import { openLogReader } from '../store/sqliteLogReader.js';

/** What node.ts hands to the thread. */
export interface ProjectionThreadData {
  readonly ledgerPath: string;
  readonly readModelsPath: string;
  /** Folder that has what the ledger has pruned. */
  readonly archive: string | undefined;
}

if (parentPort === null) throw new Error('projectionThread.js runs as a worker thread only');
const { ledgerPath, readModelsPath, archive } = workerData as ProjectionThreadData;
const reader = openLogReader(ledgerPath, archive);
try {
  await serveProjections({
    port: parentPort,
    reader,
    databasePath: readModelsPath,
    projections: ALL_PROJECTIONS,
  });
} finally {
  reader.close();
}
