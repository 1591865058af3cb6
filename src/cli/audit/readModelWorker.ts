/** The body of the thread of readModelThread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkReadModels } from './readModelCheck.js';
import type { ReadModelJob, ReadModelMessage } from './readModelThread.js';

const say = (message: ReadModelMessage): void => parentPort?.postMessage(message);
const job = workerData as ReadModelJob;
say({ verdict: await checkReadModels({ ...job, onProgress: (share) => say({ share }) }) });
