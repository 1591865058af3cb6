/** Keys are bound once, with proof of possession; revocation bites at the next event, for ever. */
import { describe, expect, it } from '@jest/globals';
import { generateKeyPair, signMessage } from '../../../src/crypto/suites.js';
import { possessionText } from '../../../src/ledger/keyPossession.js';
import {
  codeOf,
  definitionOf,
  keyOf,
  LEDGER,
  ledgerOf,
  proven,
  refusalIn,
  typesOf,
} from '../../support/domain.js';

const ADMIN = 'admin@court';
const DEPOSITOR = 'depositor@evidence-platform';
const OWNER = 'admin@evidence-platform';
const ADD = 'governance.AddKey';
const ROTATE = 'governance.RotateKey';
const REVOKE = 'governance.RevokeKey';

function added(seed = 'second', actor = ADMIN) {
  return { actor, ...proven(seed, actor) };
}

function rotation(from: string, seed: string, actor: string) {
  const { key, possession } = proven(seed, actor);
  return { key: from, newKey: key, possession };
}

describe('governance.AddKey', () => {
  it('binds a second key that signs beside the first', () => {
    const ledger = ledgerOf();
    expect(ledger.ask(ADMIN, ADD, added())).toEqual([
      { type: 'governance.KeyAdded', data: { actor: ADMIN, key: keyOf('second') } },
    ]);
    const events = ledger.ask(ADMIN, ADD, added('third'), { key: keyOf('second') });
    expect(codeOf(events)).toBe('accepted');
    expect(ledger.state.get(`governance/actor/${ADMIN}`)).toMatchObject({ activeKeys: 3 });
  });

  it('binds a key of another suite in force', () => {
    const { publicKey: key, privateKey } = generateKeyPair('p256-sha256');
    const possession = signMessage(privateKey, possessionText(LEDGER, ADMIN));
    expect(codeOf(ledgerOf().ask(ADMIN, ADD, { actor: ADMIN, key, possession }))).toBe('accepted');
  });

  it('refuses a key of a suite that genesis did not put in force', () => {
    const { publicKey: key, privateKey } = generateKeyPair('sm2-sm3');
    const possession = signMessage(privateKey, possessionText(LEDGER, ADMIN));
    expect(refusalIn(ledgerOf().ask(ADMIN, ADD, { actor: ADMIN, key, possession }))).toEqual({
      code: 'SUITE_NOT_IN_FORCE',
      field: 'data.key',
      limit: 'a key of one of the suites ed25519-strict-1, p256-sha256',
      value: key,
    });
  });

  it.each([
    ['of another actor', { actor: ADMIN, ...proven(DEPOSITOR, ADMIN) }],
    ['of the same actor', { actor: ADMIN, ...proven(ADMIN, ADMIN) }],
  ])('refuses a key %s', (_, data) => {
    expect(codeOf(ledgerOf().ask(ADMIN, ADD, data))).toBe('KEY_TAKEN');
  });

  it('refuses a revoked key, also for the actor who had it', () => {
    const ledger = ledgerOf();
    ledger.ask(ADMIN, ADD, added());
    ledger.ask(ADMIN, REVOKE, { key: keyOf('second'), reason: 'ceased' });
    expect(codeOf(ledger.ask(ADMIN, ADD, added()))).toBe('KEY_TAKEN');
  });

  it.each([
    ['by another key', { ...added(), possession: proven('third', ADMIN).possession }],
    ['for another actor', { ...added(), possession: proven('second', DEPOSITOR).possession }],
    ['for another ledger', { actor: ADMIN, ...proven('second', ADMIN, '2f'.repeat(32)) }],
    ['that is no signature', { ...added(), possession: '00'.repeat(64) }],
    ['cut short', { ...added(), possession: added().possession.slice(0, 126) }],
  ])('refuses possession signed %s', (_, data) => {
    const events = ledgerOf().ask(ADMIN, ADD, data);
    expect(refusalIn(events)).toMatchObject({ code: 'KEY_NOT_POSSESSED', field: 'data.key' });
  });

  it('checks the actor, then the suite, then the key, then the possession', () => {
    const bad = { key: keyOf(ADMIN), possession: '00'.repeat(64) };
    const ledger = ledgerOf({ policies: { [ADD]: { rule: 'ANY' } } });
    expect(codeOf(ledger.ask(ADMIN, ADD, { actor: 'x@court', ...bad }))).toBe('ACTOR_UNKNOWN');
    expect(codeOf(ledger.ask(ADMIN, ADD, { actor: ADMIN, ...bad }))).toBe('KEY_TAKEN');
  });

  it.each([
    ['without a suite', { key: 'ab'.repeat(32) }, 'data.key'],
    ['of an unknown suite', { key: `rsa-2048:${'ab'.repeat(32)}` }, 'data.key'],
    ['in upper case', { key: keyOf('second').toUpperCase() }, 'data.key'],
    ['that is off the curve', { key: `p256-sha256:02${'ff'.repeat(32)}` }, 'data.key'],
    ['of small order', { key: `ed25519-strict-1:01${'00'.repeat(31)}` }, 'data.key'],
    ['that is a number', { key: 7 }, 'data.key'],
    ['with a possession in base64', { possession: 'AAAA' }, 'data.possession'],
    ['with an endless possession', { possession: '00'.repeat(1000) }, 'data.possession'],
  ])('refuses the shape of a key %s', (_, part, field) => {
    const data = { ...added(), ...part };
    const limits = { eventBytes: 1, batchItems: 1 };
    expect(() => definitionOf(ADD).read(data, limits)).toThrow(`${field} must be`);
  });
});

