/** Actors are enrolled with keys they prove, hold roles, and are removed; ids never come back. */
import { describe, expect, it } from '@jest/globals';
import { codeOf, definitionOf, keyOf, ledgerOf, proven, refusalIn } from '../../support/domain.js';

const ENROL = 'governance.EnrolActor';
const ADMIN = 'admin@court';
const CLERK = 'clerk@court';
const LIMITS = { eventBytes: 1, batchItems: 1 };

function enrolment(actor = CLERK, seed = 'clerk') {
  return { actor, roles: ['witness', 'clerk'], keys: [proven(seed, actor)] };
}

describe('governance.EnrolActor', () => {
  it('enrols an actor of the admin’s organisation, roles sorted, keys bound', () => {
    const ledger = ledgerOf();
    expect(ledger.ask(ADMIN, ENROL, enrolment())).toEqual([
      {
        type: 'governance.ActorEnrolled',
        data: {
          actor: CLERK,
          organisation: 'court',
          roles: ['clerk', 'witness'],
          keys: [keyOf('clerk')],
        },
      },
    ]);
    expect(ledger.state.get(`governance/key/${keyOf('clerk')}`)).toEqual({
      actor: CLERK,
      status: 'active',
    });
  });

  it('lets the enrolled actor sign at once', () => {
    const ledger = ledgerOf();
    ledger.ask(ADMIN, ENROL, enrolment());
    const data = { key: keyOf('clerk'), reason: 'ceased' };
    const events = ledger.ask(CLERK, 'governance.RevokeKey', data, { key: keyOf('clerk') });
    expect(codeOf(events)).toBe('accepted');
  });

  it('refuses an id that is enrolled, and one that was', () => {
    const ledger = ledgerOf();
    ledger.ask(ADMIN, ENROL, enrolment());
    expect(codeOf(ledger.ask(ADMIN, ENROL, enrolment(CLERK, 'other')))).toBe('ACTOR_EXISTS');
    ledger.ask(ADMIN, 'governance.RemoveActor', { actor: CLERK });
    expect(codeOf(ledger.ask(ADMIN, ENROL, enrolment(CLERK, 'other')))).toBe('ACTOR_EXISTS');
  });

  it('refuses an organisation that does not take part, where the policy would allow it', () => {
    const ledger = ledgerOf({ policies: { [ENROL]: { rule: 'ANY' } } });
    expect(codeOf(ledger.ask(ADMIN, ENROL, enrolment('a@nowhere')))).toBe('ORGANISATION_UNKNOWN');
  });

  it('names the key of several that cannot be bound', () => {
    const keys = [proven('one', CLERK), proven(ADMIN, CLERK)];
    const events = ledgerOf().ask(ADMIN, ENROL, { actor: CLERK, roles: ['clerk'], keys });
    expect(refusalIn(events)).toMatchObject({ code: 'KEY_TAKEN', field: 'data.keys[1].key' });
  });

  it.each([
    ['no roles', { roles: [] }, 'data.roles'],
    ['17 roles', { roles: Array.from({ length: 17 }, (_, index) => `r${index}`) }, 'data.roles'],
    ['a role twice', { roles: ['a', 'a'] }, 'data.roles[1]'],
    ['a role that is no label', { roles: ['Admin'] }, 'data.roles[0]'],
    ['no keys', { keys: [] }, 'data.keys'],
    ['a key twice', { keys: [proven('a', CLERK), proven('a', CLERK)] }, 'data.keys[1].key'],
    ['a bare key', { keys: [keyOf('a')] }, 'data.keys[0]'],
    ['an id without handle', { actor: '@court' }, 'data.actor'],
    ['two at signs', { actor: 'a@b@court' }, 'data.actor'],
    ['a line break after the id', { actor: 'a@court\n' }, 'data.actor'],
    ['a name beside the fields', { name: 'Li Wei' }, 'data.name'],
  ])('refuses the shape of %s', (_, part, field) => {
    const data = { ...enrolment(), ...part };
    expect(() => definitionOf(ENROL).read(data, LIMITS)).toThrow(`${field} must be`);
  });
});

describe('governance.SetActorRoles', () => {
  it('replaces the roles and the power that goes with them', () => {
    const ledger = ledgerOf();
    const depositor = 'depositor@evidence-platform';
    const data = { actor: depositor, roles: ['reader'] };
    expect(ledger.ask('admin@evidence-platform', 'governance.SetActorRoles', data)).toEqual([
      { type: 'governance.ActorRolesSet', data },
    ]);
    const events = ledger.ask(depositor, 'evidence.RegisterItem', {
      item: { commitment: '00'.repeat(32), category: 'other', claim: 'author' },
    });
    expect(codeOf(events)).toBe('ROLE_MISSING');
    expect(ledger.state.get('governance/organisation/evidence-platform')).toMatchObject({
      signers: {
        total: 2,
        byRole: [
          ['admin', 1],
          ['reader', 1],
        ],
      },
    });
  });

  it('refuses an unknown and a removed actor', () => {
    const ledger = ledgerOf();
    const ask = () => ledger.ask(ADMIN, 'governance.SetActorRoles', { actor: CLERK, roles: ['x'] });
    expect(refusalIn(ask())).toMatchObject({ code: 'ACTOR_UNKNOWN', field: 'data.actor' });
    ledger.ask(ADMIN, ENROL, enrolment());
    ledger.ask(ADMIN, 'governance.RemoveActor', { actor: CLERK });
    expect(codeOf(ask())).toBe('ACTOR_REMOVED');
  });
});

describe('governance.RemoveActor', () => {
  it('takes the actor out of its organisation’s signers and keeps its keys bound', () => {
    const ledger = ledgerOf();
    ledger.ask(ADMIN, ENROL, enrolment());
    expect(ledger.ask(ADMIN, 'governance.RemoveActor', { actor: CLERK })).toEqual([
      { type: 'governance.ActorRemoved', data: { actor: CLERK } },
    ]);
    expect(ledger.state.get('governance/organisation/court')).toMatchObject({
      signers: { total: 1, byRole: [['admin', 1]] },
    });
    const reuse = ledger.ask(ADMIN, ENROL, enrolment('other@court', 'clerk'));
    expect(codeOf(reuse)).toBe('KEY_TAKEN');
  });

  it('refuses the actor of another organisation', () => {
    const data = { actor: 'depositor@evidence-platform' };
    expect(codeOf(ledgerOf().ask(ADMIN, 'governance.RemoveActor', data))).toBe('NOT_SELF');
  });

  it('refuses an actor that is already removed', () => {
    const ledger = ledgerOf();
    ledger.ask(ADMIN, ENROL, enrolment());
    ledger.ask(ADMIN, 'governance.RemoveActor', { actor: CLERK });
    const events = ledger.ask(ADMIN, 'governance.RemoveActor', { actor: CLERK });
    expect(codeOf(events)).toBe('ACTOR_REMOVED');
  });
});
