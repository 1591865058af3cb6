/** The count of steps, and the ledger's statement on it. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import type { StepPin } from '../../../src/domain/evidence/pinSteps.js';
import {
  type DerivedEvent,
  derivedEventHash,
  encodeDerivedEvent,
} from '../../../src/ledger/derivedEvent.js';
import { NO_STEPS, type StepChain, subjectsOf, withStep } from '../../../src/ledger/stepChain.js';
import { codeOf, type DomainLedger } from '../../support/domain.js';
import {
  ask,
  BUILD,
  CAPTURE,
  caseLedger,
  captureLedger,
  ITEM,
  LINK,
  must,
  OFFER,
  offeredLedger,
  offering,
  OWNER,
  REGULATOR,
  SECOND_ITEM,
} from '../../support/evidenceLife.js';

function pinned(ledger: DomainLedger, ...subjects: readonly string[]): readonly StepPin[] {
  const [stated] = must(ledger, OWNER, 'PinSteps', { item: ITEM, subjects: [...subjects] });
  return (stated?.data as JsonObject)['pins'] as unknown as readonly StepPin[];
}

/** What the events lead to, one after another. */
function chained(events: readonly DerivedEvent[]): StepChain {
  const hashes = events.map((event) => derivedEventHash(encodeDerivedEvent(event)));
  return hashes.reduce(withStep, NO_STEPS);
}

/** What the events of the ledger lead to. */
function chainOf({ events }: DomainLedger, subject: string): StepChain {
  const own = events.filter((event) => subjectsOf(event).includes(subject));
  return chained(own);
}

describe('the ledger counts the steps', () => {
  it('of an item and of every record that it is in, each in a chain of its own', () => {
    const ledger = caseLedger('CheckInCase', 'ObjectInCase', 'RuleInCase');
    const pins = pinned(ledger, ITEM, LINK, SECOND_ITEM);
    expect(pins).toEqual(
      [
        { subject: LINK, ...chainOf(ledger, LINK) },
        { subject: SECOND_ITEM, ...NO_STEPS },
        { subject: ITEM, ...chainOf(ledger, ITEM) },
      ].sort((a, b) => (a.subject < b.subject ? -1 : 1)),
    );
    expect(pins.find(({ subject }) => subject === LINK)?.count).toBe(4);
    expect(pins.find(({ subject }) => subject === ITEM)?.count).toBe(1);
  });

  it('of tools, organisations and pairs of them, whichever way round they are named', () => {
    const ledger = captureLedger();
    const pair = { organisation: 'owner', other: 'court', kind: 'agency' };
    must(ledger, REGULATOR, 'DeclareRelation', pair);
    must(ledger, REGULATOR, 'EndRelation', { organisation: 'court', other: 'owner' });
    const counts = pinned(ledger, BUILD, CAPTURE, 'court', 'court/owner', 'owner/court');
    expect(Object.fromEntries(counts.map(({ subject, count }) => [subject, count]))).toEqual({
      [BUILD]: 1,
      [CAPTURE]: 1,
      court: 1,
      'court/owner': 2,
      'owner/court': 0,
    });
  });

  it('in their order: the digest tells two orders of the same steps apart', () => {
    const [one, other] = ['a', 'b'].map((item) => ({
      type: 'evidence.AccessLogged',
      data: { item },
    }));
    const forwards = chained([one!, other!]);
    const backwards = chained([other!, one!]);
    expect(forwards.digest).not.toBe(backwards.digest);
    expect(forwards.count).toBe(2);
  });

  it('also those that follow by themselves', () => {
    const ledger = offeredLedger();
    ledger.setTime('2026-12-01T00:00:00.000Z');
    must(ledger, OWNER, 'OfferCustody', offering({ expires: '2027-01-01T00:00:00.000Z' }));
    const [pin] = pinned(ledger, OFFER);
    expect(pin).toEqual({ subject: OFFER, ...chainOf(ledger, OFFER) });
    expect(pin?.count).toBe(2);
  });
});

describe('a statement on the steps', () => {
  it('is no step itself, so that asking twice gives the same', () => {
    const ledger = offeredLedger();
    expect(pinned(ledger, ITEM)).toEqual(pinned(ledger, ITEM));
  });

  it('may be asked for by anybody, of a registered item', () => {
    const ledger = offeredLedger();
    expect(codeOf(ask(ledger, REGULATOR, 'PinSteps', { item: ITEM, subjects: [ITEM] }))).toBe(
      'accepted',
    );
    const unknown = { item: 'ff'.repeat(32), subjects: [ITEM] };
    expect(codeOf(ask(ledger, OWNER, 'PinSteps', unknown))).toBe('ITEM_UNKNOWN');
  });
});
