/** Fetches receipts and refusals: what the ledger has to say about one event. */
import { type Endpoint, graphqlRequest, RequestRefused } from './graphqlRequest.js';

/** Why a rule said no. */
export interface RefusalFacts {
  readonly code: string;
  readonly message: string;
  readonly field: string;
  readonly limit: string;
  readonly value: string;
}

/** What became of the event that an actor first submitted under an id. */
export interface EventOutcome {
  readonly status: 'UNKNOWN' | 'ACCEPTED' | 'REFUSED';
  /** Position of the signed entry, or null while unknown. */
  readonly position: string | null;
  readonly refusal: RefusalFacts | null;
}

const RECEIPT = `query Receipt($position: Position!) { receipt(position: $position) { document } }`;

const OUTCOME = `query EventOutcome($actor: String!, $id: String!) {
  eventOutcome(actor: $actor, id: $id) {
    status position refusal { code message field limit value }
  }
}`;

interface ReceiptAnswer {
  readonly receipt: { readonly document: string } | null;
}

/**
 * The receipt file's exact text for the signed entry at `position`. Check it with verifyReceipt before
 * believing it. Throws RequestRefused with NOT_FOUND when there is no signed event.
 */
export async function fetchReceipt(endpoint: Endpoint, position: number): Promise<string> {
  const variables = { position: String(position) };
  const { receipt } = await graphqlRequest<ReceiptAnswer>(endpoint, RECEIPT, variables);
  if (receipt !== null) return receipt.document;
  throw new RequestRefused({ code: 'NOT_FOUND', message: `no signed event at position ${position}` });
}

/** What became of the event that `actor` submitted under `id`. */
export async function fetchOutcome(
  endpoint: Endpoint,
  actor: string,
  id: string,
): Promise<EventOutcome> {
  const variables = { actor, id };
  const data = await graphqlRequest<{ eventOutcome: EventOutcome }>(endpoint, OUTCOME, variables);
  return data.eventOutcome;
}
