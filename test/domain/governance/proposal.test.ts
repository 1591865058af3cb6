/** Actions that need several organisations wait, gather approvals, and run as their proposer’s. */
import { describe, expect, it } from '@jest/globals';
import type { Instant } from '../../../src/ledger/instant.js';
import {
  codeOf,
  type DomainLedger,
  keyOf,
  ledgerOf,
  proven,
  refusalIn,
  type Setup,
  typesOf,
} from '../../support/domain.js';

const ADD = 'governance.AddOrganisation';
const APPROVE = 'governance.ApproveProposal';
const WITHDRAW = 'governance.WithdrawProposal';
const PROPOSER = 'admin@court';
const BANK = { id: 'bank', name: 'Bank' };
const HASH = 'ab'.repeat(32);

/** A ledger on which the court has proposed to add a bank: three of five have to agree. */
function proposed(setup: Setup = {}, notAfter?: string): DomainLedger {
  const ledger = ledgerOf(setup);
  const expires = notAfter === undefined ? {} : { notAfter: notAfter as Instant };
  ledger.ask(PROPOSER, ADD, BANK, { hash: HASH, ...expires });
  return ledger;
}

function approve(ledger: DomainLedger, organisation: string) {
  return ledger.ask(`admin@${organisation}`, APPROVE, { proposal: HASH });
}

function proposalOf(ledger: DomainLedger) {
  return ledger.state.get(`governance/proposal/${HASH}`);
}

describe('an action that needs several organisations', () => {
  it('becomes a proposal, with the proposer’s organisation as the first approval', () => {
    const ledger = ledgerOf();
    const notAfter = '2026-02-01T00:00:00.000Z' as Instant;
    const events = ledger.ask(PROPOSER, ADD, BANK, { hash: HASH, notAfter });
    expect(events).toEqual([
      {
        type: 'governance.ProposalOpened',
        data: {
          proposal: HASH,
          type: ADD,
          data: BANK,
          proposer: PROPOSER,
          organisation: 'court',
          key: keyOf(PROPOSER),
          expires: notAfter,
        },
      },
    ]);
    expect(proposalOf(ledger)).toMatchObject({
      status: 'open',
      approvals: [{ organisation: 'court', key: keyOf(PROPOSER) }],
    });
    expect(ledger.state.get('governance/organisation/bank')).toBeUndefined();
  });

  it('is refused at once when the rules refuse it now', () => {
    const events = ledgerOf().ask(PROPOSER, ADD, { id: 'court', name: 'Court' });
    expect(typesOf(events)).toEqual(['ledger.Refused']);
    expect(codeOf(events)).toBe('ORGANISATION_EXISTS');
  });

  it('runs in the event that brings the last approval, in the proposer’s name', () => {
    const ledger = proposed();
    expect(approve(ledger, 'regulator')).toEqual([
      {
        type: 'governance.ProposalApproved',
        data: {
          proposal: HASH,
          organisation: 'regulator',
          actor: 'admin@regulator',
          key: keyOf('admin@regulator'),
        },
      },
    ]);
    expect(approve(ledger, 'notary-office').slice(1)).toEqual([
      { type: 'governance.ProposalExecuted', data: { proposal: HASH } },
      { type: 'governance.OrganisationAdded', data: BANK },
    ]);
    expect(proposalOf(ledger)).toMatchObject({ status: 'executed' });
  });

  it('names what it creates by the proposal, for the proposer’s organisation', () => {
    const ledger = ledgerOf({ policies: { 'evidence.RegisterItem': { rule: 'MAJORITY' } } });
    const item = { commitment: '00'.repeat(32), category: 'other', claim: 'author' };
    ledger.ask(PROPOSER, 'evidence.RegisterItem', { item }, { hash: HASH });
    approve(ledger, 'regulator');
    expect(approve(ledger, 'notary-office').at(-1)).toMatchObject({
      type: 'evidence.ItemRegistered',
      data: { item: HASH, claimant: 'court', registrant: PROPOSER },
    });
  });

  it('ends in a refusal after ProposalExecuted when the rules refuse it by then', () => {
    const ledger = proposed();
    ledger.ask('admin@regulator', ADD, BANK, { hash: 'cd'.repeat(32) });
    approve(ledger, 'regulator');
    approve(ledger, 'notary-office');
    const late = (organisation: string) =>
      ledger.ask(`admin@${organisation}`, APPROVE, { proposal: 'cd'.repeat(32) });
    late('court');
    const events = late('notary-office');
    expect(typesOf(events)).toEqual([
      'governance.ProposalApproved',
      'governance.ProposalExecuted',
      'ledger.Refused',
    ]);
    expect(codeOf(events)).toBe('ORGANISATION_EXISTS');
    expect(codeOf(late('evidence-platform'))).toBe('PROPOSAL_CLOSED');
  });
});

