/** The body of the thread of entryRangeThread.ts: checks one range and says how it went. */
import { parentPort, workerData } from 'node:worker_threads';
import { BrokenChain } from './brokenChain.js';
import { checkEntryRange } from './entryRangeCheck.js';
import type { RangeJob, RangeMessage } from './entryRangeThread.js';
import { openForReading } from './schema.js';

const { path, range } = workerData as RangeJob;
const say = (message: RangeMessage): void => parentPort?.postMessage(message);
const database = openForReading(path);
try {
  checkEntryRange(database, range, (more) => say({ more }));
} catch (error) {
  if (!(error instanceof BrokenChain)) throw error;
  say({ broken: { position: error.position, what: error.what } });
} finally {
  database.close();
}
