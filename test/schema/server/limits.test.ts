import { describe, expect, test } from '@jest/globals';
import type { ServerLimits } from '../../../src/schema/limits.js';
import { post, startEdge, type TestEdge } from './runningEdge.js';
import { connectAndInit, subscribe } from './socketClient.js';

interface Refused {
  readonly transport: string;
  readonly extensions: Record<string, unknown> | undefined;
}

/** The first error that each transport gives to the operation. */
async function refusedOnBoth(
  edge: TestEdge,
  query: string,
  variables?: Record<string, unknown>,
): Promise<readonly Refused[]> {
  const answer = await post(edge, query, variables);
  const client = await connectAndInit(edge);
  subscribe(client, query, variables === undefined ? {} : { variables });
  const message = (await client.next()) as { type: string; payload: unknown };
  const errors = message.type === 'error' ? message.payload : [];
  const [first] = errors as [{ extensions: Record<string, unknown> }?];
  return [
    { transport: 'http', extensions: answer.errors?.[0]?.extensions },
    { transport: 'ws', extensions: first?.extensions },
  ];
}

const spread = (count: number): string =>
  Array.from(
    { length: count },
    (_, at) => `fragment F${at} on Node { node { ...F${at + 1} } }`,
  ).join('\n') + `\nfragment F${count} on Node { id }`;

const doubling = (count: number): string =>
  Array.from(
    { length: count },
    (_, at) => `fragment F${at} on Node { node { ...F${at + 1} } other: node { ...F${at + 1} } }`,
  ).join('\n') + `\nfragment F${count} on Node { id }`;

type Case = readonly [
  what: string,
  limits: Partial<ServerLimits>,
  query: string,
  expected: {
    readonly field: string;
    readonly limit: string;
    readonly value: string;
    readonly variables?: Record<string, unknown>;
  },
];

const CASES: readonly Case[] = [
  [
    'depth',
    { depth: 3 },
    '{ node { node { node { id } } } }',
    { field: 'depth', limit: '3', value: '4' },
  ],
  [
    'depth through fragments',
    { depth: 10 },
    `{ node { ...F0 } } ${spread(10)}`,
    { field: 'depth', limit: '10', value: '12' },
  ],
  [
    'depth of a subscription or mutation beside a shallow query',
    { depth: 1 },
    'query A { hello } query B { node { id } }',
    { field: 'depth', limit: '1', value: '2' },
  ],
  [
    'brackets in one another, in an argument',
    { documentNesting: 100 },
    `{ connection(first: ${'['.repeat(3_900)} }`,
    { field: 'documentNesting', limit: '100', value: '101' },
  ],
  [
    'brackets in one another, closed again',
    { documentNesting: 3 },
    '{ connection(first: [1]) { nodes { id } } node { id } a: node(id: [[1]]) { id } }',
    { field: 'documentNesting', limit: '3', value: '4' },
  ],
  [
    'aliases',
    { aliases: 2 },
    '{ a: hello b: hello c: hello }',
    { field: 'aliases', limit: '2', value: '3' },
  ],
  [
    'directives',
    { directives: 1 },
    '{ hello @skip(if: false) @include(if: true) }',
    { field: 'directives', limit: '1', value: '2' },
  ],
  [
    'root fields through fragments',
    { rootFields: 3 },
    '{ ...F ...F } fragment F on Query { hello requestId }',
    { field: 'rootFields', limit: '3', value: '4' },
  ],
  [
    'tokens',
    { documentTokens: 10 },
    '{ hello hello hello hello hello hello hello hello hello hello }',
    { field: 'documentTokens', limit: '10', value: 'more' },
  ],
  [
    'characters',
    { documentCharacters: 20 },
    '{ hello                 }',
    { field: 'documentCharacters', limit: '20', value: '25' },
  ],
  [
    'cost of nested connections',
    { cost: 1_000 },
    '{ connection(first: 50) { nodes { connection(last: 50) { nodes { id } } } } }',
    // 1 + 1 + 50 × (1 + 1 + 50 × 1)
    { field: 'cost', limit: '1000', value: '2602' },
  ],
  [
    'cost of lists that say no size',
    { cost: 100, listSizeAssumed: 20 },
    '{ node { nodes { nodes { id } } } }',
    // 1 + 1 + 20 × (1 + 20 × 1)
    { field: 'cost', limit: '100', value: '422' },
  ],
  [
    'cost with sizes from variables',
    { cost: 100 },
    'query Q($n: Int) { connection(first: $n) { nodes { id } } }',
    { field: 'cost', limit: '100', value: '102', variables: { n: 100 } },
  ],
  [
    'cost with sizes from the defaults of variables',
    { cost: 100 },
    'query Q($n: Int = 100) { connection(first: $n) { nodes { id } } }',
    { field: 'cost', limit: '100', value: '102' },
  ],
  [
    'cost with ids from the defaults of variables',
    { cost: 2, listSizeAssumed: 1 },
    'query Q($ids: [String] = ["1", "2", "3"]) { nodes(ids: $ids) { id } }',
    { field: 'cost', limit: '2', value: '4' },
  ],
  [
    'the number of ids, from the default of a variable',
    { listSize: 2 },
    'query Q($ids: [String] = ["1", "2", "3"]) { nodes(ids: $ids) { id } }',
    { field: 'nodes.ids', limit: '2', value: '3' },
  ],
  [
    'cost of doubling fragments, counted in linear time',
    { depth: 1_000, aliases: 1_000, cost: 1_000_000 },
    `{ node { ...F0 } } ${doubling(40)}`,
    { field: 'cost', limit: '1000000', value: String(1 + 2 * (2 ** 40 - 1) + 2 ** 40) },
  ],
  [
    'the size of one list',
    { listSize: 10 },
    '{ connection(first: 11) { total } }',
    { field: 'connection.first', limit: '10', value: '11' },
  ],
  [
    'the size of one list, from a variable',
    { listSize: 10 },
    'query Q($n: Int) { connection(last: $n) { total } }',
    { field: 'connection.last', limit: '10', value: '11', variables: { n: 11 } },
  ],
  [
    'the number of ids',
    { listSize: 2 },
    'query Q($ids: [String]) { nodes(ids: $ids) { id } }',
    { field: 'nodes.ids', limit: '2', value: '3', variables: { ids: ['1', '2', '3'] } },
  ],
];

