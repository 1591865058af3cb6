/** One thread of signedRequests: signs its share of the events and builds the requests' bytes. */
import { parentPort, workerData } from 'node:worker_threads';
import { makeDepositor, signItem } from '../../test/support/live/depositor.js';
import { requestBytes } from '../../test/support/live/httpConnection.js';
import { submitBatchJson, submitSingleJson } from '../../test/support/live/operations.js';
import type { SignShare } from './signedRequests.js';

const { keyFile, ledgerId, prefix, first, events, form, eventsPerRequest, document } =
  workerData as SignShare;
const depositor = makeDepositor(keyFile, ledgerId);
const requests: Buffer[] = [];
for (let start = first; start < first + events; start += eventsPerRequest) {
  const count = Math.min(eventsPerRequest, first + events - start);
  const batch = Array.from({ length: count }, (_, index) =>
    signItem(depositor, `${prefix}-${start + index}`, form),
  );
  const [only] = batch;
  const json =
    eventsPerRequest === 1 && only !== undefined
      ? submitSingleJson(only)
      : submitBatchJson(batch, document);
  requests.push(requestBytes(json));
}
parentPort?.postMessage(requests);
