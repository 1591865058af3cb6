/** The GraphQL operations that suites and benchmarks send, each in one place. */
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import type { EventBody, SignedEvent } from '../../../src/ledger/signedEvent.js';
import { requestJson } from './httpConnection.js';

/** What SUBMIT_BATCH asks per event, in order. */
export interface SubmittedEvent {
  /** Position of the signed entry, as text. */
  readonly position: string;
  readonly eventHash: string;
  readonly duplicate: boolean;
  readonly refusal: { readonly [fact: string]: unknown } | null;
}

/** The data of SUBMIT_BATCH's answer. */
export interface SubmitBatchData {
  readonly submitSignedEvents?: { readonly results: readonly SubmittedEvent[] } | null;
}

export const SUBMIT_BATCH = submitDocument(
  'results { position eventHash duplicate refusal { code field limit value } }',
);

/**
 * The same with the least answer that tells a caller where its events are and which were refused.
 */
export const SUBMIT_BATCH_POSITIONS = submitDocument('positions refusedPositions');

/** The same with the proof of each event. */
export const SUBMIT_BATCH_RECEIPTS = submitDocument('results { receipt { document } }');

function submitDocument(fields: string): string {
  return `mutation Submit($input: SubmitSignedEventsInput!) {
  submitSignedEvents(input: $input) { ... on EventsSubmitted { ${fields} } }
}`;
}

/** The body of a request that submits `events` and waits until they are durable. */
export function submitBatchJson(
  events: readonly SignedEvent[],
  document: string = SUBMIT_BATCH,
): string {
  return requestJson(document, { input: { events, wait: 'WAIT' } });
}

const SUBMIT_SINGLE = `mutation Register($input: RegisterEvidenceItemInput!) {
  registerEvidenceItem(input: $input) {
    __typename
    ... on RegisterEvidenceItemSucceeded { position eventHash }
  }
}`;

/** What an item of evidence.RegisterItem holds. */
interface SignedItem {
  readonly commitment: string;
  readonly digests: readonly (JsonObject & { readonly algorithm: string })[];
  readonly category: string;
  readonly claim: string;
}

/** The body of a typed mutation for one signed registration, as a frontend sends it. */
export function submitSingleJson({ body, signature }: SignedEvent): string {
  const { actor, key, id, notAfter, data } = JSON.parse(body) as EventBody;
  const { commitment, digests, category, claim } = data['item'] as unknown as SignedItem;
  const item = {
    commitment,
    digests: digests.map((digest) => ({ ...digest, algorithm: enumName(digest.algorithm) })),
    category: enumName(category),
    claim: enumName(claim),
  };
  const input = { actor, key, id, notAfter, item, signature, wait: 'WAIT' };
  return requestJson(SUBMIT_SINGLE, { input });
}

/** How GraphQL writes a value that the signed JSON writes in lower case with hyphens. */
function enumName(value: string): string {
  return value.toUpperCase().replaceAll('-', '_');
}

/** How long the log is and how far the read models are. */
export const POSITIONS = '{ ledger { size projection { position lag } } }';

export interface Positions {
  readonly ledger: {
    readonly size: string;
    readonly projection: { readonly position: string; readonly lag: string };
  };
}
