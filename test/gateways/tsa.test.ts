/** POST /tsa over a real socket: granted, rejected, and stopped when its clock was set. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { namedBitsOf } from '../../src/crypto/derFields.js';
import { type DerValue, readDer } from '../../src/crypto/derReader.js';
import { ClockWatch, type Clocks } from '../../src/gateways/clockWatch.js';
import type { RecordTimestamp, TsaParts } from '../../src/gateways/tsa.js';
import { type RunningTsa, startTsaServer } from '../../src/gateways/tsaServer.js';
import { clockProbe } from '../../src/node/gatewaysOf.js';
import type { Instant } from '../../src/ledger/instant.js';
import { derTimestampRequest, type TimestampRequest } from '../../src/timestamp/request.js';
import { certificatesFromPem } from '../../src/timestamp/pem.js';
import { requestTimestamp } from '../../src/client/timestamp.js';
import { verifyTimestampResponse } from '../../src/timestamp/verifyTimestamp.js';
import { GEN_TIME, POLICY, testAuthority } from '../support/timeAuthority.js';

const AUTHORITY = testAuthority();
const IMPRINT = { hash: 'sha-256', value: new Uint8Array(32).fill(9) } as const;
const NOW = Date.parse(GEN_TIME);

const running: RunningTsa[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Clocks that stand still until they are set. */
function settableClocks(): Clocks & { wallMs: number; monotonicMs: number } {
  const clocks = {
    wallMs: NOW,
    monotonicMs: 0,
    wall: () => clocks.wallMs,
    monotonic: () => clocks.monotonicMs,
  };
  return clocks;
}

interface StartedTsa {
  readonly url: string;
  readonly recorded: Pick<TimestampRequest, 'imprint'>[];
  readonly failures: string[];
  readonly clocks: ReturnType<typeof settableClocks>;
}

async function start(part: Partial<TsaParts> = {}): Promise<StartedTsa> {
  const recorded: Pick<TimestampRequest, 'imprint'>[] = [];
  const failures: string[] = [];
  const clocks = settableClocks();
  const record: RecordTimestamp = async (request) => {
    recorded.push(request);
    return { serial: BigInt(recorded.length), genTime: GEN_TIME };
  };
  const authority = {
    chain: AUTHORITY.chain,
    privateKey: AUTHORITY.keys.privateKey,
    revocationList: AUTHORITY.revocationList,
    policy: POLICY,
    accuracyMilliseconds: 1_000,
  };
  const server = await startTsaServer(
    { host: '127.0.0.1', port: 0 },
    {
      authority,
      record,
      clock: new ClockWatch(authority.accuracyMilliseconds, clocks),
      mayAsk: async () => true,
      onFailure: (what) => failures.push(what),
      ...part,
    },
  );
  running.push(server);
  return { url: server.url, recorded, failures, clocks };
}

/** What the authority answers: `granted`, or the code that the client reports. */
async function ask({ url }: StartedTsa): Promise<string> {
  const reply = await requestTimestamp({ url }, IMPRINT);
  return 'ok' in reply ? `${reply.code}: ${reply.detail}` : 'granted';
}

/** Number of the one bit in a rejection's failInfo. */
async function failInfo(tsa: StartedTsa, body: Uint8Array): Promise<number> {
  const response = await post(tsa, body);
  const [status] = readDer(new Uint8Array(await response.arrayBuffer())).parts;
  const [bit] = namedBitsOf(status?.parts.at(-1) as DerValue);
  return bit as number;
}

const post = ({ url }: StartedTsa, body: Uint8Array, type = 'application/timestamp-query') =>
  fetch(url, { method: 'POST', headers: { 'content-type': type }, body: body.slice() });

