/** Validators come, go and change power by agreement, and no change gives anybody too much. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { powerShareLimit, validatorSet } from '../../../src/domain/governance/validatorSet.js';
import { cometBftName } from '../../../src/ledger/cometbft/validatorSet.js';
import {
  codeOf,
  definitionOf,
  type DomainLedger,
  keyOf,
  ledgerOf,
  proven,
  refusalIn,
  validatorOf,
} from '../../support/domain.js';
import { addition, validatorLedger } from '../../support/validatorStories.js';

const ADD = 'governance.AddValidator';
const REWEIGH = 'governance.ReweighValidator';
const REMOVE = 'governance.RemoveValidator';
const LIMIT = 'governance.SetPowerShareLimit';
const ADMIN = 'admin@court';
const OFFICES = ['court', 'evidence-platform', 'forensic-institution', 'notary-office'];
const evenly = (power: number) => Object.fromEntries(OFFICES.map((id) => [id, power]));
/** Where one admin's word is enough, so that the rules themselves are in view. */
const four = (): DomainLedger => validatorLedger(evenly(1));

const powers = ({ state }: DomainLedger): readonly string[] =>
  (validatorSet(state) ?? []).map(({ organisation, power }) => `${organisation} ${power}`);

describe('governance.AddValidator', () => {
  it('adds the validator of an organisation, in the order of their ids', () => {
    const ledger = four();
    const { validator } = validatorOf('regulator');
    expect(ledger.ask(ADMIN, ADD, addition('regulator'))).toEqual([
      { type: 'governance.ValidatorAdded', data: validator },
    ]);
    expect(powers(ledger)).toEqual([
      'court 1',
      'evidence-platform 1',
      'forensic-institution 1',
      'notary-office 1',
      'regulator 1',
    ]);
  });

  it('waits for the others where the policy counts several organisations', () => {
    const most = { rule: 'MAJORITY', roles: ['admin'] } as const;
    const ledger = ledgerOf({ validators: evenly(1), policies: { [ADD]: most } });
    const hash = '5a'.repeat(32);
    const [opened] = ledger.ask('admin@regulator', ADD, addition('regulator'), { hash });
    expect(opened?.type).toBe('governance.ProposalOpened');
    const approve = (organisation: string) =>
      ledger.ask(`admin@${organisation}`, 'governance.ApproveProposal', { proposal: hash });
    approve('court');
    expect(powers(ledger)).toHaveLength(4);
    approve('notary-office');
    expect(powers(ledger)).toHaveLength(5);
  });

  it('refuses a second one of an organisation, and one of an organisation that is gone', () => {
    const ledger = four();
    expect(codeOf(ledger.ask(ADMIN, ADD, addition('court', 1, 'another')))).toBe(
      'VALIDATOR_EXISTS',
    );
    ledger.ask(ADMIN, 'governance.RemoveOrganisation', { id: 'regulator' });
    expect(codeOf(ledger.ask(ADMIN, ADD, addition('regulator')))).toBe('ORGANISATION_REMOVED');
  });

  it('refuses a key that another organisation uses or has used, or that an actor has', () => {
    const ledger = four();
    const { possession } = proven('votes of court', 'regulator');
    const { validatorKey } = validatorOf('court').validator;
    const taken = { ...addition('regulator'), validatorKey, possession };
    expect(codeOf(ledger.ask(ADMIN, ADD, taken))).toBe('VALIDATOR_KEY_TAKEN');
    ledger.ask(ADMIN, REMOVE, { organisation: 'court' });
    expect(codeOf(ledger.ask(ADMIN, ADD, taken))).toBe('VALIDATOR_KEY_TAKEN');
    const actors = addition('regulator', 1, 'depositor@evidence-platform');
    expect(codeOf(ledger.ask(ADMIN, ADD, actors))).toBe('VALIDATOR_KEY_TAKEN');
  });

  it('lets an organisation come back with the key that it had', () => {
    const ledger = four();
    ledger.ask(ADMIN, REMOVE, { organisation: 'court' });
    expect(codeOf(ledger.ask(ADMIN, ADD, addition('court')))).toBe('accepted');
  });

  it('refuses a node id that another node has, and that of the validator key itself', () => {
    const ledger = four();
    const given = addition('regulator');
    const { nodeId } = validatorOf('court').validator;
    expect(codeOf(ledger.ask(ADMIN, ADD, { ...given, nodeId }))).toBe('NODE_ID_TAKEN');
    const own = cometBftName(given['validatorKey'] as string);
    expect(codeOf(ledger.ask(ADMIN, ADD, { ...given, nodeId: own }))).toBe('NODE_ID_TAKEN');
  });

  it('refuses a key whose holder has not signed for this organisation', () => {
    const { possession } = proven('votes of regulator', 'court');
    const events = four().ask(ADMIN, ADD, { ...addition('regulator'), possession });
    expect(refusalIn(events)).toMatchObject({
      code: 'KEY_NOT_POSSESSED',
      field: 'data.possession',
    });
  });

  it.each([0, -1, 1.5, 1_000_000_001, '1'])('refuses %j as a power', (power) => {
    const limits = { eventBytes: 1, batchItems: 1 };
    const data = { ...addition('regulator'), power } as JsonObject;
    expect(() => definitionOf(ADD).read(data, limits)).toThrow('data.power must be');
  });

  it('refuses a key that is no Ed25519 key which every verifier accepts', () => {
    const limits = { eventBytes: 1, batchItems: 1 };
    const data = { ...addition('regulator'), validatorKey: '00'.repeat(32) };
    expect(() => definitionOf(ADD).read(data, limits)).toThrow('data.validatorKey must be');
  });

  it('refuses more power in all than there may be', () => {
    const ledger = validatorLedger(evenly(250_000_000));
    expect(codeOf(ledger.ask(ADMIN, ADD, addition('regulator')))).toBe('TOTAL_POWER_EXCEEDED');
  });

  it('refuses the hundred and first validator', () => {
    const organisations = Array.from({ length: 101 }, (_, index) => `office-${index}`);
    const validators = Object.fromEntries(organisations.slice(1).map((id) => [id, 1]));
    const ledger = validatorLedger(validators, organisations);
    expect(codeOf(ledger.ask('admin@office-0', ADD, addition('office-0')))).toBe('VALIDATORS_FULL');
  });
});

