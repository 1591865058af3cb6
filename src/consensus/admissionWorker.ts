/**
 * The body of an admission thread: checks one list of texts per message, in order. Started by
 * admissionThread.ts with the AdmissionRules as its data; has no other state than its key cache.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { checkTexts, type EventTexts } from './admissionLane.js';
import type { AdmissionRules } from './admitEvent.js';

const rules = workerData as AdmissionRules;

parentPort?.on('message', (texts: EventTexts) => {
  const checked = checkTexts(texts, rules);
  parentPort?.postMessage(checked, [checked.hashes.buffer as ArrayBuffer]);
});