describe('POST /tsa', () => {
  it('answers with a token that verifies, for what was recorded before', async () => {
    const tsa = await start();
    const reply = await requestTimestamp({ url: tsa.url }, IMPRINT);
    if ('ok' in reply) throw new Error(reply.detail);
    expect(tsa.recorded).toMatchObject([{ imprint: IMPRINT }]);
    const verdict = verifyTimestampResponse(reply.response, {
      imprint: () => IMPRINT.value,
      roots: [AUTHORITY.root],
      nonce: reply.nonce,
    });
    expect(verdict).toMatchObject({ ok: true, serial: 1n, genTime: { instant: GEN_TIME } });
  });

  it('leaves certificates out unless they are asked for', async () => {
    const request = { imprint: IMPRINT, policy: undefined, nonce: undefined };
    const sizes: number[] = [];
    for (const wantsCertificate of [true, false]) {
      const body = derTimestampRequest({ ...request, wantsCertificate });
      const answer = await post(await start(), body);
      expect(answer.headers.get('content-type')).toBe('application/timestamp-reply');
      sizes.push((await answer.arrayBuffer()).byteLength);
    }
    const certificates = AUTHORITY.chain.reduce((sum, { length }) => sum + length, 0);
    expect(sizes[0]! - sizes[1]!).toBeGreaterThan(certificates);
  });

  it('records nothing for a request that it does not accept', async () => {
    const tsa = await start();
    expect(await failInfo(tsa, Uint8Array.of(0x30, 0x80))).toBe(5);
    expect(tsa.recorded).toEqual([]);
  });

  it('answers systemFailure, not a token, when the record fails', async () => {
    const tsa = await start({ record: () => Promise.reject(new Error('disk full')) });
    expect(await ask(tsa)).toBe('NOT_GRANTED: status 2');
    expect(tsa.failures).toEqual(['a time-stamp could not be recorded']);
  });

  it('takes no other content type, no long body, and no flood', async () => {
    expect((await post(await start(), new Uint8Array(1), 'text/plain')).status).toBe(415);
    expect((await post(await start(), new Uint8Array(5_000))).status).toBe(413);
    const flooded = await start({ mayAsk: async () => false });
    expect((await post(flooded, new Uint8Array(1))).status).toBe(429);
  });

  it('serves its chain and its revocation list', async () => {
    const { url } = await start();
    const chain = await (await fetch(`${url}/chain.pem`)).text();
    expect(certificatesFromPem(chain)).toEqual(AUTHORITY.chain);
    const list = new Uint8Array(await (await fetch(`${url}/ca.crl`)).arrayBuffer());
    expect(list).toEqual(AUTHORITY.revocationList);
  });
});

describe('the clock watch', () => {
  it('stops the authority after a step larger than its accuracy, for good', async () => {
    const tsa = await start();
    expect(await ask(tsa)).toBe('granted');
    tsa.clocks.wallMs += 1_001;
    expect(await ask(tsa)).toBe('NOT_GRANTED: status 2');
    tsa.clocks.wallMs -= 1_001;
    expect(await ask(tsa)).toBe('NOT_GRANTED: status 2');
    expect(tsa.recorded).toHaveLength(1);
    expect(tsa.failures.at(-1)).toContain('the clock was set by 1001 ms');
  });

  it('shows a step in /readyz before anybody asks for a token', () => {
    const clocks = settableClocks();
    const { name, check } = clockProbe(new ClockWatch(1_000, clocks));
    expect([name, check()]).toEqual(['clock of /tsa', null]);
    clocks.wallMs -= 1_001;
    expect(check()).toContain('the clock was set by -1001 ms');
  });

  it('says timeNotAvailable', async () => {
    const tsa = await start();
    tsa.clocks.monotonicMs += 5_000;
    const body = derTimestampRequest({
      imprint: IMPRINT,
      policy: undefined,
      nonce: undefined,
      wantsCertificate: false,
    });
    expect(await failInfo(tsa, body)).toBe(14);
  });

  it.each(['2026-01-01T00:00:00.249Z', '2026-01-01T00:00:02.251Z'])(
    'gives no token when the record says %s: that is not the clock’s time',
    async (genTime) => {
      const tsa = await start({
        record: async () => ({ serial: 1n, genTime: genTime as Instant }),
      });
      expect(await ask(tsa)).toBe('NOT_GRANTED: status 2');
      expect(tsa.failures).toEqual([expect.stringContaining(genTime)]);
    },
  );

  it('bears what the accuracy covers', () => {
    const clocks = settableClocks();
    const watch = new ClockWatch(1_000, clocks);
    clocks.wallMs += 60_000 + 1_000;
    clocks.monotonicMs += 60_000;
    expect(watch.now()).toBe(clocks.wallMs);
    clocks.wallMs -= 2_001;
    expect(watch.now()).toBeUndefined();
    expect(watch.fault()).toContain('-1001 ms');
  });
});
