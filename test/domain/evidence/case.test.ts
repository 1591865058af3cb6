/** Dossiers in the order of their phases, and cases that only the court rules on. */
import { describe, expect, it } from '@jest/globals';
import type { Phase } from '../../../src/domain/evidence/case/dossierRecord.js';
import { dossierLeaf } from '../../../src/ledger/dossierLeaf.js';
import { leafHash, nodeHash } from '../../../src/ledger/merkleHash.js';
import { toHex } from '../../../src/crypto/bytes.js';
import type { DomainLedger } from '../../support/domain.js';
import { codeOf } from '../../support/domain.js';
import {
  accreditation,
  ask,
  CASE,
  caseData,
  caseLedger,
  CLERK,
  INFRINGER,
  ITEM,
  JUDGE,
  lifeLedger,
  must,
  NOTARY,
  OWNER,
  REGULATOR,
  SECOND_ITEM,
  TOOL_BOT,
} from '../../support/evidenceLife.js';

function takes(ledger: DomainLedger, step: string, actor: string): string {
  return codeOf(ask(ledger, actor, step, caseData(step)));
}

describe('invariant 17: only the court writes legal state', () => {
  it.each([
    ['CheckInCase', [] as string[]],
    ['RuleInCase', ['CheckInCase']],
    ['ReplaceRuling', ['CheckInCase', 'RuleInCase']],
  ])('%s is refused from every other hand', (step, before) => {
    for (const actor of [OWNER, INFRINGER, NOTARY, TOOL_BOT, REGULATOR]) {
      expect(takes(caseLedger(...before), step, actor)).toBe('NOT_IN_CHARGE');
    }
    expect(takes(caseLedger(...before), step, JUDGE)).toBe('accepted');
  });

  it('a role alone makes nobody a court', () => {
    const ledger = lifeLedger();
    const roles = { actor: TOOL_BOT, roles: ['judge'] };
    ledger.ask(TOOL_BOT, 'governance.SetActorRoles', roles);
    const toPlatform = { case: CASE, court: 'platform', items: [ITEM] };
    expect(codeOf(ask(ledger, OWNER, 'SubmitToCase', toPlatform))).toBe('CAPACITY_MISSING');
  });

  it('another court has no say, and a struck-off one none any more', () => {
    const ledger = caseLedger();
    must(ledger, REGULATOR, 'GrantAccreditation', accreditation('platform', 'court'));
    expect(takes(ledger, 'CheckInCase', TOOL_BOT)).toBe('NOT_IN_CHARGE');
    const end = { organisation: 'court', capacity: 'court', reason: 'ceased' };
    must(ledger, REGULATOR, 'WithdrawAccreditation', end);
    expect(takes(ledger, 'CheckInCase', CLERK)).toBe('CAPACITY_MISSING');
  });

  it('a clerk checks, only a judge rules', () => {
    expect(takes(caseLedger(), 'CheckInCase', CLERK)).toBe('accepted');
    expect(takes(caseLedger('CheckInCase'), 'RuleInCase', CLERK)).toBe('COURT_ROLE_MISSING');
  });
});

describe('a submission', () => {
  const STEPS = ['CheckInCase', 'ObjectInCase', 'AnswerInCase', 'RuleInCase'];

  it('is checked before anything else, and ruled on only after that', () => {
    const hands = { ObjectInCase: INFRINGER, AnswerInCase: OWNER, RuleInCase: JUDGE };
    for (const [step, actor] of Object.entries(hands)) {
      expect(takes(caseLedger(), step, actor)).toBe('LINK_STATUS');
    }
  });

  it('can be ruled on unobjected, unanswered or answered; once, and then only replaced', () => {
    for (const taken of [1, 2, 3]) {
      const ledger = caseLedger(...STEPS.slice(0, taken));
      expect(takes(ledger, 'ReplaceRuling', JUDGE)).toBe('LINK_STATUS');
      expect(takes(ledger, 'RuleInCase', JUDGE)).toBe('accepted');
      expect(takes(ledger, 'RuleInCase', JUDGE)).toBe('LINK_STATUS');
      expect(takes(ledger, 'ReplaceRuling', JUDGE)).toBe('accepted');
      expect(takes(ledger, 'ObjectInCase', INFRINGER)).toBe('LINK_STATUS');
    }
  });

  it('is objected to by others than submitter and court, and answered by the submitter', () => {
    const ledger = caseLedger('CheckInCase');
    expect(takes(ledger, 'ObjectInCase', OWNER)).toBe('OBJECTION_TO_OWN');
    expect(takes(ledger, 'ObjectInCase', JUDGE)).toBe('OBJECTION_TO_OWN');
    expect(takes(ledger, 'ObjectInCase', INFRINGER)).toBe('accepted');
    expect(takes(ledger, 'AnswerInCase', INFRINGER)).toBe('NOT_IN_CHARGE');
    expect(takes(ledger, 'AnswerInCase', OWNER)).toBe('accepted');
    expect(takes(ledger, 'AnswerInCase', OWNER)).toBe('LINK_STATUS');
    expect(takes(ledger, 'ObjectInCase', NOTARY)).toBe('accepted');
  });

  it('keeps the objection’s article and ground', () => {
    const ledger = caseLedger('CheckInCase');
    const [objected] = must(ledger, INFRINGER, 'ObjectInCase', caseData('ObjectInCase'));
    expect(objected?.data).toMatchObject({
      objector: 'infringer',
      article: 'online-litigation-18',
      ground: 'source-unclear',
    });
  });

  it('does not take an item that nobody registered', () => {
    const data = { case: CASE, court: 'court', items: [ITEM, 'ee'.repeat(32)] };
    expect(codeOf(ask(lifeLedger(), OWNER, 'SubmitToCase', data))).toBe('ITEM_UNKNOWN');
  });
});

