/** Who may ask for what: the guards in their order, and each kind of policy. */
import { describe, expect, it } from '@jest/globals';
import { authorize } from '../../../src/domain/governance/authorize.js';
import type { PolicyRule } from '../../../src/ledger/genesis.js';
import { codeOf, keyOf, ledgerOf, proven, refusalIn, typesOf } from '../../support/domain.js';

const REGISTER = 'evidence.RegisterItem';
const DEPOSITOR = 'depositor@evidence-platform';

function under(rule: PolicyRule, actors?: { readonly [id: string]: readonly string[] }) {
  const setup = { policies: { 'evidence.*': rule, [REGISTER]: rule } };
  return ledgerOf(actors === undefined ? setup : { ...setup, actors }).state;
}

function answer(state: Parameters<typeof authorize>[1], actor = DEPOSITOR, type = REGISTER) {
  return authorize({ type, actor, key: keyOf(actor), subject: undefined }, state);
}

function code(...args: Parameters<typeof answer>): string {
  const authorization = answer(...args);
  return 'refused' in authorization ? authorization.refused : `${authorization.allowed}`;
}

describe('authorize asks for the actor, its organisation, its key, then the policy', () => {
  const forbidden = { policies: { [REGISTER]: { rule: 'FORBIDDEN' as const } } };

  it('refuses an actor that is not enrolled, whatever its key', () => {
    const { state } = ledgerOf(forbidden);
    const request = { type: REGISTER, actor: 'nobody@court', key: 'x', subject: undefined };
    expect(authorize(request, state)).toEqual({
      refused: 'ACTOR_UNKNOWN',
      field: 'actor',
      limit: 'an active actor of an active organisation',
      value: 'nobody@court',
    });
  });

  it('refuses a removed actor before its removed organisation', () => {
    const ledger = ledgerOf({
      ...forbidden,
      policies: {
        ...forbidden.policies,
        'governance.RemoveOrganisation': { rule: 'ANY', roles: ['admin'] },
      },
    });
    ledger.ask('admin@evidence-platform', 'governance.RemoveActor', { actor: DEPOSITOR });
    expect(code(ledger.state)).toBe('ACTOR_REMOVED');
    ledger.ask('admin@court', 'governance.RemoveOrganisation', { id: 'evidence-platform' });
    expect(code(ledger.state)).toBe('ACTOR_REMOVED');
    expect(code(ledger.state, 'admin@evidence-platform')).toBe('ORGANISATION_REMOVED');
  });

  it('refuses an unknown key, then a key of another actor, then a revoked key', () => {
    const ledger = ledgerOf(forbidden);
    const ask = (key: string) =>
      authorize({ type: REGISTER, actor: DEPOSITOR, key, subject: undefined }, ledger.state);
    expect(ask(keyOf('nobody'))).toMatchObject({ refused: 'KEY_UNKNOWN', field: 'key' });
    expect(ask(keyOf('admin@court'))).toMatchObject({ refused: 'KEY_NOT_OF_ACTOR' });
    ledger.ask(DEPOSITOR, 'governance.RevokeKey', { key: keyOf(DEPOSITOR), reason: 'ceased' });
    expect(ask(keyOf(DEPOSITOR))).toMatchObject({ refused: 'KEY_REVOKED' });
  });

  it('refuses an unlisted organisation before a missing role', () => {
    expect(code(under({ rule: 'ANY', organisations: ['court'], roles: ['clerk'] }))).toBe(
      'ORGANISATION_NOT_LISTED',
    );
    expect(code(under({ rule: 'ANY', roles: ['clerk'] }))).toBe('ROLE_MISSING');
  });

  it('names few of many that would be allowed', () => {
    const roles = Array.from({ length: 40 }, (_, index) => `role-${index + 10}`);
    const limit = `one of the roles ${roles.slice(0, 8).join(', ')} and 32 more`;
    expect(answer(under({ rule: 'ANY', roles }))).toMatchObject({ limit });
  });
});

