/** Who gets at content through a server: entitled by the ledger, and on record as a reader. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { refuseContentAccess } from '../../../src/domain/evidence/contentAccess.js';
import type { Instant } from '../../../src/ledger/instant.js';
import { type DomainLedger, keyOf } from '../../support/domain.js';
import { START } from '../../support/consortium.js';
import {
  ACT,
  actLedger,
  APPRAISAL,
  appraisalLedger,
  APPRAISER,
  caseLedger,
  contentOf,
  INFRINGER,
  ITEM,
  JUDGE,
  lifeLedger,
  LINK,
  must,
  NOTARY,
  OFFER,
  offeredLedger,
  OWNER,
  SECOND_ITEM,
  TOOL_BOT,
  UNKNOWN,
} from '../../support/evidenceLife.js';

/** What becomes of a fetch right after the reading was logged. */
function fetched(ledger: DomainLedger, actor: string, record?: string, item = ITEM): string {
  const reading: JsonObject = { item, purpose: 'verification', authority: 'law' };
  must(ledger, actor, 'LogAccess', record === undefined ? reading : { ...reading, record });
  return asked(ledger, actor, item);
}

function asked(ledger: DomainLedger, actor: string, item = ITEM, now: string = START): string {
  const request = { actor, key: keyOf(actor), item, method: 'fetch' } as const;
  return refuseContentAccess(request, ledger.state, now as Instant)?.refused ?? 'allowed';
}

describe('a reading of content', () => {
  it('is its claimant’s and its holder’s, without any record', () => {
    expect(fetched(lifeLedger(), OWNER)).toBe('allowed');
    const ledger = offeredLedger();
    expect(fetched(ledger, NOTARY)).toBe('NOT_READER');
    must(ledger, NOTARY, 'AcceptCustody', { offer: OFFER, content: contentOf('photo') });
    expect(fetched(ledger, NOTARY)).toBe('allowed');
    expect(fetched(ledger, OWNER)).toBe('allowed');
  });

  it('is the court’s to whose case the item was submitted, and no other item', () => {
    const ledger = caseLedger();
    expect(fetched(ledger, JUDGE, LINK)).toBe('allowed');
    expect(fetched(ledger, JUDGE)).toBe('NOT_READER');
    expect(fetched(ledger, JUDGE, LINK, SECOND_ITEM)).toBe('NOT_READER');
    expect(fetched(ledger, JUDGE, UNKNOWN)).toBe('NOT_READER');
    expect(fetched(ledger, NOTARY, LINK)).toBe('NOT_READER');
  });

  it('is the notary office’s while its act runs', () => {
    expect(fetched(actLedger(), NOTARY, ACT)).toBe('NOT_READER');
    const ledger = actLedger('AcceptNotarization');
    expect(fetched(ledger, NOTARY, ACT)).toBe('allowed');
    must(ledger, NOTARY, 'ExamineNotarization', { act: ACT });
    must(ledger, NOTARY, 'IssueCertificate', { act: ACT, document: contentOf('certificate') });
    expect(asked(ledger, NOTARY)).toBe('NOT_READER');
  });

  it('is the appointed institution’s until its opinion falls', () => {
    const ledger = appraisalLedger('ReceiveMaterial', 'IssueOpinion');
    expect(fetched(ledger, APPRAISER, APPRAISAL)).toBe('allowed');
    must(ledger, APPRAISER, 'WithdrawOpinion', { appraisal: APPRAISAL, reason: 'error' });
    expect(asked(ledger, APPRAISER)).toBe('NOT_READER');
  });

  it('is nobody’s by an appraisal that a stranger commissioned', () => {
    const ledger = lifeLedger();
    const data = { institution: 'institute', items: [ITEM], question: 'integrity' };
    must(ledger, INFRINGER, 'CommissionAppraisal', data, APPRAISAL);
    expect(fetched(ledger, APPRAISER, APPRAISAL)).toBe('NOT_READER');
    const ofCourt = lifeLedger();
    must(ofCourt, JUDGE, 'CommissionAppraisal', data, APPRAISAL);
    expect(fetched(ofCourt, APPRAISER, APPRAISAL)).toBe('allowed');
  });

  it('is a party’s to the case that has undertaken; an undertaking alone is nothing', () => {
    const ledger = caseLedger('CheckInCase', 'ObjectInCase');
    expect(fetched(ledger, INFRINGER, LINK)).toBe('NOT_READER');
    const document = contentOf('promise');
    must(ledger, INFRINGER, 'GiveUndertaking', { item: ITEM, document });
    expect(fetched(ledger, INFRINGER, LINK)).toBe('allowed');
    must(ledger, TOOL_BOT, 'GiveUndertaking', { item: ITEM, document });
    expect(fetched(ledger, TOOL_BOT, LINK)).toBe('NOT_READER');
  });

  it('of a secret item takes an undertaking of whoever it is', () => {
    const ledger = caseLedger();
    must(ledger, JUDGE, 'LogAccess', {
      item: ITEM,
      purpose: 'court-check',
      authority: 'law',
      record: LINK,
    });
    must(ledger, OWNER, 'RequireUndertaking', { item: ITEM });
    expect(asked(ledger, JUDGE)).toBe('UNDERTAKING_MISSING');
    must(ledger, JUDGE, 'GiveUndertaking', { item: ITEM, document: contentOf('promise') });
    expect(asked(ledger, JUDGE)).toBe('allowed');
  });

  it('has to be on record, by the same actor and not long ago (invariant 11)', () => {
    const ledger = lifeLedger();
    expect(asked(ledger, OWNER)).toBe('ACCESS_NOT_LOGGED');
    expect(fetched(ledger, OWNER)).toBe('allowed');
    const end = new Date(Date.parse(START) + 15 * 60_000).toISOString();
    const late = new Date(Date.parse(START) + 15 * 60_000 + 1).toISOString();
    expect(asked(ledger, OWNER, ITEM, end)).toBe('allowed');
    expect(asked(ledger, OWNER, ITEM, late)).toBe('ACCESS_NOT_LOGGED');
  });
});

describe('a deposit', () => {
  it('is the claimant’s alone', () => {
    const ledger = lifeLedger();
    const request = (actor: string) =>
      refuseContentAccess(
        { actor, key: keyOf(actor), item: ITEM, method: 'deposit' },
        ledger.state,
        START,
      );
    expect(request(OWNER)).toBeUndefined();
    expect(request(JUDGE)?.refused).toBe('NOT_CLAIMANT');
  });
});
