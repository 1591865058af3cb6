/**
 * The body of an admission thread: checks one packed list of texts per message, in order. Started
 * by admissionThread.ts with the AdmissionRules as its data; has no other state than its key cache.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { checkTexts } from './admissionLane.js';
import type { AdmissionRules } from './admitEvent.js';
import { type PackedTexts, unpackTexts } from './packedTexts.js';
import { yieldToCriticalThread } from './threadPriority.js';

yieldToCriticalThread();
const rules = workerData as AdmissionRules;

parentPort?.on('message', (packed: PackedTexts) => {
  const checked = checkTexts(unpackTexts(packed), rules);
  parentPort?.postMessage(checked, [checked.hashes.buffer as ArrayBuffer]);
});