describe('governance.ApproveProposal refuses, in this order,', () => {
  it('a proposal that does not exist', () => {
    const events = ledgerOf().ask(PROPOSER, APPROVE, { proposal: HASH });
    expect(refusalIn(events)).toEqual({
      code: 'PROPOSAL_UNKNOWN',
      field: 'data.proposal',
      limit: 'a proposal of this ledger',
      value: HASH,
    });
  });

  it('a proposal that is executed or withdrawn, also after its time', () => {
    const ledger = proposed({}, '2026-02-01T00:00:00.000Z');
    ledger.ask(PROPOSER, WITHDRAW, { proposal: HASH });
    ledger.setTime('2026-03-01T00:00:00.000Z');
    expect(refusalIn(approve(ledger, 'regulator'))).toMatchObject({
      code: 'PROPOSAL_CLOSED',
      value: 'withdrawn',
    });
  });

  it('a proposal whose last block time has passed, and not a moment before', () => {
    const ledger = proposed({}, '2026-02-01T00:00:00.000Z');
    ledger.setTime('2026-02-01T00:00:00.000Z');
    expect(codeOf(approve(ledger, 'regulator'))).toBe('accepted');
    ledger.setTime('2026-02-01T00:00:00.001Z');
    expect(refusalIn(approve(ledger, 'notary-office'))).toEqual({
      code: 'PROPOSAL_EXPIRED',
      field: 'data.proposal',
      limit: '2026-02-01T00:00:00.000Z',
      value: '2026-02-01T00:00:00.001Z',
    });
  });

  it('an approver whom the policy of the proposed action does not count', () => {
    const ledger = proposed({ policies: { [APPROVE]: { rule: 'ANY' } } });
    const events = ledger.ask('depositor@evidence-platform', APPROVE, { proposal: HASH });
    expect(codeOf(events)).toBe('ROLE_MISSING');
  });

  it('a proposal whose proposer is removed', () => {
    const ledger = proposed();
    const second = {
      actor: 'second@court',
      roles: ['admin'],
      keys: [proven('second', 'second@court')],
    };
    ledger.ask(PROPOSER, 'governance.EnrolActor', second);
    const remove = { actor: PROPOSER };
    ledger.ask('second@court', 'governance.RemoveActor', remove, { key: keyOf('second') });
    expect(refusalIn(approve(ledger, 'regulator'))).toMatchObject({
      code: 'PROPOSER_GONE',
      value: PROPOSER,
    });
  });

  it('a proposal whose proposer has lost the role', () => {
    const ledger = proposed();
    const data = { actor: PROPOSER, roles: ['clerk'] };
    ledger.ask(PROPOSER, 'governance.SetActorRoles', data);
    expect(codeOf(approve(ledger, 'regulator'))).toBe('PROPOSER_GONE');
  });

  it('a proposal whose proposer’s organisation is removed', () => {
    const remove = 'governance.RemoveOrganisation';
    const ledger = proposed({ policies: { [remove]: { rule: 'ANY' } } });
    ledger.ask('admin@regulator', remove, { id: 'court' });
    expect(codeOf(approve(ledger, 'regulator'))).toBe('PROPOSER_GONE');
  });

  it('a second approval of the same organisation, by whichever actor', () => {
    const ledger = proposed();
    approve(ledger, 'regulator');
    expect(refusalIn(approve(ledger, 'regulator'))).toMatchObject({
      code: 'ALREADY_APPROVED',
      value: 'regulator',
    });
    const second = {
      actor: 'second@regulator',
      roles: ['admin'],
      keys: [proven('second', 'second@regulator')],
    };
    ledger.ask('admin@regulator', 'governance.EnrolActor', second);
    const events = ledger.ask(
      'second@regulator',
      APPROVE,
      { proposal: HASH },
      {
        key: keyOf('second'),
      },
    );
    expect(codeOf(events)).toBe('ALREADY_APPROVED');
    expect(codeOf(approve(ledger, 'court'))).toBe('ALREADY_APPROVED');
  });
});

describe('keys and proposals', () => {
  function revoke(ledger: DomainLedger, actor: string, reason: string) {
    const spare = { actor, ...proven(`spare ${actor}`, actor) };
    ledger.ask(actor, 'governance.AddKey', spare);
    ledger.ask(actor, 'governance.RevokeKey', { key: keyOf(actor), reason });
  }

  it('a compromised key takes down what it proposed', () => {
    const ledger = proposed();
    revoke(ledger, PROPOSER, 'compromised');
    expect(codeOf(approve(ledger, 'regulator'))).toBe('PROPOSER_GONE');
  });

  it('a key replaced in good order does not', () => {
    const ledger = proposed();
    revoke(ledger, PROPOSER, 'superseded');
    expect(codeOf(approve(ledger, 'regulator'))).toBe('accepted');
  });

  it('an approval with a key that was compromised does not count, and can be given again', () => {
    const ledger = proposed();
    approve(ledger, 'regulator');
    revoke(ledger, 'admin@regulator', 'compromised');
    expect(typesOf(approve(ledger, 'notary-office'))).toEqual(['governance.ProposalApproved']);
    const events = ledger.ask(
      'admin@regulator',
      APPROVE,
      { proposal: HASH },
      {
        key: keyOf('spare admin@regulator'),
      },
    );
    expect(typesOf(events)).toContain('governance.OrganisationAdded');
  });
});