describe('the most specific policy counts', () => {
  const any: PolicyRule = { rule: 'ANY' };
  const forbidden: PolicyRule = { rule: 'FORBIDDEN' };

  it.each([
    ['the type itself', { '*': forbidden, 'evidence.*': forbidden, [REGISTER]: any }, 'true'],
    ['its domain', { '*': forbidden, 'evidence.*': any }, 'true'],
    ['every action', { '*': any }, 'true'],
    ['the type, also to forbid', { '*': any, 'evidence.*': any, [REGISTER]: forbidden }, ''],
    ['no policy at all, which forbids', {}, ''],
    ['another domain, which says nothing', { 'evidenc.*': any, 'governance.*': any }, ''],
  ])('takes the rule of %s', (_, policies, allowed) => {
    const values = new Map<string, PolicyRule>(Object.entries(policies));
    const base = ledgerOf().state;
    const state = {
      get: (key: string) =>
        key.startsWith('governance/policy/')
          ? (values.get(key.slice('governance/policy/'.length)) as never)
          : base.get(key),
    };
    expect(code(state)).toBe(allowed === '' ? 'ACTION_FORBIDDEN' : allowed);
  });
});

describe('rules that count organisations', () => {
  it('lets one signature do under ANY and AT_LEAST 1', () => {
    expect(code(under({ rule: 'ANY' }))).toBe('true');
    expect(code(under({ rule: 'AT_LEAST', atLeast: 1 }))).toBe('true');
  });

  it.each([
    [{ rule: 'AT_LEAST', atLeast: 2 } as const, 2, 5],
    [{ rule: 'MAJORITY' } as const, 3, 5],
    [{ rule: 'ALL' } as const, 5, 5],
    [{ rule: 'MAJORITY', organisations: ['court', 'evidence-platform'] } as const, 2, 2],
    [{ rule: 'ALL', organisations: ['court', 'evidence-platform', 'regulator'] } as const, 3, 3],
  ])('asks under %j for %i of %i organisations', (rule, required, eligible) => {
    const authorization = answer(under(rule));
    expect(authorization).toMatchObject({ allowed: false, required });
    expect(authorization).toHaveProperty('eligible.length', eligible);
  });

  it('counts organisations, not actors or keys', () => {
    const actors = { 'a@court': ['admin'], 'b@court': ['admin'], 'c@regulator': ['admin'] };
    const state = under({ rule: 'ALL' }, actors);
    expect(answer(state, 'a@court')).toEqual({
      allowed: false,
      required: 2,
      eligible: ['court', 'regulator'],
    });
  });

  it('leaves out organisations that nobody can sign for in one of the roles', () => {
    const actors = {
      'a@court': ['admin'],
      'b@regulator': ['clerk'],
      'c@notary-office': ['admin', 'clerk'],
    };
    const state = under({ rule: 'ALL', roles: ['admin'] }, actors);
    expect(answer(state, 'a@court')).toMatchObject({ eligible: ['court', 'notary-office'] });
  });

  it('allows at once when the asking organisation is the only one that counts', () => {
    expect(code(under({ rule: 'ALL', organisations: ['evidence-platform'] }))).toBe('true');
    expect(code(under({ rule: 'MAJORITY', roles: ['depositor'] }))).toBe('true');
  });

  it('refuses what asks for more organisations than there are', () => {
    expect(answer(under({ rule: 'AT_LEAST', atLeast: 6 }))).toEqual({
      refused: 'APPROVALS_OUT_OF_REACH',
      field: 'type',
      limit: '6 organisations',
      value: '5 organisations',
    });
  });
});

