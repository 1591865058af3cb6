/** Registering one item: what is recorded, and what of it the rules check. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { itemId, itemRecord } from '../../../src/domain/evidence/item.js';
import { START } from '../../support/consortium.js';
import { codeOf, ledgerOf, refusalIn } from '../../support/domain.js';
import {
  type AlgorithmName,
  batchOf,
  commitmentOf,
  commitments,
  digestsOf,
  openItem,
} from '../../support/evidence.js';

const REGISTER = 'evidence.RegisterItem';
const DEPOSITOR = 'depositor@evidence-platform';
const HASH = 'ab'.repeat(32);

describe('evidence.RegisterItem', () => {
  it('records the claim under the hash of the signed event', () => {
    const ledger = ledgerOf();
    const data = openItem('page', { category: 'web-page', claim: 'collector' });
    expect(ledger.ask(DEPOSITOR, REGISTER, data, { hash: HASH })).toEqual([
      {
        type: 'evidence.ItemRegistered',
        data: {
          item: HASH,
          claimant: 'evidence-platform',
          registrant: DEPOSITOR,
          commitment: commitmentOf(digestsOf('page')),
          digests: digestsOf('page'),
          category: 'web-page',
          claim: 'collector',
        },
      },
    ]);
    expect(ledger.state.get(`evidence/item/${HASH}`)).toEqual({
      claimant: 'evidence-platform',
      status: 'active',
      time: START,
    });
  });

  it('records a salted commitment without any digest', () => {
    const item = { commitment: 'cd'.repeat(32), category: 'communication', claim: 'witness' };
    const [registered] = ledgerOf().ask(DEPOSITOR, REGISTER, { item }, { hash: HASH });
    expect(registered?.data).toEqual({
      item: HASH,
      claimant: 'evidence-platform',
      registrant: DEPOSITOR,
      ...item,
    });
  });

  it('keeps the claimed time as the party wrote it, without judging it', () => {
    const claimedTime = '1999-12-31T23:59:59.999Z';
    const [registered] = ledgerOf().ask(DEPOSITOR, REGISTER, openItem('page', { claimedTime }));
    expect(registered?.data).toMatchObject({ claimedTime });
  });

  it('keeps every claim on the same content, in order, and calls none the owner', () => {
    const content = fc.string();
    const claimants = fc.array(fc.constantFrom(DEPOSITOR, 'admin@court', 'admin@regulator'), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(content, claimants, (text, actors) => {
        const ledger = ledgerOf();
        const claims = actors.flatMap((actor) => ledger.ask(actor, REGISTER, openItem(text)));
        expect(claims.map(({ data }) => data['registrant'])).toEqual(actors);
        expect(new Set(claims.map(({ data }) => data['commitment'])).size).toBe(1);
        expect(new Set(claims.map(({ data }) => data['item'])).size).toBe(actors.length);
        for (const { data } of claims) {
          expect(itemRecord(ledger.state, data['item'] as string)).toEqual({
            claimant: data['claimant'],
            status: 'active',
            time: START,
          });
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each<[readonly AlgorithmName[]]>([
    [['sha-256', 'sha3-256']],
    [['sha-256', 'sm3']],
    [['sha-512', 'sm3']],
    [['sha3-256', 'sm3']],
    [['sha-256', 'sha-512', 'sm3']],
    [['sha-256', 'sha-512', 'sha3-256', 'sm3']],
  ])('takes the digests %j', (algorithms) => {
    const digests = digestsOf('page', algorithms).map((digest) => ({ ...digest }));
    const data = openItem('page', { digests, commitment: commitmentOf(digests) });
    expect(codeOf(ledgerOf().ask(DEPOSITOR, REGISTER, data))).toBe('accepted');
  });

  it('takes an empty content and one of the largest safe length', () => {
    for (const length of [0, Number.MAX_SAFE_INTEGER]) {
      const digests = digestsOf('page').map((digest) => ({ ...digest, length }));
      const data = openItem('page', { digests, commitment: commitmentOf(digests) });
      expect(codeOf(ledgerOf().ask(DEPOSITOR, REGISTER, data))).toBe('accepted');
    }
  });

  it('refuses digests of one family only', () => {
    const digests = digestsOf('page', ['sha-256', 'sha-512']).map((digest) => ({ ...digest }));
    const data = openItem('page', { digests, commitment: commitmentOf(digests) });
    expect(refusalIn(ledgerOf().ask(DEPOSITOR, REGISTER, data))).toEqual({
      code: 'DIGEST_FAMILIES',
      field: 'data.item.digests',
      limit: 'digests of at least two of the families sha-2, sha-3, sm3',
      value: 'sha-256, sha-512',
    });
  });

  it('refuses digests that speak of contents of different lengths', () => {
    const [first, second] = digestsOf('page');
    const digests = [{ ...first! }, { ...second!, length: 5 }];
    const data = openItem('page', { digests, commitment: commitmentOf(digests) });
    expect(refusalIn(ledgerOf().ask(DEPOSITOR, REGISTER, data))).toEqual({
      code: 'DIGEST_LENGTHS',
      field: 'data.item.digests[1].length',
      limit: '4',
      value: '5',
    });
  });

  it('refuses a commitment to anything else, and names the right one', () => {
    const data = openItem('page', { commitment: '00'.repeat(32) });
    expect(refusalIn(ledgerOf().ask(DEPOSITOR, REGISTER, data))).toEqual({
      code: 'COMMITMENT_MISMATCH',
      field: 'data.item.commitment',
      limit: commitmentOf(digestsOf('page')),
      value: '00'.repeat(32),
    });
  });

  it('checks the lengths, then the families, then the commitment', () => {
    const [first, second] = digestsOf('page', ['sha-256', 'sha-512']);
    const wrong = { commitment: '00'.repeat(32) };
    const ask = (digests: readonly object[]) =>
      ledgerOf().ask(
        DEPOSITOR,
        REGISTER,
        openItem('page', { ...wrong, digests: digests as never }),
      );
    expect(codeOf(ask([{ ...first }, { ...second, length: 5 }]))).toBe('DIGEST_LENGTHS');
    expect(codeOf(ask([{ ...first }, { ...second }]))).toBe('DIGEST_FAMILIES');
  });
});

describe('the record of an item', () => {
  it('of a batch member is there from the registration of the batch', () => {
    const ledger = ledgerOf();
    ledger.ask(DEPOSITOR, 'evidence.RegisterBatch', batchOf(commitments(3)), { hash: HASH });
    const active = { claimant: 'evidence-platform', status: 'active', time: START };
    expect(itemRecord(ledger.state, `${HASH}.0`)).toEqual(active);
    expect(itemRecord(ledger.state, `${HASH}.2`)).toEqual(active);
  });

  it.each([`${HASH}.3`, HASH, `${'cd'.repeat(32)}.0`])('is not there for %s', (id) => {
    const ledger = ledgerOf();
    ledger.ask(DEPOSITOR, 'evidence.RegisterBatch', batchOf(commitments(3)), { hash: HASH });
    expect(itemRecord(ledger.state, id)).toBeUndefined();
  });

  it.each([
    `${HASH}.00`,
    `${HASH}.01`,
    `${HASH}.-1`,
    `${HASH}.1e1`,
    `${HASH}.`,
    `${HASH}. 1`,
    `${HASH}.999999999`,
    HASH.toUpperCase(),
    HASH.slice(1),
  ])('has no id %j: a member has one spelling', (id) =>
    expect(() => itemId(id, 'item')).toThrow('item must be'),
  );
});
