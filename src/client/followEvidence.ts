/** Follows registrations of evidence: single items and batches, under the server's own filter. */
import type { FollowSource, Live, Placed } from './follow.js';
import {
  EvidenceBetweenDocument,
  type EvidenceItemFieldsFragment,
  type EvidenceItemsWhere,
  FollowEvidenceDocument,
  type FollowEvidenceSubscription,
} from './gen/operations.js';
import { type Endpoint, graphqlRequest } from './graphqlRequest.js';
import { type SocketEndpoint, subscription } from './subscription.js';

type Payload = FollowEvidenceSubscription['evidenceItems'];
type BatchFields = NonNullable<
  Extract<Payload, { readonly __typename: 'EvidenceRegistered' }>['batch']
>;

/** One registration: a single item, or a batch under one root. */
export type EvidenceRegistration =
  | { readonly item: EvidenceItemFieldsFragment; readonly batch: null }
  | { readonly item: null; readonly batch: BatchFields };

const PAGE_SIZE = 100;

/** All registrations under `where`, for `follow`. */
export function evidenceSource(
  endpoint: Endpoint & SocketEndpoint,
  where: EvidenceItemsWhere | null = null,
): FollowSource<EvidenceRegistration> {
  return {
    live: (after, signal) => liveEvidence(endpoint, { after, where }, signal),
    between: (after, to, signal) => evidenceBetween({ ...endpoint, signal }, { after, to, where }),
  };
}

async function* liveEvidence(
  endpoint: SocketEndpoint,
  variables: { readonly after: number | null; readonly where: EvidenceItemsWhere | null },
  signal: AbortSignal,
): AsyncGenerator<Live<EvidenceRegistration>, void, void> {
  const subscribing = { document: FollowEvidenceDocument, variables };
  for await (const { evidenceItems: payload } of subscription(endpoint, subscribing, signal)) {
    if (payload.__typename === 'Gap') {
      yield { kind: 'gap', to: Number(payload.to) };
    } else {
      const { position, prev, item, batch } = payload;
      const placed = { position: Number(position), item: registration(item, batch) };
      yield { kind: 'item', prev: prev === null ? null : Number(prev), ...placed };
    }
  }
}

/** A batch's members are all at one position, so that each position is looked at once. */
async function* evidenceBetween(
  endpoint: Endpoint,
  range: {
    readonly after: number | null;
    readonly to: number;
    readonly where: EvidenceItemsWhere | null;
  },
): AsyncGenerator<Placed<EvidenceRegistration>, void, void> {
  let after = range.after ?? -1;
  for (;;) {
    const position = { position: { gte: after + 1, lte: range.to } };
    const where = range.where === null ? position : { and: [range.where, position] };
    const variables = { where, first: PAGE_SIZE, seen: range.to };
    const { evidenceItems } = await graphqlRequest(endpoint, EvidenceBetweenDocument, variables);
    if (evidenceItems.nodes.length === 0) return;
    for (const { batch, ...item } of evidenceItems.nodes) {
      if (Number(item.position) <= after) continue;
      after = Number(item.position);
      yield { position: after, item: registration(batch === null ? item : null, batch) };
    }
  }
}

function registration(
  item: EvidenceItemFieldsFragment | null,
  batch: BatchFields | null,
): EvidenceRegistration {
  if (batch !== null) return { item: null, batch };
  if (item !== null) return { item, batch: null };
  throw new TypeError('a registration is of an item or of a batch');
}
