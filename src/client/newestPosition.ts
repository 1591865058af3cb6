/** Where the log ends now: what a query waits for that has to see everything before it. */
import { LedgerDocument } from './gen/operations.js';
import { type Endpoint, graphqlRequest } from './graphqlRequest.js';

/** Position of the newest entry, for `minPosition`: read models may be a moment behind. */
export async function newestPosition(endpoint: Endpoint): Promise<number> {
  const { ledger } = await graphqlRequest(endpoint, LedgerDocument, {});
  return Number(ledger.size) - 1;
}