describe('limits, the same over HTTP and WebSocket', () => {
  test.each(CASES)('%s', async (_what, limits, query, { variables, ...facts }) => {
    const edge = await startEdge({ limits });
    for (const { transport, extensions } of await refusedOnBoth(edge, query, variables)) {
      expect({ transport, ...extensions }).toEqual({
        transport,
        code: 'LIMIT_EXCEEDED',
        ...facts,
        requestId: expect.any(String),
      });
    }
  });

  test('a document within all limits passes, the second time too', async () => {
    const edge = await startEdge({ limits: { depth: 3, cost: 7, aliases: 1, rootFields: 1 } });
    const query = 'query Q($n: Int) { a: connection(first: $n) { nodes { id } } }';
    for (const n of [5, 5, 0]) {
      expect((await post(edge, query, { n })).data).toEqual({ a: { nodes: [{ id: 7 }] } });
    }
    const { errors } = await post(edge, query, { n: 6 });
    expect(errors?.[0]?.extensions).toMatchObject({ field: 'cost', limit: '7', value: '8' });
  });

  test('a negative size makes nothing cheaper', async () => {
    const edge = await startEdge({ limits: { cost: 3 } });
    const query = '{ connection(first: -1000) { nodes { id } } node { id node { id } } }';
    const { errors } = await post(edge, query);
    expect(errors?.[0]?.extensions).toMatchObject({ field: 'cost', value: '6' });
  });

  test('fragments inside themselves are refused and end no process', async () => {
    const edge = await startEdge();
    const query =
      '{ node { ...A } } fragment A on Node { node { ...B } } fragment B on Node { ...A }';
    for (const { extensions } of await refusedOnBoth(edge, query)) {
      expect(extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    }
  });

  test('GraphiQL’s introspection query passes the default limits', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const edge = await startEdge();
    const query = getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true });
    expect((await post(edge, query)).data).toHaveProperty('__schema');
  });

  test('an operation that takes too long gets TIMEOUT, and its resolvers are told', async () => {
    const edge = await startEdge({ limits: { executionMs: 50 } });
    const answer = await post(edge, '{ slow }');
    expect(answer.status).toBe(504);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'TIMEOUT', limit: '50 ms' });
    const client = await connectAndInit(edge);
    subscribe(client, '{ slow }');
    expect(await client.next()).toMatchObject({
      payload: { errors: [{ extensions: { code: 'TIMEOUT', limit: '50 ms' } }] },
    });
    expect(edge.observed.aborted).toBe(2);
  });
});

describe('rate', () => {
  const limits = { rateRequests: 3, rateSeconds: 60, rateExemptsLoopback: false };

  test('one client’s requests over HTTP and WebSocket share one budget', async () => {
    const edge = await startEdge({ limits });
    const client = await connectAndInit(edge);
    expect((await post(edge, '{ hello }')).status).toBe(200);
    expect((await post(edge, '{ hello }')).status).toBe(200);
    subscribe(client, '{ hello }');
    expect(await client.next()).toMatchObject({ type: 'next' });
    await client.next();
    const refused = await post(edge, '{ hello }');
    expect(refused.status).toBe(429);
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      field: 'rateRequests',
      limit: '3',
      retryAfterMs: expect.any(Number),
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    subscribe(client, '{ hello }');
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
  });

  test('behind a proxy the client is the address that the proxy saw', async () => {
    const edge = await startEdge({ limits: { ...limits, rateRequests: 1 }, proxyHops: 1 });
    const ask = async (forwarded: string): Promise<number> => {
      const answer = await fetch(edge.graphql, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
        body: '{"query":"{ hello }"}',
      });
      return answer.status;
    };
    expect(await ask('192.0.2.1')).toBe(200);
    expect(await ask('192.0.2.2')).toBe(200);
    expect(await ask('198.51.100.9, 192.0.2.1')).toBe(429);
    expect(await ask('2001:db8:0:1::1')).toBe(200);
    expect(await ask('2001:db8:0:1:ffff::2')).toBe(429);
  });

  test('clients of this machine are exempt by default, and 0 is no limit', async () => {
    for (const free of [{ rateExemptsLoopback: true, rateRequests: 1 }, { rateRequests: 0 }]) {
      const edge = await startEdge({ limits: { ...limits, ...free } });
      const statuses = await Promise.all([1, 2, 3].map(() => post(edge, '{ hello }')));
      expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200]);
    }
  });
});
