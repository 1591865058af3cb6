/**
 * Properties over random stories of the whole life cycle, most of them wild: replaying the derived
 * events gives the live state, refusals change nothing, everything has a canonical form.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type JsonObject } from '../../../src/crypto/canonicalJson.js';
import { type DomainLedger, replay } from '../../support/domain.js';
import { openItem } from '../../support/evidence.js';
import {
  accreditation,
  ACT,
  actData,
  application,
  APPRAISAL,
  appraisalData,
  APPRAISER,
  artefacts,
  ask,
  attesting,
  BUILD,
  CAPTURE,
  CASE,
  caseData,
  CLERK,
  closing,
  contentOf,
  CUSTODIANS,
  environment,
  ERASURE,
  erasing,
  HOLD,
  INFRINGER,
  ITEM,
  JUDGE,
  LIFE,
  lifeLedger,
  LINK,
  NOTARY,
  OFFER,
  offering,
  opening,
  ORDER,
  OWNER,
  REGULATOR,
  SEAL,
  sealing,
  TOOL_BOT,
} from '../../support/evidenceLife.js';

type Ask = readonly [actor: string, action: string, data: JsonObject, hash?: string];

/** The hands of a story, each most often with what it can do. */
const ASKS: readonly ((ledger: DomainLedger) => Ask)[] = [
  () => [TOOL_BOT, 'RegisterTool', { build: BUILD, profiles: ['web-auto'] }],
  (ledger) => [TOOL_BOT, 'OpenCapture', opening(ledger), CAPTURE],
  () => [TOOL_BOT, 'RecordEnvironment', environment()],
  () => [TOOL_BOT, 'RecordArtefacts', artefacts(0, 'image', 'source')],
  () => [TOOL_BOT, 'CloseCapture', closing('image', 'source')],
  () => [TOOL_BOT, 'SealCapture', sealing(), SEAL],
  () => [TOOL_BOT, 'AbortCapture', { capture: CAPTURE, reason: 'other' }],
  () => [OWNER, 'OfferCustody', offering(), OFFER],
  () => [NOTARY, 'OfferCustody', offering({ recipient: 'owner' })],
  () => [NOTARY, 'AcceptCustody', { offer: OFFER, content: contentOf('photo') }],
  () => [NOTARY, 'RefuseCustody', { offer: OFFER, reason: 'not-wanted' }],
  () => [OWNER, 'RequireUndertaking', { item: ITEM }],
  () => [JUDGE, 'LogAccess', { item: ITEM, purpose: 'court-check', authority: 'law' }],
  () => [OWNER, 'ApplyNotarization', application(), ACT],
  () => [NOTARY, 'AcceptNotarization', { act: ACT }],
  () => [NOTARY, 'PauseNotarization', { act: ACT }],
  () => [NOTARY, 'ResumeNotarization', { act: ACT }],
  () => [NOTARY, 'ExamineNotarization', { act: ACT }],
  () => [NOTARY, 'IssueCertificate', actData('IssueCertificate')],
  () => [NOTARY, 'RevokeCertificate', actData('RevokeCertificate')],
  () => [
    OWNER,
    'CommissionAppraisal',
    { institution: 'institute', items: [ITEM], question: 'identity' },
    APPRAISAL,
  ],
  () => [APPRAISER, 'ReceiveMaterial', appraisalData('ReceiveMaterial')],
  () => [APPRAISER, 'IssueOpinion', appraisalData('IssueOpinion')],
  () => [OWNER, 'SubmitToCase', { case: CASE, court: 'court', items: [ITEM] }, LINK],
  () => [CLERK, 'CheckInCase', caseData('CheckInCase')],
  () => [INFRINGER, 'ObjectInCase', caseData('ObjectInCase')],
  () => [OWNER, 'AnswerInCase', caseData('AnswerInCase')],
  () => [JUDGE, 'RuleInCase', caseData('RuleInCase')],
  () => [JUDGE, 'PlaceHold', { items: [ITEM], order: ORDER }, HOLD],
  () => [JUDGE, 'LiftHold', { hold: HOLD, order: ORDER }],
  () => [INFRINGER, 'RequestErasure', { item: ITEM, ground: 'order' }, ERASURE],
  () => [OWNER, 'DecideErasure', erasing()],
  () => [CUSTODIANS[0], 'AttestKeyDestruction', attesting(CUSTODIANS[0])],
  () => [CUSTODIANS[1], 'AttestKeyDestruction', attesting(CUSTODIANS[1])],
  () => [REGULATOR, 'GrantAccreditation', accreditation('notary-office', 'notary-office')],
  () => [
    REGULATOR,
    'WithdrawAccreditation',
    { organisation: 'notary-office', capacity: 'notary-office', reason: 'sanction' },
  ],
  () => [
    REGULATOR,
    'DeclareRelation',
    { organisation: 'owner', other: 'notary-office', kind: 'agency' },
  ],
  () => [REGULATOR, 'EndRelation', { organisation: 'notary-office', other: 'owner' }],
  () => [OWNER, 'WithdrawItem', { item: ITEM, reason: 'other' }],
];

