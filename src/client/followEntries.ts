/** Follows every entry of the log, with the exact texts that hashes and signatures are over. */
import { type Endpoint, graphqlRequest } from './graphqlRequest.js';
import type { FollowSource, Live, Placed } from './follow.js';
import { type SocketEndpoint, subscription } from './subscription.js';

/** An entry as the log stores it. */
export interface FollowedEntry {
  readonly height: number;
  readonly time: string;
  readonly type: string;
  /** Canonical text of the entry: the Merkle leaf. */
  readonly text: string;
  /** The event's text, as signed or hashed. */
  readonly eventText: string;
}

interface EntryAnswer extends Omit<FollowedEntry, 'height'> {
  readonly position: string;
  readonly height: string;
}

type EntriesMessage =
  | { readonly __typename: 'Gap'; readonly to: string }
  | {
      readonly __typename: 'EntryAppended';
      readonly prev: string | null;
      readonly entry: EntryAnswer;
    };

const FIELDS = 'position height time type text eventText';

const LIVE = `subscription FollowEntries($after: Position) {
  entries(after: $after) {
    __typename
    ... on EntryAppended { prev entry { ${FIELDS} } }
    ... on Gap { to }
  }
}`;

const PAGE = `query EntriesBetween($from: Position!, $to: Position!, $first: Int!) {
  entries(first: $first, where: { position: { gte: $from, lte: $to } }) { nodes { ${FIELDS} } }
}`;

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
  const variables = { after: after === null ? null : String(after) };
  const request = { query: LIVE, variables };
  for await (const { entries } of subscription<{ entries: EntriesMessage }>(
    endpoint,
    request,
    signal,
  )) {
    if (entries.__typename === 'Gap') {
      yield { kind: 'gap', to: Number(entries.to) };
    } else {
      const prev = entries.prev === null ? null : Number(entries.prev);
      yield { kind: 'item', prev, ...placed(entries.entry) };
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
    const variables = { from: String(from), to: String(to), first: PAGE_SIZE };
    const { entries } = await graphqlRequest<{
      entries: { readonly nodes: readonly EntryAnswer[] };
    }>(endpoint, PAGE, variables);
    if (entries.nodes.length === 0) return;
    for (const node of entries.nodes) yield placed(node);
    from += entries.nodes.length;
  }
}

function placed({ position, height, ...rest }: EntryAnswer): Placed<FollowedEntry> {
  return { position: Number(position), item: { height: Number(height), ...rest } };
}
