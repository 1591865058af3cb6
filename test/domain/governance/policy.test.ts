/** Policies are changed by actions under a policy, and never so that nobody could change them. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../../src/crypto/canonicalJson.js';
import { policyRule } from '../../../src/domain/governance/policy.js';
import {
  codeOf,
  definitionOf,
  keyOf,
  ledgerOf,
  proven,
  refusalIn,
  type Setup,
  typesOf,
} from '../../support/domain.js';

const SET = 'governance.SetPolicy';
const ADMIN = 'admin@court';
const LIMITS = { eventBytes: 1, batchItems: 1 };
/** One admin's word changes a policy, so that the rules themselves are in view. */
const BY_ONE: Setup = { policies: { [SET]: { rule: 'ANY', roles: ['admin'] } } };

describe('governance.SetPolicy', () => {
  it('sets a rule that holds from the next event on', () => {
    const ledger = ledgerOf(BY_ONE);
    const policy = { rule: 'ANY', roles: ['clerk'] };
    const pattern = 'evidence.RegisterItem';
    expect(ledger.ask(ADMIN, SET, { pattern, policy })).toEqual([
      { type: 'governance.PolicySet', data: { pattern, policy } },
    ]);
    const item = { commitment: '00'.repeat(32), category: 'other', claim: 'author' };
    expect(codeOf(ledger.ask(ADMIN, pattern, { item }))).toBe('ROLE_MISSING');
  });

  it('takes a rule away, so that the next wider pattern counts', () => {
    const ledger = ledgerOf(BY_ONE);
    const pattern = 'evidence.RegisterItem';
    ledger.ask(ADMIN, SET, { pattern, policy: null });
    const item = { commitment: '00'.repeat(32), category: 'other', claim: 'author' };
    expect(codeOf(ledger.ask(ADMIN, pattern, { item }))).toBe('ACTION_FORBIDDEN');
  });

  it('refuses to take away what is not set', () => {
    const events = ledgerOf(BY_ONE).ask(ADMIN, SET, { pattern: 'evidence.*', policy: null });
    expect(refusalIn(events)).toEqual({
      code: 'POLICY_UNKNOWN',
      field: 'data.pattern',
      limit: 'a pattern that has a policy',
      value: 'evidence.*',
    });
  });

  it('refuses to list an organisation that does not take part, or no longer', () => {
    const ledger = ledgerOf({
      policies: { ...BY_ONE.policies, 'governance.RemoveOrganisation': { rule: 'ANY' } },
    });
    const listing = (id: string): JsonObject => ({
      pattern: 'evidence.*',
      policy: { rule: 'ALL', organisations: ['court', id] },
    });
    const refusal = refusalIn(ledger.ask(ADMIN, SET, listing('cuort')));
    expect(refusal).toMatchObject({
      code: 'ORGANISATION_UNKNOWN',
      field: 'data.policy.organisations[1]',
    });
    ledger.ask(ADMIN, 'governance.RemoveOrganisation', { id: 'regulator' });
    expect(codeOf(ledger.ask(ADMIN, SET, listing('regulator')))).toBe('ORGANISATION_REMOVED');
  });

  it.each(['', 'evidence', 'evidence.', '.Register', '**', '*.*', 'Evidence.*', 'a.b', 'a.B.C'])(
    'refuses %j as a pattern',
    (pattern) => {
      const data = { pattern, policy: { rule: 'ANY' } };
      expect(() => definitionOf(SET).read(data, LIMITS)).toThrow('data.pattern must be');
    },
  );
});

describe('the shape of a rule', () => {
  it.each<[JsonValue]>([
    [{ rule: 'ANY' }],
    [{ rule: 'FORBIDDEN' }],
    [{ rule: 'AT_LEAST', atLeast: 2, organisations: ['a', 'b'] }],
    [{ rule: 'SELF', roles: ['admin'] }],
  ])('may be %j', (rule) => expect(policyRule(rule, 'policy')).toEqual(rule));

  it('sorts what it lists', () => {
    const rule = { rule: 'ANY', roles: ['b', 'a'], organisations: ['d', 'c'] };
    expect(policyRule(rule, 'policy')).toMatchObject({
      roles: ['a', 'b'],
      organisations: ['c', 'd'],
    });
  });

  it.each<[JsonValue, string]>([
    ['ANY', 'policy must be'],
    [null, 'policy must be'],
    [{}, 'policy.rule'],
    [{ rule: 'any' }, 'policy.rule'],
    [{ rule: 'AT_LEAST' }, 'policy.atLeast'],
    [{ rule: 'AT_LEAST', atLeast: 0 }, 'policy.atLeast'],
    [{ rule: 'AT_LEAST', atLeast: 1.5 }, 'policy.atLeast'],
    [{ rule: 'AT_LEAST', atLeast: 1e300 }, 'policy.atLeast'],
    [{ rule: 'AT_LEAST', atLeast: '2' }, 'policy.atLeast'],
    [{ rule: 'AT_LEAST', atLeast: 3, organisations: ['a', 'b'] }, 'policy.atLeast'],
    [{ rule: 'MAJORITY', atLeast: 2 }, 'policy.atLeast'],
    [{ rule: 'ANY', roles: [] }, 'policy.roles'],
    [{ rule: 'ANY', organisations: [] }, 'policy.organisations'],
    [{ rule: 'ANY', organisations: ['a', 'a'] }, 'policy.organisations[1]'],
    [{ rule: 'ANY', keys: 2 }, 'policy.keys'],
    [JSON.parse('{"rule":"ANY","__proto__":{"roles":["admin"]}}'), 'policy.__proto__'],
  ])('may not be %j', (rule, message) => {
    expect(() => policyRule(rule, 'policy')).toThrow(message);
  });
});