describe('governance.ReweighValidator', () => {
  it('gives a validator another power', () => {
    const ledger = validatorLedger({ ...evenly(1), regulator: 1, bank: 1 }, [
      ...OFFICES,
      'regulator',
      'bank',
    ]);
    expect(ledger.ask(ADMIN, REWEIGH, { organisation: 'court', power: 2 })).toEqual([
      { type: 'governance.ValidatorReweighed', data: { organisation: 'court', power: 2 } },
    ]);
    expect(powers(ledger)[0]).toBe('bank 1');
    expect(powers(ledger)[1]).toBe('court 2');
  });

  it('refuses more than a third for one organisation, and names the share', () => {
    const ledger = four();
    expect(refusalIn(ledger.ask(ADMIN, REWEIGH, { organisation: 'court', power: 2 }))).toEqual({
      code: 'POWER_SHARE',
      field: 'data.power',
      limit: 'at most 1/3 of the power for one organisation',
      value: '2/5 for court',
    });
  });

  it('refuses an organisation that has no validator', () => {
    const events = four().ask(ADMIN, REWEIGH, { organisation: 'regulator', power: 1 });
    expect(codeOf(events)).toBe('VALIDATOR_UNKNOWN');
  });

  it('lets a share that is too large shrink, though it stays too large', () => {
    const ledger = validatorLedger({ ...evenly(1), court: 9 });
    const powerOf = (power: number) => ({ organisation: 'court', power });
    expect(codeOf(ledger.ask(ADMIN, REWEIGH, powerOf(8)))).toBe('accepted');
    expect(codeOf(ledger.ask(ADMIN, REWEIGH, powerOf(9)))).toBe('POWER_SHARE');
  });
});

