/** Fetches receipts and outcomes: what the ledger has to say about one event. */
import { EventOutcomeDocument, type EventOutcomeQuery, ReceiptDocument } from './gen/operations.js';
import { type Endpoint, graphqlRequest, RequestRefused } from './graphqlRequest.js';

/** What became of the event that an actor first submitted under an id. */
export type EventOutcome = EventOutcomeQuery['eventOutcome'];

/**
 * The receipt file's exact text for the signed entry at `position`. Check it with verifyReceipt
 * before believing it. Throws RequestRefused with NOT_FOUND when there is no signed event.
 */
export async function fetchReceipt(endpoint: Endpoint, position: number): Promise<string> {
  const { receipt } = await graphqlRequest(endpoint, ReceiptDocument, { position });
  if (receipt !== null) return receipt.document;
  throw new RequestRefused({
    code: 'NOT_FOUND',
    message: `no signed event at position ${position}`,
  });
}

/** What became of the event that `actor` submitted under `id`. */
export async function fetchOutcome(
  endpoint: Endpoint,
  actor: string,
  id: string,
): Promise<EventOutcome> {
  return (await graphqlRequest(endpoint, EventOutcomeDocument, { actor, id })).eventOutcome;
}