describe('the last way to change a policy', () => {
  const SOLE: Setup = {
    organisations: ['court', 'regulator'],
    actors: { 'admin@court': ['admin'], 'clerk@regulator': ['clerk'] },
    policies: BY_ONE.policies!,
  };

  it.each<[string, string, JsonObject]>([
    ['removing its actor', 'governance.RemoveActor', { actor: ADMIN }],
    ['taking its role away', 'governance.SetActorRoles', { actor: ADMIN, roles: ['clerk'] }],
    [
      'revoking its key in good order',
      'governance.RevokeKey',
      { key: keyOf(ADMIN), reason: 'ceased' },
    ],
    [
      'a rule for a role that nobody holds',
      SET,
      { pattern: SET, policy: { rule: 'ANY', roles: ['king'] } },
    ],
    ['a rule of self, which is nobody’s', SET, { pattern: SET, policy: { rule: 'SELF' } }],
    [
      'a rule of more than there are',
      SET,
      { pattern: SET, policy: { rule: 'AT_LEAST', atLeast: 2, roles: ['admin'] } },
    ],
    ['falling back on FORBIDDEN', SET, { pattern: SET, policy: null }],
  ])('cannot be lost by %s', (_, type, data) => {
    const events = ledgerOf(SOLE).ask(ADMIN, type, data);
    expect(refusalIn(events)).toMatchObject({
      code: 'RULES_UNCHANGEABLE',
      limit: 'enough organisations that can still meet the policy of governance.SetPolicy',
    });
  });

  it('cannot be lost by removing its organisation', () => {
    const policies = {
      ...SOLE.policies,
      'governance.RemoveOrganisation': { rule: 'ANY' as const },
    };
    const ledger = ledgerOf({ ...SOLE, policies });
    const events = ledger.ask('clerk@regulator', 'governance.RemoveOrganisation', { id: 'court' });
    expect(codeOf(events)).toBe('RULES_UNCHANGEABLE');
  });

  it('cannot be lost by making approvals impossible where it needs them', () => {
    const policies = { [SET]: { rule: 'AT_LEAST' as const, atLeast: 2, roles: ['admin'] } };
    const ledger = ledgerOf({ policies });
    const data = { pattern: 'governance.ApproveProposal', policy: { rule: 'FORBIDDEN' } };
    expect(codeOf(ledger.ask(ADMIN, SET, data))).toBe('RULES_UNCHANGEABLE');
  });

  it('cannot be lost by one more organisation that counts where nobody may approve', () => {
    const actor = 'admin@regulator';
    const policies = {
      [SET]: { rule: 'MAJORITY' as const, roles: ['admin'] },
      'governance.ApproveProposal': { rule: 'FORBIDDEN' as const },
      'governance.EnrolActor': { rule: 'ANY' as const },
    };
    const data = { actor, roles: ['admin'], keys: [proven(actor, actor)] };
    const events = ledgerOf({ ...SOLE, policies }).ask(ADMIN, 'governance.EnrolActor', data);
    expect(codeOf(events)).toBe('RULES_UNCHANGEABLE');
  });

  it('may be given up on purpose', () => {
    const ledger = ledgerOf(SOLE);
    const policy = { rule: 'FORBIDDEN' };
    expect(codeOf(ledger.ask(ADMIN, SET, { pattern: SET, policy }))).toBe('accepted');
    const change = { pattern: 'evidence.*', policy: { rule: 'ANY' } };
    expect(codeOf(ledger.ask(ADMIN, SET, change))).toBe('ACTION_FORBIDDEN');
    // Nothing is lost any more by what was refused before.
    expect(codeOf(ledger.ask(ADMIN, 'governance.RemoveActor', { actor: ADMIN }))).toBe('accepted');
  });

  it('does not stand in the way of stopping a compromised key', () => {
    const events = ledgerOf(SOLE).ask(ADMIN, 'governance.RevokeKey', {
      key: keyOf(ADMIN),
      reason: 'compromised',
    });
    expect(typesOf(events)).toEqual(['governance.KeyRevoked']);
  });

  it('is not lost while another organisation can change policies', () => {
    const ledger = ledgerOf(BY_ONE);
    for (const id of ['court', 'regulator', 'notary-office', 'forensic-institution']) {
      const actor = `admin@${id}`;
      expect(codeOf(ledger.ask(actor, 'governance.RemoveActor', { actor }))).toBe('accepted');
    }
    const actor = 'admin@evidence-platform';
    expect(codeOf(ledger.ask(actor, 'governance.RemoveActor', { actor }))).toBe(
      'RULES_UNCHANGEABLE',
    );
  });
});