const DOSSIER = 'd0'.repeat(32);

function opened(): DomainLedger {
  const ledger = lifeLedger();
  must(ledger, OWNER, 'OpenDossier', {}, DOSSIER);
  return ledger;
}

function file(ledger: DomainLedger, phase: Phase, item: string, actor = OWNER): string {
  return codeOf(ask(ledger, actor, 'FileInDossier', { dossier: DOSSIER, phase, items: [item] }));
}

/** RFC 9162 over two leaves, by hand. */
function rootOfTwo(): string {
  const [left, right] = [
    dossierLeaf({ number: 0, item: ITEM, phase: 'collection' }),
    dossierLeaf({ number: 1, item: SECOND_ITEM, phase: 'proceedings' }),
  ].map(leafHash) as [Uint8Array, Uint8Array];
  return toHex(nodeHash(left, right));
}

describe('invariant 19: a dossier’s manifest has a count and a root', () => {
  it('binds number, item and phase of every entry', () => {
    const ledger = opened();
    expect(file(ledger, 'collection', ITEM)).toBe('accepted');
    expect(file(ledger, 'proceedings', SECOND_ITEM)).toBe('accepted');
    const freeze = (part: object) =>
      codeOf(
        ask(ledger, OWNER, 'FreezeDossier', {
          dossier: DOSSIER,
          count: 2,
          root: rootOfTwo(),
          ...part,
        }),
      );
    expect(freeze({ count: 1 })).toBe('COUNT_MISMATCH');
    expect(freeze({ root: 'ee'.repeat(32) })).toBe('ROOT_MISMATCH');
    expect(freeze({})).toBe('accepted');
    expect(file(ledger, 'proceedings', ITEM)).toBe('DOSSIER_STATUS');
  });

  it('leaves differ in each of the three', () => {
    const leaf = toHex(dossierLeaf({ number: 0, item: ITEM, phase: 'collection' }));
    const others = [
      dossierLeaf({ number: 1, item: ITEM, phase: 'collection' }),
      dossierLeaf({ number: 0, item: SECOND_ITEM, phase: 'collection' }),
      dossierLeaf({ number: 0, item: ITEM, phase: 'origin' }),
    ];
    expect(new Set([leaf, ...others.map(toHex)]).size).toBe(4);
  });

  it('is open, frozen, submitted, closed: in this order, by its owner', () => {
    const ledger = opened();
    file(ledger, 'collection', ITEM);
    file(ledger, 'proceedings', SECOND_ITEM);
    const steps = [
      ['FreezeDossier', { dossier: DOSSIER, count: 2, root: rootOfTwo() }],
      ['SubmitDossier', { dossier: DOSSIER, case: CASE }],
      ['CloseDossier', { dossier: DOSSIER }],
    ] as const;
    steps.forEach(([step, data], index) => {
      for (const [later, laterData] of steps.slice(index + 1)) {
        expect(codeOf(ask(ledger, OWNER, later, laterData))).toBe('DOSSIER_STATUS');
      }
      expect(codeOf(ask(ledger, INFRINGER, step, data))).toBe('NOT_IN_CHARGE');
      expect(codeOf(ask(ledger, OWNER, step, data))).toBe('accepted');
    });
  });

  it('goes on from phase to phase and never back; an item is filed once', () => {
    const ledger = opened();
    expect(file(ledger, 'infringement', ITEM)).toBe('accepted');
    expect(file(ledger, 'origin', SECOND_ITEM)).toBe('PHASE_PASSED');
    expect(file(ledger, 'infringement', SECOND_ITEM)).toBe('accepted');
    expect(file(ledger, 'proceedings', ITEM)).toBe('FILED_BEFORE');
    expect(file(ledger, 'proceedings', ITEM, INFRINGER)).toBe('NOT_IN_CHARGE');
  });
});
