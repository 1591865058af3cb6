/** Signed events for the admission tests, with keys made from fixed seeds. */
import { canonicalJson, type JsonObject, type JsonValue } from '../../src/crypto/canonicalJson.js';
import { publicKeyOf, signMessage } from '../../src/crypto/suites.js';
import type { AdmissionRules } from '../../src/consensus/admitEvent.js';
import { type SignedEvent, signingText } from '../../src/ledger/signedEvent.js';

export const RULES: AdmissionRules = {
  ledgerId: '1e'.repeat(32),
  suites: ['ed25519-strict-1', 'p256-sha256', 'sm2-sm3'],
  limits: { eventBytes: 2_000 },
};

/** Private keys of the tests: not secret. */
export const PRIVATE_KEYS = RULES.suites.map((suite) => `${suite}:${'07'.repeat(32)}`);
export const PRIVATE_KEY = PRIVATE_KEYS[0] as string;

/** A sound body with `changes`; a member set to undefined is left out. */
export function bodyWith(
  changes: { readonly [name: string]: JsonValue | undefined } = {},
  privateKey = PRIVATE_KEY,
): JsonObject {
  const body = {
    ledger: RULES.ledgerId,
    type: 'evidence.RegisterItem',
    actor: 'depositor@evidence-platform',
    key: publicKeyOf(privateKey),
    id: 'first',
    notAfter: '2027-01-01T00:00:00.000Z',
    data: { count: 1, names: ['a', 'é'], nested: { flag: true, none: null } },
    ...changes,
  };
  const members = Object.entries(body).flatMap(([name, value]) => {
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(members);
}

/** `body` signed by the fixed key, or by `privateKey`. */
export function signed(body: string | JsonObject, privateKey = PRIVATE_KEY): SignedEvent {
  const text = typeof body === 'string' ? body : canonicalJson(body);
  return { body: text, signature: signMessage(privateKey, signingText(text)) };
}

/** `count` sound events that differ in their ids. */
export function soundEvents(count: number): readonly SignedEvent[] {
  return Array.from({ length: count }, (_, index) => signed(bodyWith({ id: `event-${index}` })));
}

/** A sound event whose signature is of another body. */
export function badlySigned(id: string): SignedEvent {
  return { ...signed(bodyWith({ id })), signature: signed(bodyWith({ id: `${id}x` })).signature };
}