describe('SELF means the own affairs of the actor or its organisation', () => {
  const policies = { 'governance.RevokeKey': { rule: 'SELF' as const } };
  const own = { key: keyOf(DEPOSITOR), reason: 'superseded' };

  it('lets an actor revoke its own key, without any role', () => {
    const events = ledgerOf({ policies }).ask(DEPOSITOR, 'governance.RevokeKey', own);
    expect(typesOf(events)).toEqual(['governance.KeyRevoked']);
  });

  it('lets an admin revoke the key of an actor of its organisation', () => {
    const admin = 'admin@evidence-platform';
    expect(codeOf(ledgerOf({ policies }).ask(admin, 'governance.RevokeKey', own))).toBe('accepted');
  });

  it('refuses the admin of another organisation', () => {
    const events = ledgerOf({ policies }).ask('admin@court', 'governance.RevokeKey', own);
    expect(refusalIn(events)).toEqual({
      code: 'NOT_SELF',
      field: 'actor',
      limit: 'an affair of admin@court or its organisation',
      value: DEPOSITOR,
    });
  });

  it('refuses an actor without the admin role for an admin’s key', () => {
    const data = { key: keyOf('admin@evidence-platform'), reason: 'compromised' };
    expect(codeOf(ledgerOf({ policies }).ask(DEPOSITOR, 'governance.RevokeKey', data))).toBe(
      'NOT_SELF',
    );
  });

  it('asks for the rule’s roles also in own affairs', () => {
    const setup = { policies: { 'governance.RevokeKey': { rule: 'SELF', roles: ['admin'] } } };
    const ledger = ledgerOf(setup as never);
    expect(codeOf(ledger.ask(DEPOSITOR, 'governance.RevokeKey', own))).toBe('ROLE_MISSING');
  });

  it('forbids what is nobody’s own affair', () => {
    const ledger = ledgerOf({ policies: { 'governance.AddOrganisation': { rule: 'SELF' } } });
    const events = ledger.ask('admin@court', 'governance.AddOrganisation', { id: 'x', name: 'x' });
    expect(refusalIn(events)).toMatchObject({ code: 'NOT_SELF', value: 'nobody’s own affair' });
  });

  it('says what is missing rather than whose it is not', () => {
    const data = { key: keyOf('stranger'), reason: 'ceased' };
    const events = ledgerOf({ policies }).ask('admin@court', 'governance.RevokeKey', data);
    expect(codeOf(events)).toBe('KEY_UNKNOWN');
  });
});

describe('the first actor of an organisation', () => {
  const enrolment = {
    actor: 'first@newcomer',
    roles: ['admin'],
    keys: [proven('first', 'first@newcomer')],
  };

  function withNewcomer() {
    const ledger = ledgerOf({
      policies: { 'governance.AddOrganisation': { rule: 'AT_LEAST', atLeast: 2 } },
    });
    const data = { id: 'newcomer', name: 'Newcomer' };
    const [opened] = ledger.ask('admin@court', 'governance.AddOrganisation', data);
    const { proposal } = opened!.data as { proposal: string };
    ledger.ask('admin@regulator', 'governance.ApproveProposal', { proposal });
    return ledger;
  }

  it('is enrolled under the policy by which the organisation was added', () => {
    const ledger = withNewcomer();
    const [opened] = ledger.ask('admin@court', 'governance.EnrolActor', enrolment);
    expect(opened?.type).toBe('governance.ProposalOpened');
    const { proposal } = opened!.data as { proposal: string };
    const events = ledger.ask('admin@regulator', 'governance.ApproveProposal', { proposal });
    expect(typesOf(events)).toEqual([
      'governance.ProposalApproved',
      'governance.ProposalExecuted',
      'governance.ActorEnrolled',
    ]);
  });

  it('leaves every later enrolment to the organisation itself', () => {
    const ledger = withNewcomer();
    const [opened] = ledger.ask('admin@court', 'governance.EnrolActor', enrolment);
    const { proposal } = opened!.data as { proposal: string };
    ledger.ask('admin@regulator', 'governance.ApproveProposal', { proposal });
    const second = {
      actor: 'second@newcomer',
      roles: ['clerk'],
      keys: [proven('second', 'second@newcomer')],
    };
    expect(codeOf(ledger.ask('admin@court', 'governance.EnrolActor', second))).toBe('NOT_SELF');
    const events = ledger.ask('first@newcomer', 'governance.EnrolActor', second, {
      key: keyOf('first'),
    });
    expect(codeOf(events)).toBe('accepted');
  });

  it('comes back to the others when all admins of the organisation are gone', () => {
    const ledger = withNewcomer();
    const admin = 'admin@evidence-platform';
    ledger.ask(admin, 'governance.RemoveActor', { actor: admin });
    const rescue = {
      actor: 'rescue@evidence-platform',
      roles: ['admin'],
      keys: [proven('rescue', 'rescue@evidence-platform')],
    };
    const events = ledger.ask('admin@court', 'governance.EnrolActor', rescue);
    expect(typesOf(events)).toEqual(['governance.ProposalOpened']);
  });
});