describe('the number of organisations', () => {
  const remove = 'governance.RemoveOrganisation';

  it('leaves out approvals of organisations that were removed since', () => {
    const ledger = proposed({
      policies: { [remove]: { rule: 'ANY' }, [ADD]: { rule: 'AT_LEAST', atLeast: 3 } },
    });
    approve(ledger, 'regulator');
    ledger.ask(PROPOSER, remove, { id: 'regulator' });
    expect(typesOf(approve(ledger, 'notary-office'))).toEqual(['governance.ProposalApproved']);
    expect(typesOf(approve(ledger, 'evidence-platform'))).toContain('governance.OrganisationAdded');
  });

  it('follows the policy in force when approving', () => {
    const ledger = proposed({
      policies: { 'governance.SetPolicy': { rule: 'ANY', roles: ['admin'] } },
    });
    const policy = { rule: 'ALL', roles: ['admin'] };
    ledger.ask(PROPOSER, 'governance.SetPolicy', { pattern: ADD, policy });
    approve(ledger, 'regulator');
    approve(ledger, 'notary-office');
    approve(ledger, 'evidence-platform');
    expect(proposalOf(ledger)).toMatchObject({ status: 'open' });
    expect(typesOf(approve(ledger, 'forensic-institution'))).toContain(
      'governance.OrganisationAdded',
    );
  });

  it('refuses approvals once the action is forbidden', () => {
    const ledger = proposed({
      policies: { 'governance.SetPolicy': { rule: 'ANY', roles: ['admin'] } },
    });
    const policy = { rule: 'FORBIDDEN' };
    ledger.ask(PROPOSER, 'governance.SetPolicy', { pattern: ADD, policy });
    expect(codeOf(approve(ledger, 'regulator'))).toBe('ACTION_FORBIDDEN');
  });

  it('lets any approver run a proposal whose number was reached by others leaving', () => {
    const ledger = proposed({
      organisations: ['court', 'notary-office', 'regulator'],
      policies: { [remove]: { rule: 'ANY' }, [ADD]: { rule: 'ALL' } },
    });
    approve(ledger, 'regulator');
    ledger.ask(PROPOSER, remove, { id: 'notary-office' });
    expect(typesOf(approve(ledger, 'regulator'))).toEqual([
      'governance.ProposalExecuted',
      'governance.OrganisationAdded',
    ]);
  });

  it('never asks for approvals of approvals', () => {
    const ledger = proposed({ policies: { [APPROVE]: { rule: 'ALL', roles: ['admin'] } } });
    expect(typesOf(approve(ledger, 'regulator'))).toEqual(['governance.ProposalApproved']);
  });
});

describe('governance.WithdrawProposal', () => {
  it('closes the proposal for its proposer', () => {
    const ledger = proposed();
    expect(ledger.ask(PROPOSER, WITHDRAW, { proposal: HASH })).toEqual([
      { type: 'governance.ProposalWithdrawn', data: { proposal: HASH } },
    ]);
    expect(codeOf(approve(ledger, 'regulator'))).toBe('PROPOSAL_CLOSED');
    expect(codeOf(ledger.ask(PROPOSER, WITHDRAW, { proposal: HASH }))).toBe('PROPOSAL_CLOSED');
  });

  it('leaves of a closed proposal what later refusals need, and none of its data', () => {
    const withdrawn = proposed();
    withdrawn.ask(PROPOSER, WITHDRAW, { proposal: HASH });
    expect(proposalOf(withdrawn)).toEqual({ status: 'withdrawn', proposer: PROPOSER });
    const stranger = withdrawn.ask('admin@regulator', WITHDRAW, { proposal: HASH });
    expect(codeOf(stranger)).toBe('NOT_SELF');
    const executed = proposed();
    approve(executed, 'regulator');
    approve(executed, 'notary-office');
    expect(proposalOf(executed)).toEqual({ status: 'executed', proposer: PROPOSER });
    expect(executed.state.get('governance/organisation/bank')).toMatchObject({ status: 'active' });
  });

  it('is not for other organisations', () => {
    const ledger = proposed();
    const events = ledger.ask('admin@regulator', WITHDRAW, { proposal: HASH });
    expect(codeOf(events)).toBe('NOT_SELF');
  });

  it('says that a proposal does not exist', () => {
    const events = ledgerOf().ask(PROPOSER, WITHDRAW, { proposal: HASH });
    expect(codeOf(events)).toBe('PROPOSAL_UNKNOWN');
  });
});
