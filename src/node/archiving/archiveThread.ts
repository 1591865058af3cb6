/**
 * Entry of the archive's thread: each message is a bound, each answer how far the archive reaches.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { workInBackground } from '../../consensus/threadPriority.js';
import { archiveLog } from '../../store/archive/archiveLog.js';
import { openLogReader } from '../../store/sqliteLogReader.js';
import { withArchiveParts } from './archiveParts.js';

/** What the node hands to the thread. */
export interface ArchiveThreadData {
  readonly ledgerPath: string;
  readonly dataDirectory: string;
  /** Folder of the archive. */
  readonly archive: string;
}

/** Where the archive ends, or why it cannot be gone on with. */
export type ArchiveAnswer = { readonly end: number } | { readonly fault: string };

if (parentPort === null) throw new Error('archiveThread.js runs as a worker thread only');
const port = parentPort;
workInBackground();
const { ledgerPath, dataDirectory, archive } = workerData as ArchiveThreadData;
port.on('message', (before: number) => port.postMessage(archiveUpTo(before)));

function archiveUpTo(before: number): ArchiveAnswer {
  const log = openLogReader(ledgerPath);
  try {
    const end = withArchiveParts(log, dataDirectory, (parts) =>
      archiveLog(parts, { folder: archive, before }),
    );
    return { end };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  } finally {
    log.close();
  }
}
