import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { until, startEdge } from './runningEdge.js';
import { connect, connectAndInit, subscribe } from './socketClient.js';

describe('the close codes of GraphQL over WebSocket', () => {
  test.each([
    ['no JSON', 'not json'],
    ['a message without a type', '{}'],
    ['an unknown type', '{"type":"start"}'],
    ['a message that only servers send', '{"type":"next","id":"1","payload":{"data":{}}}'],
    ['a subscribe without a query', '{"type":"subscribe","id":"1","payload":{}}'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('4400: %s', async (_what, message) => {
    const client = await connectAndInit(await startEdge());
    client.send(message);
    expect(await client.closed).toBe(4400);
  });

  test('4401: an operation before the acknowledgement', async () => {
    const client = await connect(await startEdge());
    subscribe(client, '{ hello }');
    expect(await client.closed).toBe(4401);
  });

  test('4408: no connection_init in time', async () => {
    const client = await connect(await startEdge({ limits: { connectionInitMs: 50 } }));
    expect(await client.closed).toBe(4408);
  });

  test('4409: an id that is in use', async () => {
    const client = await connectAndInit(await startEdge());
    subscribe(client, 'subscription { waits }');
    await client.next();
    subscribe(client, '{ hello }');
    expect(await client.closed).toBe(4409);
  });

  test('4429: a second connection_init', async () => {
    const client = await connectAndInit(await startEdge());
    client.send({ type: 'connection_init' });
    expect(await client.closed).toBe(4429);
  });

  test('1009: a message beyond the limit', async () => {
    const client = await connectAndInit(await startEdge({ limits: { socketMessageBytes: 1_000 } }));
    subscribe(client, `{ hello }${' '.repeat(1_000)}`);
    expect(await client.closed).toBe(1009);
  });

  test('1007: text that is no UTF-8', async () => {
    const client = await connectAndInit(await startEdge());
    client.socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false });
    expect(await client.closed).toBe(1007);
  });

  test('1001: the server closes; every client may come back', async () => {
    const edge = await startEdge();
    const clients = await Promise.all([connectAndInit(edge), connectAndInit(edge), connect(edge)]);
    subscribe(clients[0], 'subscription { waits }');
    await clients[0].next();
    await edge.close();
    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([1001, 1001, 1001]);
    expect(edge.observed).toMatchObject({ aborted: 1, ended: 1 });
  });

  test('1013: more sockets than a client may have, or than the server takes', async () => {
    for (const limits of [{ socketsPerClient: 2 }, { sockets: 2 }]) {
      const edge = await startEdge({ limits });
      const kept = [await connectAndInit(edge), await connectAndInit(edge)];
      const refused = await connect(edge);
      expect(await refused.closed).toBe(1013);
      kept[0]?.socket.close();
      await kept[0]?.closed;
      const again = await connectAndInit(edge);
      subscribe(again, '{ hello }');
      expect(await again.next()).toMatchObject({ payload: { data: { hello: 'world' } } });
    }
  });
});

describe('the handshake', () => {
  const refusal = async (edge: Awaited<ReturnType<typeof startEdge>>, options: object) =>
    connect(edge, options).then(
      () => 'connected',
      (error: Error) => error.message,
    );

  test('gives the older protocol of the same path no connection', async () => {
    const edge = await startEdge();
    expect(await refusal(edge, { protocol: 'graphql-ws' })).toMatch(/subprotocol|Unexpected/i);
  });

  test('refuses pages of origins that are not listed, and other paths', async () => {
    const edge = await startEdge({ origins: ['https://ledger.example'] });
    const { port } = new URL(edge.url);
    expect(await refusal(edge, { origin: 'https://evil.example' })).toContain('403');
    expect(await refusal(edge, { origin: `http://rebound.example:${port}` })).toContain('403');
    expect(await refusal(edge, { origin: 'https://ledger.example' })).toBe('connected');
    expect(await refusal(edge, { origin: `http://localhost:${port}` })).toBe('connected');
    expect(await refusal(edge, { path: '/elsewhere' })).toContain('404');
  });
});

describe('operations over WebSocket', () => {
  test('delivers a subscription in order and completes it', async () => {
    const client = await connectAndInit(await startEdge());
    subscribe(client, 'subscription { three }');
    const messages = [
      await client.next(),
      await client.next(),
      await client.next(),
      await client.next(),
    ];
    expect(messages).toEqual([
      { id: '1', type: 'next', payload: { data: { three: '1' } } },
      { id: '1', type: 'next', payload: { data: { three: '2' } } },
      { id: '1', type: 'next', payload: { data: { three: '3' } } },
      { id: '1', type: 'complete' },
    ]);
  });

  test('answers queries and mutations, and pings', async () => {
    const client = await connectAndInit(await startEdge());
    subscribe(client, 'mutation { submit(events: [{body: "b", signature: "s"}]) { position } }');
    expect(await client.next()).toMatchObject({
      payload: { data: { submit: [{ position: '0' }] } },
    });
    await client.next();
    client.send({ type: 'ping', payload: { n: 1 } });
    expect(await client.next()).toEqual({ type: 'pong', payload: { n: 1 } });
  });

  test('tells faults of the request in an error message and keeps the socket', async () => {
    const client = await connectAndInit(await startEdge());
    for (const [query, code] of [
      ['{ hello', 'GRAPHQL_PARSE_FAILED'],
      ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['fragment F on Query { hello }', 'GRAPHQL_VALIDATION_FAILED'],
      ['query A { hello } query B { hello }', 'OPERATION_RESOLUTION_FAILURE'],
    ] as const) {
      subscribe(client, query);
      expect([query, await client.next()]).toMatchObject([
        query,
        { type: 'error', payload: [{ extensions: { code, requestId: expect.any(String) } }] },
      ]);
    }
    subscribe(client, 'query Q($t: String!) { echo(text: $t) }', { variables: { t: 5 } });
    expect(await client.next()).toMatchObject({
      payload: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    });
  });

  test('masks what resolvers and streams did not mean to tell', async () => {
    const edge = await startEdge();
    const client = await connectAndInit(edge);
    subscribe(client, '{ secret }');
    const answer = await client.next();
    expect(answer).toMatchObject({
      payload: {
        data: { secret: null },
        errors: [
          { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
        ],
      },
    });
    await client.next();
    subscribe(client, 'subscription { fails }', { id: '2' });
    await client.next();
    const failure = await client.next();
    expect(failure).toMatchObject({
      type: 'error',
      payload: [
        { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ],
    });
    expect(JSON.stringify([answer, failure])).not.toContain('hunter2');
    expect(edge.errorsLogged).toHaveLength(2);
    const [{ extensions }] = failure['payload'] as [{ extensions: { requestId: string } }];
    expect(edge.errorsLogged[1]?.fields).toMatchObject({ requestId: extensions.requestId });
  });

  test('wakes and ends a waiting stream when the client completes it or goes away', async () => {
    const edge = await startEdge();
    const client = await connectAndInit(edge);
    subscribe(client, 'subscription { waits }');
    await client.next();
    await until(() => edge.observed.waiting === 1);
    client.send({ id: '1', type: 'complete' });
    await until(() => edge.observed.ended === 1);
    subscribe(client, 'subscription { waits }');
    await client.next();
    await until(() => edge.observed.waiting === 2);
    client.socket.terminate();
    await until(() => edge.observed.ended === 2);
    expect(edge.observed.aborted).toBe(2);
  });

  test('completing and asking again gets a client no more than the limit', async () => {
    const edge = await startEdge({ limits: { operationsPerSocket: 2 } });
    const client = await connectAndInit(edge);
    for (const id of ['1', '2']) {
      subscribe(client, '{ slow }', { id });
      client.send({ id, type: 'complete' });
    }
    await until(() => edge.observed.waiting === 2);
    subscribe(client, '{ slow }', { id: '3' });
    expect(await client.next()).toMatchObject({
      id: '3',
      type: 'error',
      payload: [
        { extensions: { code: 'LIMIT_EXCEEDED', field: 'operationsPerSocket', limit: '2' } },
      ],
    });
    edge.observed.release();
  });

  test('operations that arrive in one packet are no more than the limit either', async () => {
    const edge = await startEdge({ limits: { operationsPerSocket: 2 } });
    const client = await connectAndInit(edge);
    const { _socket: connection } = client.socket as unknown as { _socket: Socket };
    connection.cork();
    for (const id of ['1', '2', '3', '4']) subscribe(client, '{ slow }', { id });
    connection.uncork();
    for (const id of ['3', '4']) {
      const extensions = { code: 'LIMIT_EXCEEDED', field: 'operationsPerSocket', limit: '2' };
      expect(await client.next()).toMatchObject({ id, type: 'error', payload: [{ extensions }] });
    }
    await until(() => edge.observed.waiting === 2);
    edge.observed.release();
  });

  test('a refused operation gives its place back', async () => {
    const edge = await startEdge({ limits: { operationsPerSocket: 1 } });
    const client = await connectAndInit(edge);
    for (const query of ['{ nothing }', '{ hello', 'query A { hello } query B { hello }']) {
      subscribe(client, query);
      expect(await client.next()).toMatchObject({ type: 'error' });
    }
    subscribe(client, '{ hello }');
    expect(await client.next()).toMatchObject({ payload: { data: { hello: 'world' } } });
  });
});

describe('clients that do not read', () => {
  test('stop the generator, and are cut off by the keep-alive', async () => {
    const edge = await startEdge({ limits: { keepAliveMs: 300 } });
    const client = await connectAndInit(edge);
    client.socket.pause();
    const before = process.memoryUsage().heapUsed;
    subscribe(client, 'subscription { flood }');
    await until(() => edge.observed.ended === 1);
    const produced = edge.observed.produced;
    // Kernel buffers of a few megabytes at 2 kB an event; without a bound it would go on for ever.
    expect(produced).toBeGreaterThan(10);
    expect(produced).toBeLessThan(20_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
  });

  test('are cut off when they pile up answers by sending pings', async () => {
    const edge = await startEdge({ limits: { socketBufferBytes: 64 * 1024 } });
    const client = await connectAndInit(edge);
    client.socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(100_000) } });
    let closed = false;
    const { socket } = client;
    socket.on('error', () => undefined);
    (socket as unknown as { _socket: { on(event: string, act: () => void): void } })._socket.on(
      'close',
      () => {
        closed = true;
      },
    );
    while (!closed) {
      await new Promise<void>((resolve) => {
        socket.send(ping, () => resolve());
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(closed).toBe(true);
  });

  test('do not keep a busy stream from letting other clients have their turn', async () => {
    const edge = await startEdge();
    const busy = await connectAndInit(edge);
    subscribe(busy, 'subscription { flood }');
    const other = await connectAndInit(edge);
    subscribe(other, '{ hello }');
    expect(await other.next()).toMatchObject({ payload: { data: { hello: 'world' } } });
  });
});
