/** Follows every entry of the log, with the exact texts that hashes and signatures are over. */
import type { FollowSource, Live, Placed } from './follow.js';
import { EntriesBetweenDocument, FollowEntriesDocument } from './gen/operations.js';
import { type Endpoint, graphqlRequest } from './graphqlRequest.js';
import { type SocketEndpoint, subscription } from './subscription.js';

/** An entry as the log stores it. */
export interface FollowedEntry {
  /** Canonical text of the entry (ledger/entry.ts): the Merkle leaf. */
  readonly text: string;
  /** The event's text, as signed or hashed. */
  readonly eventText: string;
}

const PAGE_SIZE = 500;

/** All entries of the ledger at `endpoint`, for `follow`. */
export function entriesSource(endpoint: Endpoint & SocketEndpoint): FollowSource<FollowedEntry> {
  return {
    live: (after, signal) => liveEntries(endpoint, after, signal),
    between: (after, to, signal) => entriesBetween({ ...endpoint, signal }, after, to),
  };
}

async function* liveEntries(
  endpoint: SocketEndpoint,
  after: number | null,
  signal: AbortSignal,
): AsyncGenerator<Live<FollowedEntry>, void, void> {
  const subscribing = { document: FollowEntriesDocument, variables: { after } };
  for await (const { entries: payload } of subscription(endpoint, subscribing, signal)) {
    if (payload.__typename === 'Gap') {
      yield { kind: 'gap', to: Number(payload.to) };
    } else {
      const prev = payload.prev === null ? null : Number(payload.prev);
      yield { kind: 'item', prev, ...placed(payload.entry) };
    }
  }
}

async function* entriesBetween(
  endpoint: Endpoint,
  after: number | null,
  to: number,
): AsyncGenerator<Placed<FollowedEntry>, void, void> {
  let from = (after ?? -1) + 1;
  while (from <= to) {
    const variables = { from, to, first: PAGE_SIZE };
    const { entries } = await graphqlRequest(endpoint, EntriesBetweenDocument, variables);
    if (entries.nodes.length === 0) return;
    for (const node of entries.nodes) yield placed(node);
    from += entries.nodes.length;
  }
}

function placed(entry: FollowedEntry & { readonly position: string }): Placed<FollowedEntry> {
  const { position, text, eventText } = entry;
  return { position: Number(position), item: { text, eventText } };
}
