/** Admission of one event: what it lets through, and the code, field and limit of every refusal. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type JsonValue } from '../../src/crypto/canonicalJson.js';
import { checkPublicKey } from '../../src/crypto/publicKey.js';
import { publicKeyOf } from '../../src/crypto/suites.js';
import { type AdmissionRules, admitEvent, BODY_DEPTH_MAX } from '../../src/consensus/admitEvent.js';
import { InvalidEvent } from '../../src/consensus/invalidEvent.js';
import { eventHash, type SignedEvent } from '../../src/ledger/signedEvent.js';
import {
  badlySigned,
  bodyWith,
  PRIVATE_KEY,
  PRIVATE_KEYS,
  RULES,
  signed,
} from './admissionEvents.js';

function refusal(event: SignedEvent, rules: AdmissionRules = RULES): InvalidEvent {
  try {
    admitEvent(event, rules);
  } catch (error) {
    if (error instanceof InvalidEvent) return error;
    throw error;
  }
  throw new Error(`admitted: ${event.body}`);
}

describe('admitEvent', () => {
  it.each(PRIVATE_KEYS)('admits a sound event signed by %s under its hash', (privateKey) => {
    const event = signed(bodyWith({}, privateKey), privateKey);
    expect(admitEvent(event, RULES)).toBe(eventHash(event.body));
  });

  it('measures the size in UTF-8 bytes, and refuses one byte more than the limit', () => {
    const event = signed(bodyWith({ data: { text: 'é'.repeat(300) } }));
    const bytes = Buffer.byteLength(event.body);
    expect(bytes).toBeGreaterThan(event.body.length);
    const rules = (eventBytes: number): AdmissionRules => ({ ...RULES, limits: { eventBytes } });
    expect(admitEvent(event, rules(bytes))).toBe(eventHash(event.body));
    const facts = { code: 'EVENT_TOO_LARGE', field: 'body', value: `${bytes} bytes` };
    expect(refusal(event, rules(bytes - 1))).toMatchObject(facts);
    expect(refusal(event, rules(event.body.length - 1))).toMatchObject(facts);
  });

  it.each([
    ['white space', (text: string) => `${text} `],
    [
      'another order of members',
      (text: string) =>
        `{${text
          .slice(1, -1)
          .split(/,(?="data)/)
          .reverse()
          .join()}}`,
    ],
    ['a member twice', (text: string) => text.replace('{"actor"', '{"actor":"a@b","actor"')],
    ['an escape that is not needed', (text: string) => text.replace('first', 'f\\u0069rst')],
    ['a fraction', (text: string) => text.replace('"count":1', '"count":1.5')],
    ['another spelling of a number', (text: string) => text.replace('"count":1', '"count":1e0')],
    [
      'a number that loses digits',
      (text: string) => text.replace('"count":1', '"count":9007199254740993'),
    ],
    ['a lone surrogate', (text: string) => text.replace('é', '\ud800')],
    ['an escaped lone surrogate', (text: string) => text.replace('é', '\\ud800')],
    [
      'nesting beyond the limit',
      (text: string) => text.replace('true', '['.repeat(40) + ']'.repeat(40)),
    ],
    ['no JSON', () => 'body'],
    ['nothing', () => ''],
  ])('refuses %s as NOT_CANONICAL', (_, change) => {
    const { code, field, limit } = refusal(signed(change(canonicalJson(bodyWith()))));
    expect([code, field]).toEqual(['NOT_CANONICAL', 'body']);
    expect(limit).toMatch(/at offset \d+$/);
  });

  it('counts the body itself as the first level of nesting', () => {
    const nested = (depth: number): JsonValue => (depth === 0 ? 1 : [nested(depth - 1)]);
    const event = (depth: number): SignedEvent =>
      signed(bodyWith({ data: { deep: nested(depth) } }));
    expect(admitEvent(event(BODY_DEPTH_MAX - 2), RULES)).toHaveLength(64);
    expect(refusal(event(BODY_DEPTH_MAX - 1)).code).toBe('NOT_CANONICAL');
  });

  it.each<readonly [string, JsonValue | undefined]>([
    ['actor', undefined],
    ['actor', 'depositor'],
    ['actor', 'a@b@c'],
    ['actor', 'A@b'],
    ['actor', 'a@b\n'],
    ['actor', '-a@b'],
    ['actor', 'a@b-'],
    ['actor', `a@${'b'.repeat(64)}`],
    ['actor', 7],
    ['data', undefined],
    ['data', null],
    ['data', []],
    ['data', 'text'],
    ['id', ''],
    ['id', 'a b'],
    ['id', 'é'],
    ['id', 'x'.repeat(65)],
    ['key', ''],
    ['key', 'ed25519-strict-1:'],
    ['key', `ed25519-strict-1:${'AB'.repeat(32)}`],
    ['ledger', 'ab'],
    ['ledger', RULES.ledgerId.toUpperCase()],
    ['notAfter', '2027-01-01T00:00:00Z'],
    ['notAfter', '2027-02-29T00:00:00.000Z'],
    ['notAfter', '2027-01-01T00:00:00.000+00:00'],
    ['notAfter', 0],
    ['type', 'RegisterItem'],
    ['type', 'evidence.registerItem'],
    ['type', 'evidence.Register"Item'],
    ['type', `evidence.R${'e'.repeat(64)}`],
  ])('refuses %s %j as MALFORMED, by name', (field, value) => {
    const found = refusal(signed(bodyWith({ [field]: value })));
    expect(found).toMatchObject({ code: 'MALFORMED', field });
    expect(found.limit).not.toBe('');
    expect(found.value).toBe(value === undefined ? 'missing' : JSON.stringify(value));
  });

  it('refuses an eighth member by name, __proto__ included, and a body that is no object', () => {
    const facts = { code: 'MALFORMED', field: 'memo', limit: 'absent', value: '"x"' };
    expect(refusal(signed(bodyWith({ memo: 'x' })))).toMatchObject(facts);
    const text = canonicalJson(bodyWith()).replace('{"actor"', '{"__proto__":{},"actor"');
    expect(refusal(signed(text))).toMatchObject({ code: 'MALFORMED', field: '__proto__' });
    expect(refusal(signed('[]'))).toMatchObject({ code: 'MALFORMED', field: 'body' });
    expect(refusal(signed('null'))).toMatchObject({ code: 'MALFORMED', field: 'body' });
  });

  it('refuses an event for another ledger', () => {
    const ledger = '2f'.repeat(32);
    const facts = { code: 'WRONG_LEDGER', field: 'ledger', limit: RULES.ledgerId };
    expect(refusal(signed(bodyWith({ ledger })))).toMatchObject({ ...facts, value: `"${ledger}"` });
  });

  it('refuses a suite that the genesis document does not allow, or nobody knows', () => {
    const rules = { ...RULES, suites: ['p256-sha256', 'none'] };
    const facts = { code: 'UNKNOWN_SUITE', field: 'key' };
    expect(refusal(signed(bodyWith()), rules)).toMatchObject({
      ...facts,
      value: 'ed25519-strict-1',
    });
    expect(refusal(signed(bodyWith({ key: 'none:00' })), rules)).toMatchObject(facts);
  });

  it.each(['01'.padEnd(64, '0'), 'ed'.padEnd(62, 'f') + '7f', 'ab'.repeat(31), 'ff'.repeat(32)])(
    'refuses the key %s as BAD_KEY, like enrolment does',
    (hex) => {
      const key = `ed25519-strict-1:${hex}`;
      expect(checkPublicKey(key)).toBeDefined();
      expect(refusal(signed(bodyWith({ key })))).toMatchObject({ code: 'BAD_KEY', field: 'key' });
    },
  );

  it('refuses signatures of another form, of another body and of another key', () => {
    const event = signed(bodyWith());
    const other = signed(bodyWith(), `ed25519-strict-1:${'08'.repeat(32)}`).signature;
    const forms = [
      '',
      'zz',
      event.signature.toUpperCase(),
      `${event.signature}00`,
      'ab'.repeat(900),
    ];
    for (const signature of [...forms, event.signature.slice(2), other]) {
      const facts = { code: 'BAD_SIGNATURE', field: 'signature' };
      expect(refusal({ ...event, signature })).toMatchObject(facts);
    }
    expect(refusal(badlySigned('x')).code).toBe('BAD_SIGNATURE');
    const p256 = PRIVATE_KEYS[1] as string;
    const padded = { ...signed(bodyWith({}, p256), p256), signature: '3006020100020101' };
    expect(refusal(padded).limit).toContain('DER');
  });

  it('does not take the signature of the bare body for one of the prefixed body', () => {
    const event = signed(bodyWith());
    const prefixed = signed(`civic-ledger/signed-event/v1\n${event.body}`);
    expect(refusal({ ...event, signature: prefixed.signature }).code).toBe('BAD_SIGNATURE');
  });

  it('refuses every event with one character of the body changed', () => {
    const event = signed(bodyWith());
    const place = fc.tuple(fc.nat(event.body.length - 1), fc.string({ unit: 'grapheme-ascii' }));
    fc.assert(
      fc.property(place, ([at, piece]) => {
        const body = event.body.slice(0, at) + piece + event.body.slice(at + 1);
        fc.pre(body !== event.body);
        expect(refusal({ ...event, body })).toBeInstanceOf(InvalidEvent);
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing but InvalidEvent, and shows long values shortened', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (body, signature) => {
        expect(refusal({ body, signature }).index).toBe(0);
      }),
    );
    const long = refusal(signed(bodyWith({ id: 'x'.repeat(1_000) })));
    expect(long.value.length).toBeLessThan(200);
    expect(long.message.length).toBeLessThan(400);
    expect(publicKeyOf(PRIVATE_KEY)).toMatch(/^ed25519-strict-1:/);
  });
});
