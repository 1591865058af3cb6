/** The body of the thread of walCopier.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { openForCopying } from './schema.js';

if (parentPort === null) throw new Error('walCopierWorker.js runs as a worker thread only');
const port = parentPort;
const database = openForCopying(workerData as string);

port.on('message', (what: 'copy' | 'end') => {
  if (what === 'end') {
    database.close();
    port.close();
    return;
  }
  // PASSIVE never makes the writer wait; what a reader still needs stays for the next time.
  database.pragma('wal_checkpoint(PASSIVE)');
  port.postMessage('copied');
});
