import { describe, expect, test } from '@jest/globals';
import { type Probe, projectionLagProbe } from '../../../src/schema/server/health.js';
import { createMetrics } from '../../../src/schema/server/metrics.js';
import { post, startEdge, until } from './runningEdge.js';
import { connectAndInit, subscribe } from './socketClient.js';

describe('/healthz and /readyz', () => {
  test('says it is alive, and ready when every probe holds', async () => {
    const { url } = await startEdge({ probes: [{ name: 'store', check: () => null }] });
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', failing: [] }]);
  });

  test('names each reason why it is not ready', async () => {
    const probes: Probe[] = [
      { name: 'store', check: () => 'read-only' },
      { name: 'engine', check: () => null },
      projectionLagProbe({ size: () => 500 }, { applied: () => 100 }, 399),
      {
        name: 'broken',
        check: () => {
          throw new Error('cannot tell');
        },
      },
    ];
    const { url } = await startEdge({ probes });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      status: 'not ready',
      failing: [
        { name: 'store', reason: 'read-only' },
        { name: 'projections', reason: '400 entries behind the log, limit 399' },
        { name: 'broken', reason: 'cannot tell' },
      ],
    });
  });

  test('a path that is not there is told as JSON with a code', async () => {
    const { url } = await startEdge();
    const answer = await fetch(`${url}/nothing`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });
});

describe('/metrics', () => {
  test('counts operations, errors, sockets and subscriptions', async () => {
    const edge = await startEdge();
    await post(edge, '{ hello }');
    await post(edge, '{ secret }');
    const client = await connectAndInit(edge);
    subscribe(client, 'subscription { waits }');
    await client.next();
    const answer = await fetch(`${edge.url}/metrics`);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const count = 'civic_ledger_request_seconds_count';
    for (const line of [
      `${count}{transport="http",operation="query",outcome="ok"} 1`,
      `${count}{transport="http",operation="query",outcome="error"} 1`,
      `${count}{transport="ws",operation="subscription",outcome="ok"} 1`,
      'civic_ledger_errors_total{code="INTERNAL_SERVER_ERROR"} 1',
      'civic_ledger_sockets 1',
      'civic_ledger_subscriptions 1',
    ]) {
      expect(text).toContain(line);
    }
    for (const name of ['event_loop_delay_seconds_max', 'memory_resident_bytes', 'cpu_seconds']) {
      expect(text).toMatch(new RegExp(`^civic_ledger_${name} \\d`, 'm'));
    }
    client.socket.terminate();
    await until(() => edge.observed.ended === 1);
    const after = await (await fetch(`${edge.url}/metrics`)).text();
    expect(after).toContain('civic_ledger_sockets 0');
    expect(after).toContain('civic_ledger_subscriptions 0');
  });

  test('parts report events, blocks and gauges through one object', async () => {
    const metrics = createMetrics();
    let lag = 7;
    metrics.watch('projection_lag_entries', () => lag);
    metrics.events('accepted', 100);
    metrics.events('refused', 2);
    metrics.block(202, 0.004);
    expect(await metrics.text()).toContain('civic_ledger_projection_lag_entries 7');
    lag = 0;
    const text = await metrics.text();
    for (const line of [
      'civic_ledger_events_total{outcome="accepted"} 100',
      'civic_ledger_events_total{outcome="refused"} 2',
      'civic_ledger_block_entries_sum 202',
      'civic_ledger_commit_seconds_count 1',
      'civic_ledger_projection_lag_entries 0',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain('verify_queue');
  });
});