const HANDS = [OWNER, INFRINGER, NOTARY, JUDGE, CLERK, TOOL_BOT, APPRAISER, ...CUSTODIANS];

/**
 * A number in the order of the story most often, anything sometimes; a strange hand now and then.
 */
const step = fc.record({
  what: fc.nat(ASKS.length - 1),
  isStrange: fc.nat(9).map((chance) => chance === 0),
  hand: fc.constantFrom(...HANDS),
});
const story = fc
  .array(step, { minLength: 30, maxLength: 60, size: 'max' })
  .map((steps) => [...steps].sort((left, right) => placeOf(left) - placeOf(right)));

/** Strange hands come early as often as late. */
function placeOf({ what, isStrange }: { readonly what: number; readonly isStrange: boolean }) {
  return isStrange ? (what * 7) % ASKS.length : what;
}

function tell(
  steps: readonly { what: number; isStrange: boolean; hand: string }[],
  check: (ledger: DomainLedger, told: number) => void = () => undefined,
): DomainLedger {
  const ledger = lifeLedger();
  for (const { what, isStrange, hand } of steps) {
    const told = ledger.events.length;
    const [actor, action, data, hash] = ASKS[what]!(ledger);
    // A hash names one signed event: the same one twice would be a duplicate, not a second record.
    const isUsed = ledger.events.some((event) => Object.values(event.data).includes(hash ?? ''));
    const named: [hash?: string] = isUsed || hash === undefined ? [] : [hash];
    ask(ledger, isStrange ? hand : actor, action, data, ...named);
    check(ledger, told);
  }
  return ledger;
}

describe('over random stories of the life cycle', () => {
  it('replaying the derived events alone gives the live state', () => {
    let accepted = 0;
    fc.assert(
      fc.property(story, (steps) => {
        const ledger = tell(steps);
        accepted += ledger.events.filter(({ type }) => type !== 'ledger.Refused').length;
        expect(replay(LIFE, ledger.events)).toEqual(ledger.snapshot());
      }),
      { numRuns: 25 },
    );
    // The stories get somewhere: the nine accreditations and two items are not all there is.
    expect(accepted).toBeGreaterThan(25 * 15);
  });

  it('a refused action is one event and changes nothing', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let before = JSON.stringify(lifeLedger().snapshot());
        tell(steps, (ledger, told) => {
          const after = JSON.stringify(ledger.snapshot());
          const derived = ledger.events.slice(told);
          if (derived[0]?.type === 'ledger.Refused') {
            expect(derived).toHaveLength(1);
            expect(after).toBe(before);
          }
          before = after;
        });
      }),
      { numRuns: 15 },
    );
  });

  it('every event and every state value has a canonical form, and names who signed', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const ledger = tell(steps);
        for (const { type, data } of ledger.events) {
          expect(JSON.parse(canonicalJson(data))).toEqual(data);
          const follows = ['ledger.Refused', 'evidence.CustodyExpired', 'evidence.ErasureExecuted'];
          if (follows.includes(type)) continue;
          expect([type, data['by'] ?? data['registrant']]).toEqual([
            type,
            expect.stringMatching(/@/),
          ]);
        }
        for (const [, value] of ledger.snapshot()) expect(() => canonicalJson(value)).not.toThrow();
      }),
      { numRuns: 15 },
    );
  });

  it('the same content is claimed by many, and none is called the owner (invariant 15)', () => {
    const ledger = lifeLedger();
    for (const [index, actor] of [INFRINGER, NOTARY, TOOL_BOT].entries()) {
      ask(ledger, actor, 'RegisterItem', openItem('photo'), `${index}`.repeat(64));
    }
    const claims = ledger.events.filter(({ type }) => type === 'evidence.ItemRegistered');
    expect(claims.map(({ data }) => data['claimant'])).toEqual([
      'owner',
      'owner',
      'infringer',
      'notary-office',
      'platform',
    ]);
    for (const { data } of claims) expect(JSON.stringify(data)).not.toMatch(/"owner":/);
  });
});
