/** Notarial acts and appraisals: neutral, accredited, in their days, and void when revoked. */
import { describe, expect, it } from '@jest/globals';
import type { DomainLedger } from '../../support/domain.js';
import { codeOf, refusalIn } from '../../support/domain.js';
import {
  accreditation,
  ACT,
  actData,
  actLedger,
  application,
  APPRAISAL,
  appraisalData,
  appraisalLedger,
  APPRAISER,
  ask,
  contentOf,
  INFRINGER,
  JUDGE,
  lifeLedger,
  must,
  NOTARY,
  OWNER,
  REGULATOR,
} from '../../support/evidenceLife.js';

const STEPS = ['AcceptNotarization', 'ExamineNotarization', 'IssueCertificate'];

function takes(ledger: DomainLedger, step: string, actor = NOTARY): string {
  return codeOf(ask(ledger, actor, step, actData(step)));
}

/** Data of the event that a step leads to. */
function factOf(ledger: DomainLedger, step: string): { readonly [name: string]: unknown } {
  return must(ledger, NOTARY, step, actData(step))[0]!.data;
}

describe('a notarial act', () => {
  it('runs from application to certificate in its order and in no other', () => {
    const order = ['applied', 'accepted', 'examined', 'issued'];
    order.forEach((_, taken) => {
      const ledger = actLedger(...STEPS.slice(0, taken));
      STEPS.forEach((step, index) => {
        if (index !== taken) expect(takes(ledger, step)).toBe('ACT_STATUS');
      });
    });
  });

  it.each([
    ['the applicant', OWNER],
    ['a stranger', INFRINGER],
    ['the court', JUDGE],
  ])('is moved on by the office alone, not by %s', (_, actor) => {
    for (const step of [...STEPS, 'RefuseNotarization', 'RevokeCertificate']) {
      expect(takes(actLedger(), step, actor)).toBe('NOT_IN_CHARGE');
    }
  });

  it('can be refused at any time before the certificate', () => {
    for (const taken of [0, 1, 2]) {
      expect(takes(actLedger(...STEPS.slice(0, taken)), 'RefuseNotarization')).toBe('accepted');
    }
    expect(takes(actLedger(...STEPS), 'RefuseNotarization')).toBe('ACT_STATUS');
  });
});

describe('invariant 7: who is related to a party does not act', () => {
  const relate = (ledger: DomainLedger) =>
    must(ledger, REGULATOR, 'DeclareRelation', {
      organisation: 'notary-office',
      other: 'owner',
      kind: 'agency',
    });

  it('neither takes an application nor any later step, whichever way round it was declared', () => {
    const ledger = lifeLedger();
    relate(ledger);
    expect(refusalIn(ask(ledger, OWNER, 'ApplyNotarization', application()))).toMatchObject({
      code: 'PARTY_RELATED',
      field: 'data.office',
      value: 'notary-office, related to owner',
    });
    for (const taken of [0, 1, 2]) {
      const begun = actLedger(...STEPS.slice(0, taken));
      relate(begun);
      expect(takes(begun, STEPS[taken]!)).toBe('PARTY_RELATED');
    }
  });

  it('counts the claimant of the items and the parties that were named', () => {
    const ledger = lifeLedger();
    relate(ledger);
    const byInfringer = ask(ledger, INFRINGER, 'ApplyNotarization', application());
    expect(codeOf(byInfringer)).toBe('PARTY_RELATED');
    const own = application({ parties: ['notary-office'] });
    expect(codeOf(ask(lifeLedger(), OWNER, 'ApplyNotarization', own))).toBe('PARTY_RELATED');
  });

  it('may refuse and revoke all the same', () => {
    const applied = actLedger();
    relate(applied);
    expect(takes(applied, 'RefuseNotarization')).toBe('accepted');
    const issued = actLedger(...STEPS);
    relate(issued);
    expect(takes(issued, 'CorrectCertificate')).toBe('PARTY_RELATED');
    expect(takes(issued, 'RevokeCertificate')).toBe('accepted');
  });

  it('ends with the relation', () => {
    const ledger = actLedger();
    relate(ledger);
    must(ledger, REGULATOR, 'EndRelation', { organisation: 'owner', other: 'notary-office' });
    expect(takes(ledger, 'AcceptNotarization')).toBe('accepted');
  });
});