describe('governance.RemoveValidator', () => {
  it('ends the votes of an organisation', () => {
    const ledger = four();
    expect(ledger.ask(ADMIN, REMOVE, { organisation: 'court' })).toEqual([
      { type: 'governance.ValidatorRemoved', data: { organisation: 'court' } },
    ]);
    expect(powers(ledger)).toHaveLength(3);
  });

  it('refuses when one of those who stay would get more than a third', () => {
    const ledger = four();
    ledger.ask(ADMIN, REMOVE, { organisation: 'court' });
    const events = ledger.ask(ADMIN, REMOVE, { organisation: 'notary-office' });
    expect(codeOf(events)).toBe('POWER_SHARE');
  });

  it('refuses to remove the last one', () => {
    const ledger = validatorLedger({ court: 1 });
    expect(codeOf(ledger.ask(ADMIN, REMOVE, { organisation: 'court' }))).toBe('LAST_VALIDATOR');
  });

  it('comes with the removal of the organisation, and is guarded there as well', () => {
    const ledger = four();
    expect(ledger.ask(ADMIN, 'governance.RemoveOrganisation', { id: 'notary-office' })).toEqual([
      { type: 'governance.OrganisationRemoved', data: { id: 'notary-office' } },
      { type: 'governance.ValidatorRemoved', data: { organisation: 'notary-office' } },
    ]);
    expect(powers(ledger)).toHaveLength(3);
    const next = { id: 'evidence-platform' };
    expect(codeOf(ledger.ask(ADMIN, 'governance.RemoveOrganisation', next))).toBe('POWER_SHARE');
  });
});

describe('governance.SetPowerShareLimit', () => {
  it('allows what a third does not, from then on', () => {
    const ledger = four();
    expect(powerShareLimit(ledger.state)).toEqual({ numerator: 1, denominator: 3 });
    ledger.ask(ADMIN, LIMIT, { numerator: 2, denominator: 5 });
    const change = { organisation: 'court', power: 2 };
    expect(codeOf(ledger.ask(ADMIN, REWEIGH, change))).toBe('accepted');
    expect(codeOf(ledger.ask(ADMIN, REWEIGH, { ...change, power: 3 }))).toBe('POWER_SHARE');
  });

  it('is a part of the whole', () => {
    const limits = { eventBytes: 1, batchItems: 1 };
    const read = (numerator: number, denominator: number) => () =>
      definitionOf(LIMIT).read({ numerator, denominator }, limits);
    expect(read(4, 3)).toThrow('data.numerator must be');
    expect(read(0, 3)).toThrow('data.numerator must be');
    expect(read(1, 101)).toThrow('data.denominator must be');
  });
});

describe('a ledger that one operator keeps', () => {
  it.each([
    [ADD, addition('court')],
    [REWEIGH, { organisation: 'court', power: 1 }],
    [REMOVE, { organisation: 'court' }],
    [LIMIT, { numerator: 1, denominator: 2 }],
  ])('refuses %s: there is nobody to vote', (type, data) => {
    const ledger = ledgerOf({ policies: { [type]: { rule: 'ANY' } } });
    expect(codeOf(ledger.ask(ADMIN, type, data))).toBe('VALIDATORS_NOT_KEPT');
  });
});

describe('a validator key', () => {
  it('can never be bound to an actor', () => {
    const ledger = four();
    const { key, possession } = proven('votes of court', ADMIN);
    const data = { actor: ADMIN, key, possession };
    expect(keyOf('votes of court')).toBe(key);
    expect(codeOf(ledger.ask(ADMIN, 'governance.AddKey', data))).toBe('KEY_TAKEN');
  });
});
