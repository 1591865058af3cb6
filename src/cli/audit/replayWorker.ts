/**
 * The body of the replay thread: started by auditLog.ts with a ReplayJob as its data. Says first
 * where the source is and how long, then, when it is done, what it found.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { openReplay, type ReplayJob } from './replay.js';

const replay = openReplay(workerData as ReplayJob);
parentPort?.postMessage({ location: replay.location });
parentPort?.postMessage({ result: replay.run() });