/** 2026-01-01 was a Thursday; the story's time is eight in the morning in China. */
describe('公证法 第30条: fifteen working days', () => {
  const day = (date: string) => `${date}T02:00:00.000Z`;
  const clockOf = (fact: { readonly [name: string]: unknown }) => fact['clock'];

  it('are counted from the day after acceptance, Monday to Friday', () => {
    const ledger = actLedger();
    expect(clockOf(factOf(ledger, 'AcceptNotarization'))).toMatchObject({
      used: 0,
      due: '2026-01-22',
    });
    must(ledger, NOTARY, 'ExamineNotarization', actData('ExamineNotarization'));
    ledger.setTime(day('2026-01-22'));
    expect(factOf(ledger, 'IssueCertificate')).toMatchObject({ clock: { used: 15 }, late: false });
  });

  it('make a certificate late, not void', () => {
    const ledger = actLedger('AcceptNotarization', 'ExamineNotarization');
    ledger.setTime(day('2026-01-23'));
    expect(factOf(ledger, 'IssueCertificate')).toMatchObject({ clock: { used: 16 }, late: true });
  });

  it('follow the announced calendar once it is on the ledger', () => {
    const ledger = lifeLedger();
    must(ledger, REGULATOR, 'SetWorkingDays', {
      year: 2026,
      holidays: ['2026-01-02', '2026-01-05'],
      workdays: ['2026-01-04'],
      document: contentOf('announcement'),
    });
    must(ledger, OWNER, 'ApplyNotarization', application(), ACT);
    expect(clockOf(factOf(ledger, 'AcceptNotarization'))).toMatchObject({ due: '2026-01-23' });
  });

  it('rest while material is missing', () => {
    const ledger = actLedger('AcceptNotarization');
    ledger.setTime(day('2026-01-07'));
    expect(clockOf(factOf(ledger, 'PauseNotarization'))).toEqual({
      used: 4,
      since: null,
      due: null,
    });
    expect(takes(ledger, 'ExamineNotarization')).toBe('ACT_STATUS');
    ledger.setTime(day('2026-02-02'));
    expect(clockOf(factOf(ledger, 'ResumeNotarization'))).toMatchObject({
      used: 4,
      due: '2026-02-17',
    });
    must(ledger, NOTARY, 'ExamineNotarization', actData('ExamineNotarization'));
    ledger.setTime(day('2026-02-17'));
    expect(factOf(ledger, 'IssueCertificate')).toMatchObject({ clock: { used: 15 }, late: false });
  });

  it('are days of China: the evening before in UTC is the next day there', () => {
    const ledger = actLedger();
    ledger.setTime('2026-01-01T16:00:00.000Z');
    expect(clockOf(factOf(ledger, 'AcceptNotarization'))).toMatchObject({ due: '2026-01-23' });
  });

  it.each([
    ['a weekend as a holiday', { holidays: ['2026-01-03'] }],
    ['a weekday as a workday', { workdays: ['2026-01-05'] }],
    ['another year', { holidays: ['2025-01-02'] }],
    ['a day that is none', { holidays: ['2026-02-30'] }],
  ])('refuse %s in a calendar', (_, part) => {
    const data = { year: 2026, holidays: [], workdays: [], document: contentOf('x'), ...part };
    expect(codeOf(ask(lifeLedger(), REGULATOR, 'SetWorkingDays', data))).toBe('CALENDAR_DATE');
  });
});

describe('a certificate', () => {
  it('can be corrected any number of times, and revoked once and for all', () => {
    const ledger = actLedger(...STEPS);
    expect(takes(ledger, 'CorrectCertificate')).toBe('accepted');
    expect(takes(ledger, 'CorrectCertificate')).toBe('accepted');
    expect(takes(ledger, 'RevokeCertificate')).toBe('accepted');
    for (const step of [...STEPS, 'CorrectCertificate', 'RevokeCertificate']) {
      expect(takes(ledger, step)).toBe('ACT_STATUS');
    }
  });

  it('is revoked on a ground of the law, never corrected on one', () => {
    const ledger = actLedger(...STEPS);
    const [revoked] = must(ledger, NOTARY, 'RevokeCertificate', { act: ACT, ground: 'unlawful' });
    expect(revoked?.data).toEqual({ act: ACT, ground: 'unlawful', by: NOTARY });
  });
});

