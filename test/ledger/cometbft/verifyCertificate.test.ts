import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../src/crypto/canonicalJson.js';
import {
  type Certificate,
  encodeCertificate,
  parseCertificate,
} from '../../../src/ledger/cometbft/certificate.js';
import { TOTAL_POWER_MAX } from '../../../src/ledger/cometbft/validatorSet.js';
import {
  CERTIFICATE_FAULTS,
  type CertificateFault,
  quorumOf,
  verifyCertificate,
} from '../../../src/ledger/cometbft/verifyCertificate.js';
import { certify, decide, genesisValidators, type Powers, setOf } from './voters.js';
import { CHAIN_ID, CHANGED_AT, recorded } from './recordedBlocks.js';

const APP_HASH = 'ab'.repeat(32);
const TARGET = { chainId: 'civic-test', appHash: APP_HASH };
const FOUR: Powers = { court: 1, notary: 1, platform: 1, regulator: 1 };
const THREE: Powers = { court: 1, notary: 3, platform: 1 };
const TWO: Powers = { notary: 3, appraiser: 5 };
const HISTORY = [FOUR, THREE, TWO] as const;

const trustIn = (powers: Powers) => ({ ...TARGET, validators: setOf(powers) });
const codeOf = (certificate: Certificate, trust = trustIn(FOUR)) => {
  const verdict = verifyCertificate(certificate, trust);
  return verdict.ok ? 'ok' : verdict.code;
};

describe('a certificate of a real network', () => {
  const changes = CHANGED_AT.map((height) => ({
    block: recorded(height - 1).block,
    validators: recorded(height).validators,
  }));
  const { block } = recorded(18);
  const { validators } = recorded(1);
  const trust = { chainId: CHAIN_ID, validators, appHash: block.header.appHash };

  it('leads from the first set through every change to the one that voted', () => {
    const verdict = verifyCertificate({ block, changes }, trust);
    expect(verdict).toEqual({ ok: true, validators: recorded(18).validators, engineHeight: 18 });
  });

  it('does not hold with a change left out', () => {
    expect(codeOf({ block, changes: changes.slice(0, 1) }, trust)).toBe('VALIDATORS');
    expect(codeOf({ block, changes: changes.slice(1) }, trust)).toBe('VALIDATORS');
    expect(codeOf({ block, changes: [] }, trust)).toBe('VALIDATORS');
  });

  it('is written and read back as it is', () => {
    const text = encodeCertificate({ block, changes });
    expect(parseCertificate(text)).toEqual({ block, changes });
  });
});

describe('verifyCertificate names the first check that fails', () => {
  const sound = certify(TARGET, HISTORY);
  const [first, second] = sound.changes as [Certificate['changes'][0], Certificate['changes'][0]];
  const at = (height: number, appHash = APP_HASH) =>
    decide({ ...TARGET, appHash, height, validators: TWO });
  const few = decide({ ...TARGET, height: 9, validators: FOUR, voters: ['court', 'notary'] });
  const seen = new Set<string>();

  const cases: readonly (readonly [CertificateFault, string, Certificate])[] = [
    ['CHAIN_ID', 'a block of another chain', certify({ ...TARGET, chainId: 'other' }, HISTORY)],
    ['VALIDATORS', 'a history from another set', certify(TARGET, [THREE, TWO])],
    ['VALIDATORS', 'changes in another order', { ...sound, changes: [second, first] }],
    ['VOTING_POWER', 'the votes of two of four', { block: few, changes: [] }],
    [
      'VOTE_COUNT',
      'a vote missing at the end',
      { ...sound, block: { ...sound.block, votes: sound.block.votes.slice(1) } },
    ],
    [
      'VOTE_SIGNATURE',
      'a change with another block’s votes',
      { ...sound, changes: [{ ...first, block: { ...first.block, round: 1 } }, second] },
    ],
    [
      'NEXT_VALIDATORS',
      'a set of one’s own',
      { ...sound, changes: [{ ...first, validators: setOf(TWO) }] },
    ],
    ['HEIGHT_ORDER', 'a block at the height of the last change', { ...sound, block: at(3) }],
    ['HEIGHT_ORDER', 'a change made twice', certifyTwice()],
    ['APP_HASH', 'the hash of another block', { ...sound, block: at(9, 'cd'.repeat(32)) }],
  ];

  function certifyTwice(): Certificate {
    const change = {
      block: decide({ ...TARGET, height: 1, validators: FOUR }),
      validators: setOf(FOUR),
    };
    return { block: decide({ ...TARGET, height: 2, validators: FOUR }), changes: [change, change] };
  }

  it.each(cases)('%s: %s', (code, _, certificate) => {
    seen.add(code);
    expect(codeOf(certificate)).toBe(code);
  });

  it('with every code of the list', () => {
    expect([...seen].sort()).toEqual(Object.keys(CERTIFICATE_FAULTS).sort());
  });

  it('and the height at which it fails', () => {
    const changes = [first, { ...second, validators: setOf(FOUR) }];
    const verdict = verifyCertificate({ ...sound, changes }, trustIn(FOUR));
    expect(verdict).toEqual({ ok: false, code: 'NEXT_VALIDATORS', engineHeight: 3 });
  });
});

