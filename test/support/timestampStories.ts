/** For each refusal code of time-stamps the shortest story that ends in it. */
import type { JsonObject } from '../../src/crypto/canonicalJson.js';
import type { TIMESTAMP_REFUSALS } from '../../src/domain/evidence/timestampRefusals.js';
import type { DerivedEvent } from '../../src/ledger/derivedEvent.js';
import type { Instant } from '../../src/ledger/instant.js';
import { type DomainLedger, ledgerOf } from './domain.js';
import { openItem } from './evidence.js';
import { base64Of, POLICY, testAuthority } from './timeAuthority.js';

export const ITEM = '0a'.repeat(32);
export const REGULATOR = 'admin@regulator';
export const DEPOSITOR = 'depositor@evidence-platform';
/** A block a little after the plain token's time. */
export const ATTACHED = '2026-01-01T00:00:02.000Z';

/** Data of evidence.RegisterTimeAuthority; `part` replaces members. */
export function authorityData(name: string, part: JsonObject = {}): JsonObject {
  const root = base64Of(testAuthority(name).root);
  const plain = { id: name, owner: 'notary-office', relation: 'independent', root };
  return { ...plain, policies: [POLICY], ...part };
}

/** Data of evidence.AttachTimestamp of a sound token; `part` replaces members. */
export function attachData(name: string, part: JsonObject = {}): JsonObject {
  const token = base64Of(testAuthority(name).stamp(ITEM));
  return { registration: ITEM, authority: name, token, ...part };
}

/**
 * A ledger with one item and the authority `observatory`, at ATTACHED; `part` and `item` replace
 * members of the two.
 */
export function stampedLedger(part: JsonObject = {}, item: JsonObject = {}): DomainLedger {
  const ledger = ledgerOf();
  ledger.ask(DEPOSITOR, 'evidence.RegisterItem', openItem('page', item), { hash: ITEM });
  register(ledger, authorityData('observatory', part));
  ledger.setTime(ATTACHED);
  return ledger;
}

/** The court relates to the notary office: both own an authority in `twiceStamped`. */
export const RELATION = { organisation: 'court', other: 'notary-office', kind: 'control' };

/** A ledger whose item has tokens of two owners, the notary office and the court. */
export function twiceStamped(part: JsonObject = {}): DomainLedger {
  const ledger = stampedLedger();
  register(ledger, authorityData('gnomon', { owner: 'court', ...part }));
  for (const name of ['observatory', 'gnomon']) attach(ledger, attachData(name));
  return ledger;
}

/** Asks for evidence.SealItem. */
export function seal(ledger: DomainLedger, registration = ITEM): readonly DerivedEvent[] {
  return ledger.ask(DEPOSITOR, 'evidence.SealItem', { registration });
}

/** Asks for evidence.DeclareRelation. */
export function relate(ledger: DomainLedger, data: JsonObject): readonly DerivedEvent[] {
  return ledger.ask(REGULATOR, 'evidence.DeclareRelation', data);
}

export function register(ledger: DomainLedger, data: JsonObject): readonly DerivedEvent[] {
  return ledger.ask(REGULATOR, 'evidence.RegisterTimeAuthority', data);
}

export function attach(ledger: DomainLedger, data: JsonObject): readonly DerivedEvent[] {
  return ledger.ask(DEPOSITOR, 'evidence.AttachTimestamp', data);
}

function attachAt(genTime: string): readonly DerivedEvent[] {
  const token = testAuthority().stamp(ITEM, { genTime: genTime as Instant });
  return attach(stampedLedger(), attachData('observatory', { token: base64Of(token) }));
}

export const TIMESTAMP_STORIES: {
  readonly [Code in keyof typeof TIMESTAMP_REFUSALS]: () => readonly DerivedEvent[];
} = {
  AUTHORITY_EXISTS: () => register(stampedLedger(), authorityData('observatory')),
  AUTHORITY_ROOT: () => register(ledgerOf(), authorityData('a', { root: 'MAA=' })),
  AUTHORITY_ROOT_TAKEN: () =>
    register(stampedLedger(), authorityData('observatory', { id: 'second', owner: 'court' })),
  AUTHORITY_UNKNOWN: () => attach(stampedLedger(), attachData('observatory', { authority: 'x' })),
  TIMESTAMP_INVALID: () => attach(stampedLedger(), attachData('observatory', { token: 'MAA=' })),
  TIMESTAMP_TOO_EARLY: () => attachAt('2025-12-31T23:59:48.499Z'),
  TIMESTAMP_TOO_LATE: () => attachAt('2026-01-01T00:00:13.501Z'),
  TIMESTAMP_ATTACHED: () => {
    const ledger = stampedLedger();
    attach(ledger, attachData('observatory'));
    return attach(ledger, attachData('observatory'));
  },
  TIMESTAMPS_FULL: () => {
    const ledger = stampedLedger();
    const tokenOf = (serial: number): string =>
      base64Of(testAuthority().stamp(ITEM, { serial: BigInt(serial) }));
    for (let serial = 1; serial <= 16; serial += 1) {
      attach(ledger, attachData('observatory', { token: tokenOf(serial) }));
    }
    return attach(ledger, attachData('observatory', { token: tokenOf(17) }));
  },
  SEALED_BEFORE: () => {
    const ledger = twiceStamped();
    seal(ledger);
    return seal(ledger);
  },
  TIME_OWNERS_TOO_FEW: () => {
    const ledger = stampedLedger();
    attach(ledger, attachData('observatory'));
    return seal(ledger);
  },
  TIME_OWNERS_RELATED: () => {
    const ledger = twiceStamped();
    relate(ledger, RELATION);
    return seal(ledger);
  },
};