describe('an accreditation', () => {
  it('makes the organisation able from its first to its last moment', () => {
    const ledger = actLedger();
    ledger.setTime('2027-01-01T00:00:00.000Z');
    expect(takes(ledger, 'AcceptNotarization')).toBe('accepted');
    ledger.setTime('2027-01-01T00:00:00.001Z');
    expect(takes(ledger, 'ExamineNotarization')).toBe('CAPACITY_NOT_VALID');
    const renewed = { ...accreditation('notary-office', 'notary-office') };
    const validUntil = '2028-01-01T00:00:00.000Z';
    must(ledger, REGULATOR, 'GrantAccreditation', { ...renewed, validUntil });
    expect(takes(ledger, 'ExamineNotarization')).toBe('accepted');
  });

  it('that was withdrawn lets nothing more be done', () => {
    const ledger = actLedger('AcceptNotarization');
    const withdrawal = { organisation: 'notary-office', capacity: 'notary-office' };
    must(ledger, REGULATOR, 'WithdrawAccreditation', { ...withdrawal, reason: 'sanction' });
    expect(takes(ledger, 'ExamineNotarization')).toBe('CAPACITY_MISSING');
    const again = ask(ledger, REGULATOR, 'WithdrawAccreditation', {
      ...withdrawal,
      reason: 'sanction',
    });
    expect(codeOf(again)).toBe('CAPACITY_MISSING');
  });
});

describe('an appraisal', () => {
  const APPRAISAL_STEPS = ['ReceiveMaterial', 'IssueOpinion'];
  const appraises = (ledger: DomainLedger, step: string, actor = APPRAISER) =>
    codeOf(ask(ledger, actor, step, appraisalData(step)));

  it('is commissioned, received, issued, supplemented and withdrawn by the institution', () => {
    const ledger = appraisalLedger(...APPRAISAL_STEPS);
    expect(appraises(ledger, 'SupplementOpinion', OWNER)).toBe('NOT_IN_CHARGE');
    expect(appraises(ledger, 'SupplementOpinion')).toBe('accepted');
    expect(appraises(ledger, 'WithdrawOpinion')).toBe('accepted');
    expect(appraises(ledger, 'SupplementOpinion')).toBe('APPRAISAL_STATUS');
  });

  it('needs the licence at each step, not only at the first', () => {
    const ledger = appraisalLedger('ReceiveMaterial');
    const end = { organisation: 'institute', capacity: 'forensic-institution' };
    must(ledger, REGULATOR, 'WithdrawAccreditation', { ...end, reason: 'sanction' });
    expect(appraises(ledger, 'IssueOpinion')).toBe('CAPACITY_MISSING');
  });

  it('of a struck-off institution can still be taken back', () => {
    const ledger = appraisalLedger(...APPRAISAL_STEPS);
    const end = { organisation: 'institute', capacity: 'forensic-institution' };
    must(ledger, REGULATOR, 'WithdrawAccreditation', { ...end, reason: 'sanction' });
    expect(appraises(ledger, 'WithdrawOpinion')).toBe('accepted');
  });

  it('is disregarded by a judge and by nobody else (民事诉讼法 第81条)', () => {
    const data = { appraisal: APPRAISAL };
    const by = (actor: string) =>
      codeOf(ask(appraisalLedger(...APPRAISAL_STEPS), actor, 'DisregardOpinion', data));
    expect(by(JUDGE)).toBe('accepted');
    expect(by('clerk@court')).toBe('COURT_ROLE_MISSING');
    expect(by(OWNER)).toBe('CAPACITY_MISSING');
    expect(by(APPRAISER)).toBe('CAPACITY_MISSING');
  });

  it('is not commissioned from an institution related to a party', () => {
    const ledger = lifeLedger();
    const pair = { organisation: 'institute', other: 'owner' };
    must(ledger, REGULATOR, 'DeclareRelation', { ...pair, kind: 'control' });
    const data = { institution: 'institute', items: ['0a'.repeat(32)], question: 'integrity' };
    expect(codeOf(ask(ledger, INFRINGER, 'CommissionAppraisal', data))).toBe('PARTY_RELATED');
  });
});