describe('a certificate', () => {
  it('holds for any history of sets, and for no beginning but its own', () => {
    const organisations = ['a', 'b', 'c', 'd', 'e'];
    const powers = fc
      .dictionary(fc.constantFrom(...organisations), fc.integer({ min: 1, max: 1_000_000 }), {
        minKeys: 1,
      })
      .map((entries): Powers => ({ ...entries }));
    const history = fc.array(powers, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(history, (sets) => {
        const [start, ...later] = sets as [Powers, ...Powers[]];
        const certificate = certify(TARGET, [start, ...later]);
        expect(codeOf(certificate, trustIn(start))).toBe('ok');
        const other = { ...start, stranger: 7 };
        expect(codeOf(certificate, trustIn(other))).toBe('VALIDATORS');
        expect(parseCertificate(encodeCertificate(certificate))).toEqual(certificate);
      }),
      { numRuns: 25 },
    );
  });

  it('holds exactly when more than two thirds of the power have signed', () => {
    const weights = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean()), {
      minLength: 1,
      maxLength: 7,
    });
    fc.assert(
      fc.property(weights, (list) => {
        const validators = Object.fromEntries(list.map(([power], at) => [`v${at}`, power]));
        const voters = list.flatMap(([, votes], at) => (votes ? [`v${at}`] : []));
        const block = decide({ ...TARGET, height: 5, validators, voters });
        const signed = list.reduce((sum, [power, votes]) => sum + (votes ? power : 0), 0);
        const total = list.reduce((sum, [power]) => sum + power, 0);
        const expected = signed > (2 * total) / 3 ? 'ok' : 'VOTING_POWER';
        expect(codeOf({ block, changes: [] }, trustIn(validators))).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('names who has signed, as far as genesis knows them', () => {
    const certificate = certify(TARGET, HISTORY);
    const quorum = quorumOf(certificate, setOf(TWO), genesisValidators(FOUR));
    expect(quorum).toMatchObject({ engineHeight: 7, validators: 2, power: 8, totalPower: 8 });
    expect(quorum.signers.map(({ organisation, power }) => [organisation, power])).toEqual([
      [null, 5],
      ['notary', 3],
    ]);
  });

  it('has a set in one spelling only', () => {
    const text = encodeCertificate(certify(TARGET, [FOUR, THREE]));
    const edit = (change: (validators: { key: string; power: number }[]) => unknown) => {
      const value = JSON.parse(text) as {
        changes: [{ validators: { key: string; power: number }[] }];
      };
      change(value.changes[0].validators);
      return parseCertificate(canonicalJson(value));
    };
    expect(edit(() => undefined)).toBeDefined();
    expect(edit((set) => set.reverse())).toBeUndefined();
    expect(edit((set) => set.push(set[0] as (typeof set)[0]))).toBeUndefined();
    expect(edit((set) => set.splice(0))).toBeUndefined();
    expect(edit((set) => ((set[0] as (typeof set)[0]).power = 0))).toBeUndefined();
    expect(edit((set) => ((set[0] as (typeof set)[0]).power = TOTAL_POWER_MAX))).toBeUndefined();
    expect(edit((set) => ((set[0] as (typeof set)[0]).power = 2 ** 53))).toBeUndefined();
    expect(edit((set) => ((set[0] as (typeof set)[0]).key = 'AB'.repeat(32)))).toBeUndefined();
  });
});
