/** Time authorities and the tokens that are attached (docs/rules/evidence.md). */
import { describe, expect, it } from '@jest/globals';
import { independentTimeOwners } from '../../../src/domain/evidence/timeOwners.js';
import type { Instant } from '../../../src/ledger/instant.js';
import { codeOf, definitionOf, ledgerOf, refusalIn } from '../../support/domain.js';
import { batchOf, commitments } from '../../support/evidence.js';
import { base64Of, GEN_TIME, POLICY, testAuthority } from '../../support/timeAuthority.js';
import {
  attach,
  attachData,
  authorityData,
  DEPOSITOR,
  ITEM,
  register,
  REGULATOR,
  stampedLedger,
  TIMESTAMP_STORIES,
} from '../../support/timestampStories.js';

const LIMITS = { eventBytes: 1, batchItems: 1 };

describe('evidence.RegisterTimeAuthority', () => {
  it('records root, owner, relation and accepted policies', () => {
    const data = authorityData('observatory', { relation: 'ledger-operator' });
    const { id: authority, ...rest } = data;
    expect(register(ledgerOf(), data)).toEqual([
      { type: 'evidence.TimeAuthorityRegistered', data: { authority, ...rest, by: REGULATOR } },
    ]);
  });

  it('refuses an id that is taken, and a key that another authority has', () => {
    expect(codeOf(TIMESTAMP_STORIES.AUTHORITY_EXISTS())).toBe('AUTHORITY_EXISTS');
    expect(codeOf(TIMESTAMP_STORIES.AUTHORITY_ROOT_TAKEN())).toBe('AUTHORITY_ROOT_TAKEN');
  });

  it('refuses an owner that does not take part', () => {
    const data = authorityData('a', { owner: 'nobody' });
    expect(codeOf(register(ledgerOf(), data))).toBe('ORGANISATION_UNKNOWN');
  });

  it('refuses as root what is no certificate of an authority', () => {
    const [signer] = testAuthority().chain;
    const data = authorityData('a', { root: base64Of(signer!) });
    expect(refusalIn(register(ledgerOf(), data))).toMatchObject({
      code: 'AUTHORITY_ROOT',
      value: expect.stringContaining('CHAIN_CA'),
    });
  });

  it.each([
    ['base64 with a byte too many', { root: 'MAA' }],
    ['no policy', { policies: [] }],
    ['policies out of order', { policies: ['1.2.4', '1.2.3'] }],
    ['a policy twice', { policies: ['1.2.3', '1.2.3'] }],
    ['a policy with leading zeros', { policies: ['1.02'] }],
    ['a relation outside the list', { relation: 'friend' }],
  ])('has no shape with %s', (_name, part) => {
    const { read } = definitionOf('evidence.RegisterTimeAuthority');
    expect(() => read(authorityData('a', part), LIMITS)).toThrow('must be');
  });
});

