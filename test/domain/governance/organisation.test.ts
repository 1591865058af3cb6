/** Organisations come by agreement, leave by agreement, and their ids never come back. */
import { describe, expect, it } from '@jest/globals';
import { organisationName } from '../../../src/domain/governance/organisation.js';
import { codeOf, definitionOf, ledgerOf, refusalIn, type Setup } from '../../support/domain.js';

const ADD = 'governance.AddOrganisation';
const REMOVE = 'governance.RemoveOrganisation';
const ADMIN = 'admin@court';
/** Where one admin's word is enough, so that the rules themselves are in view. */
const BY_ONE: Setup = {
  policies: {
    [ADD]: { rule: 'ANY', roles: ['admin'] },
    [REMOVE]: { rule: 'ANY', roles: ['admin'] },
  },
};

describe('governance.AddOrganisation', () => {
  it('adds an organisation that nobody can sign for yet', () => {
    const ledger = ledgerOf(BY_ONE);
    const events = ledger.ask(ADMIN, ADD, { id: 'bank', name: '银行 Bank' });
    expect(events).toEqual([
      { type: 'governance.OrganisationAdded', data: { id: 'bank', name: '银行 Bank' } },
    ]);
    expect(ledger.state.get('governance/organisation/bank')).toEqual({
      name: '银行 Bank',
      status: 'active',
      signers: { total: 0, byRole: [] },
    });
    expect(ledger.state.get('governance/organisations')).toContain('bank');
  });

  it('keeps the list of active organisations sorted', () => {
    const ledger = ledgerOf(BY_ONE);
    for (const id of ['zoo', 'alpha', 'middle']) ledger.ask(ADMIN, ADD, { id, name: id });
    const listed = ledger.state.get('governance/organisations') as string[];
    expect(listed).toEqual([...listed].sort());
    expect(listed).toHaveLength(8);
  });

  it('refuses an id in use, with the id as the value', () => {
    const events = ledgerOf(BY_ONE).ask(ADMIN, ADD, { id: 'court', name: 'Another court' });
    expect(refusalIn(events)).toEqual({
      code: 'ORGANISATION_EXISTS',
      field: 'data.id',
      limit: 'a new id',
      value: 'court',
    });
  });

  it('refuses the id of a removed organisation for ever', () => {
    const ledger = ledgerOf(BY_ONE);
    ledger.ask(ADMIN, REMOVE, { id: 'regulator' });
    const events = ledger.ask(ADMIN, ADD, { id: 'regulator', name: 'Regulator' });
    expect(codeOf(events)).toBe('ORGANISATION_EXISTS');
  });

  it.each([
    'Court',
    'court ',
    '-court',
    'court-',
    'a'.repeat(64),
    '',
    'сourt',
    'a/b',
    'a@b',
    '__proto__',
  ])('refuses %j as the shape of an id', (id) => {
    const limits = { eventBytes: 1, batchItems: 1 };
    expect(() => definitionOf(ADD).read({ id, name: 'x' }, limits)).toThrow('data.id must be');
  });
});

describe('an organisation’s name', () => {
  it.each(['Court', '法院', '最高人民法院 第二巡回法庭', 'Société Générale (Nº 1)', '𠮷野家', 'a'])(
    'may be %j',
    (name) => expect(organisationName(name, 'name')).toBe(name),
  );

  it.each([
    ['empty', ''],
    ['a space in front', ' Court'],
    ['a space behind', 'Court '],
    ['a line break', 'Co\nurt'],
    ['a zero-width space', 'Co\u200burt'],
    ['a right-to-left override', 'Co\u202eurt'],
    ['a no-break space', 'Co\u00a0urt'],
    ['a byte order mark', '\ufeffCourt'],
    ['a tag character', 'Court\u{e0041}'],
    ['half a surrogate pair', 'Court\ud800'],
    ['201 characters', 'a'.repeat(201)],
    ['a number', 7 as never],
  ])('may not have %s', (_, name) => {
    expect(() => organisationName(name, 'name')).toThrow('name must be');
  });
});

describe('governance.RemoveOrganisation', () => {
  it('ends the power of the organisation’s actors at the next event', () => {
    const ledger = ledgerOf(BY_ONE);
    expect(ledger.ask(ADMIN, REMOVE, { id: 'regulator' })).toEqual([
      { type: 'governance.OrganisationRemoved', data: { id: 'regulator' } },
    ]);
    expect(ledger.state.get('governance/organisations')).not.toContain('regulator');
    const events = ledger.ask('admin@regulator', ADD, { id: 'x', name: 'x' });
    expect(codeOf(events)).toBe('ORGANISATION_REMOVED');
  });

  it('refuses an unknown organisation, then one that is already removed', () => {
    const ledger = ledgerOf(BY_ONE);
    expect(codeOf(ledger.ask(ADMIN, REMOVE, { id: 'nowhere' }))).toBe('ORGANISATION_UNKNOWN');
    ledger.ask(ADMIN, REMOVE, { id: 'regulator' });
    expect(codeOf(ledger.ask(ADMIN, REMOVE, { id: 'regulator' }))).toBe('ORGANISATION_REMOVED');
  });

  it('refuses to remove the last active organisation', () => {
    const ledger = ledgerOf({ ...BY_ONE, organisations: ['court', 'regulator'] });
    ledger.ask(ADMIN, REMOVE, { id: 'regulator' });
    expect(refusalIn(ledger.ask(ADMIN, REMOVE, { id: 'court' }))).toEqual({
      code: 'LAST_ORGANISATION',
      field: 'data.id',
      limit: 'an organisation besides the last active one',
      value: 'court',
    });
  });

  it('lets an organisation leave by itself under SELF', () => {
    const ledger = ledgerOf({ policies: { [REMOVE]: { rule: 'SELF', roles: ['admin'] } } });
    expect(codeOf(ledger.ask('admin@regulator', REMOVE, { id: 'court' }))).toBe('NOT_SELF');
    expect(codeOf(ledger.ask('admin@regulator', REMOVE, { id: 'regulator' }))).toBe('accepted');
  });
});