describe('governance.RotateKey', () => {
  it('binds the new key and revokes the old one as superseded', () => {
    const ledger = ledgerOf();
    const events = ledger.ask(DEPOSITOR, ROTATE, rotation(keyOf(DEPOSITOR), 'new', DEPOSITOR));
    expect(events).toEqual([
      { type: 'governance.KeyAdded', data: { actor: DEPOSITOR, key: keyOf('new') } },
      {
        type: 'governance.KeyRevoked',
        data: { actor: DEPOSITOR, key: keyOf(DEPOSITOR), reason: 'superseded' },
      },
    ]);
    const again = rotation(keyOf('new'), 'newer', DEPOSITOR);
    expect(codeOf(ledger.ask(DEPOSITOR, ROTATE, again))).toBe('KEY_REVOKED');
    const signedByNew = ledger.ask(DEPOSITOR, ROTATE, again, { key: keyOf('new') });
    expect(codeOf(signedByNew)).toBe('accepted');
  });

  it('refuses another actor’s key, even to its admin', () => {
    const events = ledgerOf().ask(OWNER, ROTATE, rotation(keyOf(DEPOSITOR), 'new', OWNER));
    expect(refusalIn(events)).toMatchObject({ code: 'KEY_NOT_OF_ACTOR', field: 'data.key' });
  });

  it('refuses a key that is already revoked', () => {
    const ledger = ledgerOf();
    ledger.ask(ADMIN, ADD, added());
    ledger.ask(ADMIN, REVOKE, { key: keyOf('second'), reason: 'ceased' });
    const events = ledger.ask(ADMIN, ROTATE, rotation(keyOf('second'), 'new', ADMIN));
    expect(refusalIn(events)).toMatchObject({ code: 'KEY_REVOKED', field: 'data.key' });
  });

  it('refuses to rotate a key into itself', () => {
    const events = ledgerOf().ask(ADMIN, ROTATE, rotation(keyOf(ADMIN), ADMIN, ADMIN));
    expect(refusalIn(events)).toMatchObject({ code: 'KEY_TAKEN', field: 'data.newKey' });
  });
});

describe('governance.RevokeKey', () => {
  it.each(['compromised', 'superseded', 'ceased'])('ends the key’s power as %s', (reason) => {
    const ledger = ledgerOf();
    const key = keyOf(DEPOSITOR);
    const events = ledger.ask(OWNER, REVOKE, { key, reason });
    expect(events).toEqual([
      { type: 'governance.KeyRevoked', data: { actor: DEPOSITOR, key, reason } },
    ]);
    expect(codeOf(ledger.ask(DEPOSITOR, REVOKE, { key, reason }))).toBe('KEY_REVOKED');
  });

  it('takes an actor without keys out of its organisation’s signers', () => {
    const ledger = ledgerOf();
    ledger.ask(OWNER, REVOKE, { key: keyOf(DEPOSITOR), reason: 'ceased' });
    expect(ledger.state.get('governance/organisation/evidence-platform')).toMatchObject({
      signers: { total: 1, byRole: [['admin', 1]] },
    });
    ledger.ask(OWNER, ADD, added('fresh', DEPOSITOR));
    expect(ledger.state.get('governance/organisation/evidence-platform')).toMatchObject({
      signers: { total: 2 },
    });
  });

  it('lets a key revoke itself', () => {
    const ledger = ledgerOf();
    const key = keyOf(ADMIN);
    expect(typesOf(ledger.ask(ADMIN, REVOKE, { key, reason: 'compromised' }))).toEqual([
      'governance.KeyRevoked',
    ]);
    expect(codeOf(ledger.ask(ADMIN, ADD, added()))).toBe('KEY_REVOKED');
  });

  it('refuses a second revocation', () => {
    const ledger = ledgerOf();
    ledger.ask(OWNER, REVOKE, { key: keyOf(DEPOSITOR), reason: 'ceased' });
    const events = ledger.ask(OWNER, REVOKE, { key: keyOf(DEPOSITOR), reason: 'superseded' });
    expect(refusalIn(events)).toMatchObject({ code: 'KEY_REVOKED', field: 'data.key' });
  });

  it('takes note once when a revoked key turns out to be compromised', () => {
    const ledger = ledgerOf();
    const key = keyOf(DEPOSITOR);
    ledger.ask(OWNER, ADD, added('spare', DEPOSITOR));
    ledger.ask(OWNER, REVOKE, { key, reason: 'superseded' });
    expect(codeOf(ledger.ask(OWNER, REVOKE, { key, reason: 'compromised' }))).toBe('accepted');
    expect(ledger.state.get(`governance/actor/${DEPOSITOR}`)).toMatchObject({ activeKeys: 1 });
    const again = ledger.ask(OWNER, REVOKE, { key, reason: 'compromised' });
    expect(codeOf(again)).toBe('KEY_REVOKED');
  });
});
