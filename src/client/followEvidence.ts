/** Follows registrations of evidence: single items and batches, under the server's own filter. */
import { type Endpoint, graphqlRequest } from './graphqlRequest.js';
import type { FollowSource, Live, Placed } from './follow.js';
import { type SocketEndpoint, subscription } from './subscription.js';

/** One registration: a single item, or a batch under one root. */
export interface EvidenceRegistration {
  /** Item id, or the batch's id. */
  readonly id: string;
  /** Items that were registered: 1, or the number of the batch's members. */
  readonly count: number;
  readonly claimant: string;
  readonly registrant: string;
  /** Kind of electronic data, as the schema's enum spells it. */
  readonly category: string;
  /** Block time. */
  readonly time: string;
}

/** The schema's EvidenceItemsWhere. */
export type EvidenceWhere = { readonly [field: string]: unknown };

interface Registered {
  readonly claimantId: string;
  readonly registrantId: string;
  readonly category: string;
  readonly registeredTime: string;
}

type ItemAnswer = Registered & { readonly itemId: string };
type BatchAnswer = Registered & { readonly batchId: string; readonly count: number };

type EvidenceMessage =
  | { readonly __typename: 'Gap'; readonly to: string }
  | {
      readonly __typename: 'EvidenceRegistered';
      readonly position: string;
      readonly prev: string | null;
      readonly item: ItemAnswer | null;
      readonly batch: BatchAnswer | null;
    };

const SHARED = 'claimantId registrantId category registeredTime';
const BATCH = `batch { batchId count ${SHARED} }`;

const LIVE = `subscription FollowEvidence($after: Position, $where: EvidenceItemsWhere) {
  evidenceItems(after: $after, where: $where) {
    __typename
    ... on EvidenceRegistered { position prev item { itemId ${SHARED} } ${BATCH} }
    ... on Gap { to }
  }
}`;

const PAGE = `query EvidenceBetween($where: EvidenceItemsWhere!, $first: Int!, $seen: Position!) {
  evidenceItems(first: $first, where: $where, minPosition: $seen) {
    nodes { position itemId ${SHARED} ${BATCH} }
  }
}`;

const PAGE_SIZE = 100;

/** All registrations under `where`, for `follow`. */
export function evidenceSource(
  endpoint: Endpoint & SocketEndpoint,
  where: EvidenceWhere | null = null,
): FollowSource<EvidenceRegistration> {
  return {
    live: (after, signal) => liveEvidence(endpoint, { after, where }, signal),
    between: (after, to, signal) => evidenceBetween({ ...endpoint, signal }, { after, to, where }),
  };
}

async function* liveEvidence(
  endpoint: SocketEndpoint,
  range: { readonly after: number | null; readonly where: EvidenceWhere | null },
  signal: AbortSignal,
): AsyncGenerator<Live<EvidenceRegistration>, void, void> {
  const after = range.after === null ? null : String(range.after);
  const request = { query: LIVE, variables: { after, where: range.where } };
  for await (const { evidenceItems: payload } of subscription<{
    evidenceItems: EvidenceMessage;
  }>(endpoint, request, signal)) {
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
    readonly where: EvidenceWhere | null;
  },
): AsyncGenerator<Placed<EvidenceRegistration>, void, void> {
  let after = range.after ?? -1;
  for (;;) {
    const position = { position: { gte: String(after + 1), lte: String(range.to) } };
    const where = range.where === null ? position : { and: [range.where, position] };
    const { evidenceItems } = await graphqlRequest<{ evidenceItems: EvidencePage }>(endpoint, PAGE, {
      where,
      first: PAGE_SIZE,
      seen: String(range.to),
    });
    if (evidenceItems.nodes.length === 0) return;
    for (const { position: place, batch, ...item } of evidenceItems.nodes) {
      if (Number(place) <= after) continue;
      after = Number(place);
      yield { position: after, item: registration(item, batch) };
    }
  }
}

interface EvidencePage {
  readonly nodes: readonly (ItemAnswer & {
    readonly position: string;
    readonly batch: BatchAnswer | null;
  })[];
}

function registration(item: ItemAnswer | null, batch: BatchAnswer | null): EvidenceRegistration {
  const { claimantId, registrantId, category, registeredTime } = (batch ?? item) as Registered;
  return {
    id: batch === null ? (item as ItemAnswer).itemId : batch.batchId,
    count: batch === null ? 1 : batch.count,
    claimant: claimantId,
    registrant: registrantId,
    category,
    time: registeredTime,
  };
}
