/** Custody: one holder, two signatures, the same digests before and after; secrecy and readings. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holderOf } from '../../../src/domain/evidence/custody/custody.js';
import { codeOf, refusalIn, typesOf } from '../../support/domain.js';
import {
  ask,
  contentOf,
  heldLedger,
  INFRINGER,
  ITEM,
  JUDGE,
  lifeLedger,
  must,
  NOTARY,
  OFFER,
  offeredLedger,
  offering,
  OWNER,
  SECOND_ITEM,
} from '../../support/evidenceLife.js';

const PHOTO = contentOf('photo');
const ACCEPT = { offer: OFFER, content: PHOTO };

describe('invariant 10: exactly one holder, digests before and after', () => {
  it('passes from the claimant to who accepts with the same digests', () => {
    const ledger = offeredLedger();
    expect(holderOf(ITEM, ledger.state)).toBe('owner');
    expect(must(ledger, NOTARY, 'AcceptCustody', ACCEPT)).toEqual([
      {
        type: 'evidence.CustodyAccepted',
        data: { offer: OFFER, item: ITEM, holder: 'notary-office', content: PHOTO, by: NOTARY },
      },
    ]);
    expect(holderOf(ITEM, ledger.state)).toBe('notary-office');
    expect(holderOf(SECOND_ITEM, ledger.state)).toBe('owner');
    expect(codeOf(ask(ledger, OWNER, 'OfferCustody', offering()))).toBe('NOT_HOLDER');
  });

  it('does not pass with another digest, another length or fewer digests', () => {
    const [first, second] = PHOTO['digests'] as [object, object];
    const others = [
      contentOf('photo '),
      { commitment: PHOTO['commitment']! },
      { ...PHOTO, digests: [{ ...first, length: 6 }, second] as never },
    ];
    for (const content of others) {
      const ledger = offeredLedger();
      expect(codeOf(ask(ledger, NOTARY, 'AcceptCustody', { ...ACCEPT, content }))).not.toBe(
        'accepted',
      );
      expect(holderOf(ITEM, ledger.state)).toBe('owner');
    }
  });

  it('is handed on only as it was handed over', () => {
    const ledger = offeredLedger();
    must(ledger, NOTARY, 'AcceptCustody', ACCEPT);
    const onward = offering({ recipient: 'institute', content: contentOf('retouched') });
    expect(codeOf(ask(ledger, NOTARY, 'OfferCustody', onward))).toBe('CUSTODY_MISMATCH');
    const same = offering({ recipient: 'institute' });
    expect(codeOf(ask(ledger, NOTARY, 'OfferCustody', same))).toBe('accepted');
  });

  it('never has two holders or none, whoever tries what', () => {
    const people = [OWNER, NOTARY, INFRINGER, JUDGE] as const;
    const who = fc.constantFrom(...people);
    const organisation = (id: string) => id.slice(id.indexOf('@') + 1);
    const move = fc.tuple(who, who, fc.boolean());
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        const ledger = lifeLedger();
        let [holder, open] = ['owner', undefined as { id: string; to: string } | undefined];
        moves.forEach(([from, to, isAnswer], index) => {
          const id = index.toString(16).padStart(64, '0');
          if (isAnswer) {
            const offer = open?.id ?? OFFER;
            const events = ask(ledger, from, 'AcceptCustody', { offer, content: PHOTO });
            const isDue = open !== undefined && open.to === organisation(from);
            expect(codeOf(events) === 'accepted').toBe(isDue);
            if (isDue) [holder, open] = [organisation(from), undefined];
          } else {
            const data = offering({ recipient: organisation(to) });
            const events = ask(ledger, from, 'OfferCustody', data, id);
            const isFree = open === undefined && organisation(from) === holder;
            expect(codeOf(events) === 'accepted').toBe(isFree && organisation(to) !== holder);
            if (codeOf(events) === 'accepted') open = { id, to: organisation(to) };
          }
          expect(holderOf(ITEM, ledger.state)).toBe(holder);
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe('an offer', () => {
  it('that ran out is recorded as expired when the next one is made', () => {
    const ledger = offeredLedger();
    ledger.setTime('2026-06-01T00:00:00.001Z');
    const next = offering({ expires: '2026-07-01T00:00:00.000Z' });
    expect(typesOf(must(ledger, OWNER, 'OfferCustody', next))).toEqual([
      'evidence.CustodyExpired',
      'evidence.CustodyOffered',
    ]);
    expect(codeOf(ask(ledger, NOTARY, 'AcceptCustody', ACCEPT))).toBe('OFFER_CLOSED');
  });

  it('can be accepted up to its last moment, and cannot be made for the past', () => {
    const ledger = offeredLedger();
    ledger.setTime('2026-06-01T00:00:00.000Z');
    expect(codeOf(ask(ledger, NOTARY, 'AcceptCustody', ACCEPT))).toBe('accepted');
    const past = offering({ expires: '2026-01-01T00:00:00.000Z' });
    expect(codeOf(ask(lifeLedger(), OWNER, 'OfferCustody', past))).toBe('OFFER_EXPIRED');
  });

  it('is refused for a mismatch with what was found, and the holder stays', () => {
    const ledger = offeredLedger();
    const found = contentOf('photo, retouched');
    const refusal = { offer: OFFER, reason: 'mismatch', content: found };
    const [refused] = must(ledger, NOTARY, 'RefuseCustody', refusal);
    expect(refused?.data).toMatchObject({ reason: 'mismatch', content: found });
    expect(holderOf(ITEM, ledger.state)).toBe('owner');
    expect(codeOf(ask(ledger, OWNER, 'OfferCustody', offering()))).toBe('accepted');
  });

  it('shows content with a mismatch and only then', () => {
    const plain = { offer: OFFER, reason: 'not-wanted' };
    expect(codeOf(ask(offeredLedger(), NOTARY, 'RefuseCustody', plain))).toBe('accepted');
    const shown = { ...plain, content: contentOf('x') };
    expect(codeOf(ask(offeredLedger(), NOTARY, 'RefuseCustody', shown))).toBe('MISMATCH_UNSHOWN');
    const unshown = { offer: OFFER, reason: 'mismatch' };
    expect(refusalIn(ask(offeredLedger(), NOTARY, 'RefuseCustody', unshown))).toMatchObject({
      code: 'MISMATCH_UNSHOWN',
      value: 'missing',
    });
  });

  it('of a held item goes to a court and to nobody else (invariant 12)', () => {
    const ledger = heldLedger();
    expect(codeOf(ask(ledger, OWNER, 'OfferCustody', offering()))).toBe('ITEM_HELD');
    const toCourt = offering({ recipient: 'court' });
    must(ledger, OWNER, 'OfferCustody', toCourt, OFFER);
    expect(codeOf(ask(ledger, JUDGE, 'AcceptCustody', ACCEPT))).toBe('accepted');
  });

  it('cannot be accepted when a hold came after it', () => {
    const ledger = offeredLedger();
    must(ledger, JUDGE, 'PlaceHold', { items: [ITEM], order: '0d'.repeat(32) });
    expect(codeOf(ask(ledger, NOTARY, 'AcceptCustody', ACCEPT))).toBe('ITEM_HELD');
  });
});

describe('reading', () => {
  const reading = { item: ITEM, purpose: 'verification', authority: 'law' };

  it('is an event each time, signed by who reads (invariant 11)', () => {
    const ledger = lifeLedger();
    const [first] = must(ledger, INFRINGER, 'LogAccess', reading);
    expect(first).toMatchObject({
      type: 'evidence.AccessLogged',
      data: { item: ITEM, purpose: 'verification', by: INFRINGER },
    });
    must(ledger, INFRINGER, 'LogAccess', reading);
    const logged = ledger.events.filter(({ type }) => type === 'evidence.AccessLogged');
    expect(logged).toHaveLength(2);
  });

  it('of a secret item needs the reader’s own undertaking; the claimant is free', () => {
    const ledger = lifeLedger();
    must(ledger, OWNER, 'RequireUndertaking', { item: ITEM });
    const read = (actor: string) => codeOf(ask(ledger, actor, 'LogAccess', reading));
    expect(read(OWNER)).toBe('accepted');
    expect(read(NOTARY)).toBe('UNDERTAKING_MISSING');
    must(ledger, NOTARY, 'GiveUndertaking', { item: ITEM, document: contentOf('promise') });
    expect(read(NOTARY)).toBe('accepted');
    expect(read(INFRINGER)).toBe('UNDERTAKING_MISSING');
    expect(read(JUDGE)).toBe('UNDERTAKING_MISSING');
  });

  it('is made secret by the claimant only', () => {
    const data = { item: ITEM };
    expect(codeOf(ask(lifeLedger(), INFRINGER, 'RequireUndertaking', data))).toBe('NOT_CLAIMANT');
  });
});
