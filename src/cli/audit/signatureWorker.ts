/** The body of a signature thread: started by signaturePass.ts with a SignatureJob as its data. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkSharedChunks, type SignatureJob } from './signaturePass.js';

parentPort?.postMessage(checkSharedChunks(workerData as SignatureJob));
