/** Whose capability grants what. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signAction, keySigner } from '../../../src/client/sign.js';
import { signCapability } from '../../../src/client/contentRequest.js';
import { generateKeyPair } from '../../../src/crypto/suites.js';
import {
  capabilityHeader,
  encodeCapability,
  parseCapabilityHeader,
} from '../../../src/ledger/contentCapability.js';
import type { Instant } from '../../../src/ledger/instant.js';
import { stranger } from '../../support/consortium.js';
import {
  COURT,
  depositAll,
  DEPOSITOR,
  faultOf,
  type GatewayUnderTest,
  grant,
  kit,
  PLATFORM_ADMIN,
  reading,
  type Registered,
  SOON,
  startGateway,
} from './gatewayUnderTest.js';

let gateway: GatewayUnderTest;
let registered: Registered;

beforeAll(async () => {
  gateway = await startGateway();
  registered = gateway.register(10);
  await depositAll(gateway, registered);
});
afterAll(() => gateway.close());

function get(authorization?: string): Promise<Response> {
  const headers = authorization === undefined ? {} : { authorization };
  return fetch(`${gateway.url}/content/${registered.item}`, { headers });
}

const FETCH = { method: 'fetch' } as const;

describe('a capability', () => {
  test('of an actor of the claimant’s organisation is enough, whoever has logged it', async () => {
    const unlogged = await faultOf(await get(grant(registered.item, FETCH, PLATFORM_ADMIN)));
    expect(unlogged).toMatchObject({ status: 403, code: 'ACCESS_NOT_LOGGED' });
    gateway.execute('evidence.LogAccess', reading(registered.item));
    for (const actor of [DEPOSITOR, PLATFORM_ADMIN]) {
      expect((await get(grant(registered.item, FETCH, actor))).status).toBe(200);
    }
  });

  test('is needed, and in its format', async () => {
    expect(await faultOf(await get())).toMatchObject({ status: 401, code: 'CAPABILITY_MISSING' });
    const sound = grant(registered.item, FETCH);
    for (const header of [
      'Bearer abc',
      'Civic-Ledger ',
      `${sound}.00`,
      sound.replace('.', ' '),
      sound.replace('Civic-Ledger ', 'civic-ledger '),
      capabilityHeader({ text: '{"item":1}', signature: '00' }),
      capabilityHeader({ text: 'x'.repeat(3_000), signature: '00' }),
      capabilityHeader({ text: '['.repeat(900), signature: '00' }),
    ]) {
      expect(await faultOf(await get(header))).toMatchObject({ code: 'CAPABILITY_MALFORMED' });
    }
  });

  test.each([
    ['ledger', { ...FETCH, ledger: '0'.repeat(64) }, 'CAPABILITY_SCOPE', 'ledger'],
    ['method', { method: 'deposit' }, 'CAPABILITY_SCOPE', 'method'],
    ['item', { ...FETCH, item: '0'.repeat(64) }, 'CAPABILITY_SCOPE', 'item'],
    ['past', { ...FETCH, notAfter: '2026-11-24T07:59:59.999Z' }, 'CAPABILITY_EXPIRED', 'notAfter'],
    [
      'future',
      { ...FETCH, notAfter: '2026-11-24T08:15:00.001Z' },
      'CAPABILITY_TOO_LONG',
      'notAfter',
    ],
  ] as const)('for another %s grants nothing', async (_what, changes, code, field) => {
    const header = grant(registered.item, changes as unknown as { notAfter: Instant });
    expect(await faultOf(await get(header))).toMatchObject({ code, field });
  });

  test('of another organisation grants nothing', async () => {
    const fault = await faultOf(await get(grant(registered.item, FETCH, COURT)));
    expect(fault).toMatchObject({ status: 403, code: 'NOT_ENTITLED', reason: 'NOT_READER' });
  });

  test('of an item that is not on the ledger grants nothing', async () => {
    const item = 'f'.repeat(64);
    const headers = { authorization: grant(item, FETCH) };
    const answer = await fetch(`${gateway.url}/content/${item}`, { headers });
    expect(await faultOf(answer)).toMatchObject({ status: 404, code: 'ITEM_UNKNOWN' });
  });

  test('by a key that the ledger does not know, or that is another’s, grants nothing', async () => {
    for (const [actor, reason] of [
      [stranger('nobody@evidence-platform'), 'ACTOR_UNKNOWN'],
      [stranger(DEPOSITOR.id), 'KEY_UNKNOWN'],
      [{ ...COURT, id: DEPOSITOR.id }, 'KEY_NOT_OF_ACTOR'],
    ] as const) {
      const fault = await faultOf(await get(grant(registered.item, FETCH, actor)));
      expect(fault).toMatchObject({ status: 403, code: 'CAPABILITY_SIGNER', reason });
    }
  });

  test('signed by another key than it names grants nothing', async () => {
    const forged = { ...COURT, id: DEPOSITOR.id, key: DEPOSITOR.key };
    const fault = await faultOf(await get(grant(registered.item, FETCH, forged)));
    expect(fault).toMatchObject({ status: 403, code: 'CAPABILITY_SIGNATURE' });
  });

  test('is worth nothing as an event, nor an event’s signature as a capability', async () => {
    const { privateKey } = generateKeyPair('ed25519-strict-1');
    const signer = keySigner(DEPOSITOR.id, privateKey);
    const text = encodeCapability({
      actor: DEPOSITOR.id,
      item: registered.item,
      key: signer.key,
      ledger: kit.ledger,
      method: 'fetch',
      notAfter: SOON,
    });
    const request = { ledger: kit.ledger, type: 'evidence.WithdrawItem', data: {} };
    const { signature } = await signAction(signer, request);
    expect(parseCapabilityHeader(capabilityHeader({ text, signature }))?.signature).toBe(signature);
    const header = await signCapability(
      { signer, ledger: kit.ledger, item: registered.item },
      'fetch',
    );
    expect(parseCapabilityHeader(header)?.capability).toMatchObject({ method: 'fetch' });
    expect((await get(header)).status).toBe(401);
  });

  test('ends with its key: once that is revoked on the ledger, it grants nothing', async () => {
    const header = grant(registered.item, FETCH);
    expect((await get(header)).status).toBe(200);
    gateway.execute('governance.RevokeKey', { key: DEPOSITOR.key, reason: 'compromised' });
    expect(await faultOf(await get(header))).toMatchObject({
      code: 'CAPABILITY_SIGNER',
      reason: 'KEY_REVOKED',
    });
  });
});
