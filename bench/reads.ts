/**
 * Reads per second over GraphQL: the emptiest query, which is what HTTP and GraphQL cost by
 * themselves; inclusion proofs, receipts, and pages of a list.
 */
import { closedLoad } from './harness/load.js';
import { ask } from '../test/support/live/graphqlClient.js';
import { requestBytes, requestJson } from '../test/support/live/httpConnection.js';
import { POSITIONS, type Positions } from '../test/support/live/operations.js';
import type { Bench, Figure } from './question.js';

const CONNECTIONS = 16;
/** Positions are spread by a step that shares no factor with a log's size of interest. */
const STEP = 7_919;

const EMPTIEST = '{ __typename }';
const PROOF = `query Proof($position: Position!) {
  inclusionProof(position: $position) { index size root hashes }
}`;
const RECEIPT = 'query Receipt($position: Position!) { receipt(position: $position) { document } }';
const LIST = `{
  evidenceItems(first: 100) {
    edges { cursor node { itemId claimantId commitment category claim status registeredTime } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The figures of proofs, receipts and lists. */
export async function readFigures(bench: Bench): Promise<readonly Figure[]> {
  const { ledger } = await ask<Positions>(bench.server.url, POSITIONS);
  const size = Number(ledger.size);
  const positions = (query: string) => (index: number) =>
    requestBytes(requestJson(query, { position: String((index * STEP) % size) }));
  const list = requestBytes(requestJson(LIST));
  const emptiest = requestBytes(requestJson(EMPTIEST));
  return [
    await rate(bench, `the query ${EMPTIEST}`, () => emptiest),
    await rate(bench, 'inclusion proofs', positions(PROOF)),
    await rate(bench, 'receipts', positions(RECEIPT)),
    await rate(bench, 'lists of 100 items', () => list),
  ];
}

async function rate(
  bench: Bench,
  what: string,
  request: (index: number) => Buffer,
): Promise<Figure> {
  bench.note(`asking for ${what}`);
  const probe = await run(bench, request, 500);
  const count = Math.max(500, Math.ceil(probe * bench.options.seconds));
  const value = await run(bench, request, count);
  return {
    question: `${what} over ${CONNECTIONS} connections`,
    value,
    unit: 'per s',
    comparable: true,
  };
}

/** Requests per second over `count` requests. */
async function run(
  { server: { port } }: Bench,
  request: (index: number) => Buffer,
  count: number,
): Promise<number> {
  const requests = Array.from({ length: count }, (_, index) => request(index));
  const { seconds } = await closedLoad({ port, connections: CONNECTIONS, requests });
  return count / seconds;
}
