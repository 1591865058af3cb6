/** The body of a signature thread: started by signaturePass.ts with a SignatureJob as its data. */
import { parentPort, workerData } from 'node:worker_threads';
import { yieldToCriticalThread } from '../../consensus/threadPriority.js';
import { checkSharedChunks, type SignatureJob } from './signaturePass.js';

// The replay is one thread's work and the longest.
yieldToCriticalThread();
parentPort?.postMessage(checkSharedChunks(workerData as SignatureJob));
