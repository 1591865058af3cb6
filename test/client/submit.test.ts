import { describe, expect, it } from '@jest/globals';
import { NoAnswer, RequestRefused } from '../../src/client/graphqlRequest.js';
import { keySigner, signAction } from '../../src/client/sign.js';
import { submitEvents } from '../../src/client/submit.js';
import { generateKeyPair, verifySignature } from '../../src/crypto/suites.js';
import { type EventBody, type SignedEvent, signingText } from '../../src/ledger/signedEvent.js';

const LEDGER = '1'.repeat(64);
const { privateKey, publicKey } = generateKeyPair('ed25519-strict-1');
const signer = keySigner('alice@court', privateKey);

/** A server that gives one prepared answer after another and remembers what it was sent. */
function server(...answers: readonly (object | Error)[]) {
  const bodies: string[] = [];
  const send = (_: unknown, init?: RequestInit): Promise<Response> => {
    bodies.push(init?.body as string);
    const answer = answers[bodies.length - 1] ?? new Error('asked too often');
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(new Response(JSON.stringify(answer)));
  };
  return { endpoint: { url: 'http://ledger.test/graphql', fetch: send as typeof fetch }, bodies };
}

const done = {
  data: {
    submitSignedEvents: {
      __typename: 'EventsSubmitted',
      results: [{ position: '7', eventHash: 'ab', duplicate: false, refused: null }],
    },
  },
};
const failing = (code: string, facts: object = {}) => ({
  errors: [{ message: 'said no', extensions: { code, ...facts } }],
});

async function submitted(...answers: readonly (object | Error)[]) {
  const { endpoint, bodies } = server(...answers);
  const waits: number[] = [];
  const sleep = (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  const event = await signAction(signer, { ledger: LEDGER, type: 'a.B', data: {} });
  const outcomes = await submitEvents(endpoint, [event], { sleep, attempts: 3 });
  return { outcomes, bodies, waits };
}

describe('signing', () => {
  it('signs the canonical body behind the prefix', async () => {
    const data = { b: 1, a: ['x'] };
    const event = await signAction(signer, { ledger: LEDGER, type: 'evidence.RegisterItem', data });
    expect(event.body).toContain('"data":{"a":["x"],"b":1}');
    expect(verifySignature(publicKey, signingText(event.body), event.signature)).toBe(true);
  });

  it('gives every event another id and ten minutes', async () => {
    const request = { ledger: LEDGER, type: 'a.B', data: {} };
    const events = await Promise.all([signAction(signer, request), signAction(signer, request)]);
    const [one, other] = events.map(({ body }: SignedEvent) => JSON.parse(body) as EventBody);
    expect(one?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(one?.id).not.toBe(other?.id);
    expect(Date.parse(one?.notAfter ?? '') - Date.now()).toBeGreaterThan(590_000);
  });
});

describe('submitting', () => {
  it('returns one outcome for each event', async () => {
    const { outcomes } = await submitted(done);
    expect(outcomes).toEqual([{ position: 7, eventHash: 'ab', duplicate: false, refused: null }]);
  });

  it.each([
    ['there is no answer', new TypeError('fetch failed')],
    ['the server is full', failing('OVERLOADED', { retryAfterMs: 100 })],
    ['the server stopped with the outcome unknown', failing('ENGINE_STOPPED')],
  ])('asks again with the same bytes when %s', async (_, first) => {
    const { outcomes, bodies, waits } = await submitted(first, done);
    expect(outcomes).toHaveLength(1);
    expect(bodies[1]).toBe(bodies[0]);
    expect(waits).toHaveLength(1);
  });

  it('waits at least half as long as the server asks for', async () => {
    const { waits } = await submitted(failing('OVERLOADED', { retryAfterMs: 4_000 }), done);
    expect(waits[0]).toBeGreaterThanOrEqual(2_000);
  });

  it('does not ask again when the request itself is wrong', async () => {
    const wrong = failing('INVALID_EVENT', { reason: 'BAD_SIGNATURE', index: 0 });
    const refused = submitted(wrong, done);
    await expect(refused).rejects.toThrow(RequestRefused);
    await expect(refused).rejects.toMatchObject({ fault: { reason: 'BAD_SIGNATURE', index: 0 } });
  });

  it('gives up with the last error when its attempts are used up', async () => {
    const down = new TypeError('fetch failed');
    await expect(submitted(down, down, down, done)).rejects.toThrow(NoAnswer);
  });
});