describe('evidence.AttachTimestamp', () => {
  it('records what the token says and whose it is', () => {
    const data = attachData('observatory');
    expect(attach(stampedLedger(), data)).toEqual([
      {
        type: 'evidence.TimestampAttached',
        data: {
          ...data,
          owner: 'notary-office',
          relation: 'independent',
          genTime: GEN_TIME,
          genTimeMicroseconds: 0,
          accuracyMicroseconds: 1_500_000,
          notAfter: '2026-01-01T00:00:02.750Z',
          flags: [],
          serial: '7',
          policy: POLICY,
          hash: 'sha-256',
          revocation: 'not-checked',
          by: DEPOSITOR,
        },
      },
    ]);
  });

  it('records that lists of that time spoke for the chain', () => {
    const revocationLists = [base64Of(testAuthority().revocationList)];
    const [attached] = attach(stampedLedger(), attachData('observatory', { revocationLists }));
    expect(attached?.data).toMatchObject({ revocation: 'good' });
  });

  it('dates a batch by its own id, and so all of its members', () => {
    const ledger = stampedLedger();
    const batch = '0b'.repeat(32);
    ledger.ask(DEPOSITOR, 'evidence.RegisterBatch', batchOf(commitments(3)), { hash: batch });
    const token = base64Of(testAuthority().stamp(batch));
    const data = attachData('observatory', { registration: batch, token });
    expect(codeOf(attach(ledger, data))).toBe('accepted');
    expect(independentTimeOwners(ledger.state, batch)).toEqual(['notary-office']);
  });

  it('refuses a registration, or an authority, that is not there', () => {
    const data = attachData('observatory', { registration: 'ff'.repeat(32) });
    expect(codeOf(attach(stampedLedger(), data))).toBe('ITEM_UNKNOWN');
    expect(codeOf(TIMESTAMP_STORIES.AUTHORITY_UNKNOWN())).toBe('AUTHORITY_UNKNOWN');
  });

  it.each([
    ['of another registration', testAuthority().stamp('0b'.repeat(32)), 'IMPRINT_VALUE'],
    ['of another authority', testAuthority('sundial').stamp(ITEM), 'CHAIN_UNTRUSTED'],
    ['under another policy', testAuthority().stamp(ITEM, { policy: '1.2.3' }), 'POLICY_MISMATCH'],
    ['with a byte after its end', Uint8Array.of(...testAuthority().stamp(ITEM), 0), 'TRAILING'],
  ])('refuses a token %s as TIMESTAMP_INVALID, naming the check', (_name, token, check) => {
    const events = attach(stampedLedger(), attachData('observatory', { token: base64Of(token) }));
    expect(refusalIn(events)).toMatchObject({
      code: 'TIMESTAMP_INVALID',
      value: expect.stringContaining(check),
    });
  });

  it.each([
    ['TIMESTAMP_TOO_EARLY', '2025-12-31T23:59:48.499Z'],
    ['accepted', '2025-12-31T23:59:48.500Z'],
    ['accepted', '2026-01-01T00:00:13.500Z'],
    ['TIMESTAMP_TOO_LATE', '2026-01-01T00:00:13.501Z'],
  ])('answers %s for a time of %s: both clocks may be off', (code, genTime) => {
    const token = testAuthority().stamp(ITEM, { genTime: genTime as Instant });
    const data = attachData('observatory', { token: base64Of(token) });
    expect(codeOf(attach(stampedLedger(), data))).toBe(code);
  });

  it('takes a token once and at most 16 of a registration', () => {
    expect(codeOf(TIMESTAMP_STORIES.TIMESTAMP_ATTACHED())).toBe('TIMESTAMP_ATTACHED');
    expect(codeOf(TIMESTAMP_STORIES.TIMESTAMPS_FULL())).toBe('TIMESTAMPS_FULL');
  });

  it('counts owners, not tokens and not authorities', () => {
    const ledger = stampedLedger();
    register(ledger, authorityData('sundial'));
    register(ledger, authorityData('gnomon', { owner: 'court' }));
    for (const name of ['observatory', 'sundial']) attach(ledger, attachData(name));
    expect(independentTimeOwners(ledger.state, ITEM)).toEqual(['notary-office']);
    attach(ledger, attachData('gnomon'));
    expect(independentTimeOwners(ledger.state, ITEM)).toEqual(['court', 'notary-office']);
  });

  it('does not count an authority of the claimant', () => {
    const ledger = stampedLedger({ owner: 'evidence-platform' });
    const [attached] = attach(ledger, attachData('observatory'));
    expect(attached?.data).toMatchObject({ relation: 'claimant' });
    expect(independentTimeOwners(ledger.state, ITEM)).toEqual([]);
  });

  it('does not count any authority of an owner that runs the ledger', () => {
    const ledger = stampedLedger();
    register(ledger, authorityData('sundial', { relation: 'ledger-operator' }));
    const [attached] = attach(ledger, attachData('observatory'));
    expect(attached?.data).toMatchObject({ relation: 'ledger-operator' });
    expect(independentTimeOwners(ledger.state, ITEM)).toEqual([]);
  });
});

describe('evidence.IssueTimestamp', () => {
  const data = { hash: 'sha-512', imprint: 'ab'.repeat(64), policy: POLICY };

  it('records the digest that will be stamped, and nothing of whose it is', () => {
    expect(ledgerOf().ask(DEPOSITOR, 'evidence.IssueTimestamp', data)).toEqual([
      { type: 'evidence.TimestampIssued', data: { ...data, by: DEPOSITOR } },
    ]);
  });

  it.each([
    ['a digest of another length', { imprint: 'ab'.repeat(32) }],
    ['SHA-1', { hash: 'sha-1' }],
    ['no policy', { policy: '' }],
  ])('has no shape with %s', (_name, part) => {
    const { read } = definitionOf('evidence.IssueTimestamp');
    expect(() => read({ ...data, ...part }, LIMITS)).toThrow('must be');
  });
});
