/** Registering many items under one root. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchRoot } from '../../../src/domain/evidence/batch.js';
import { START } from '../../support/consortium.js';
import { codeOf, definitionOf, ledgerOf, refusalIn } from '../../support/domain.js';
import { batchOf, commitments, rootOf } from '../../support/evidence.js';

const REGISTER = 'evidence.RegisterBatch';
const DEPOSITOR = 'depositor@evidence-platform';
const HASH = 'ab'.repeat(32);
const LIMITS = { eventBytes: 1_048_576, batchItems: 100 };

describe('evidence.RegisterBatch', () => {
  it('records the members under one root, in order', () => {
    const ledger = ledgerOf();
    const data = batchOf(commitments(5));
    expect(ledger.ask(DEPOSITOR, REGISTER, data, { hash: HASH })).toEqual([
      {
        type: 'evidence.BatchRegistered',
        data: { batch: HASH, claimant: 'evidence-platform', registrant: DEPOSITOR, ...data },
      },
    ]);
    expect(ledger.state.get(`evidence/batch/${HASH}`)).toEqual({
      claimant: 'evidence-platform',
      count: 5,
      time: START,
    });
  });

  it.each([1, 2, 3, 4, 7, 8, 9, 64, 100])('takes the root over %i leaves', (count) => {
    const events = ledgerOf().ask(DEPOSITOR, REGISTER, batchOf(commitments(count)));
    expect(codeOf(events)).toBe('accepted');
  });

  it('agrees on every root with the recursive definition of RFC 9162', () => {
    const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const leaves = fc.array(leaf, { minLength: 1, maxLength: 70 });
    fc.assert(
      fc.property(leaves, (bytes) => {
        const hexes = bytes.map((one) => Buffer.from(one).toString('hex'));
        expect(batchRoot(hexes)).toBe(rootOf(hexes));
      }),
      { numRuns: 40 },
    );
  });

  it('refuses a count that is not the number of leaves', () => {
    const events = ledgerOf().ask(DEPOSITOR, REGISTER, batchOf(commitments(3), { count: 4 }));
    expect(refusalIn(events)).toEqual({
      code: 'COUNT_MISMATCH',
      field: 'data.count',
      limit: '3',
      value: '4',
    });
  });

  it('refuses the same commitment twice, also where the root is right', () => {
    const [first, second] = commitments(2);
    const leaves = [first!, second!, first!];
    expect(refusalIn(ledgerOf().ask(DEPOSITOR, REGISTER, batchOf(leaves)))).toEqual({
      code: 'DUPLICATE_LEAF',
      field: 'data.leaves[2]',
      limit: 'a commitment not yet in the batch',
      value: first,
    });
  });

  it.each<[string, string]>([
    ['over other leaves', rootOf(commitments(2))],
    ['over the leaves in another order', rootOf([...commitments(3)].reverse())],
    ['with the last leaf doubled', rootOf([...commitments(3), commitments(3)[2]!])],
  ])('refuses a root %s', (_, root) => {
    const leaves = commitments(3);
    const events = ledgerOf().ask(DEPOSITOR, REGISTER, batchOf(leaves, { root }));
    expect(refusalIn(events)).toEqual({
      code: 'ROOT_MISMATCH',
      field: 'data.root',
      limit: rootOf(leaves),
      value: root,
    });
  });

  it('checks the count, then the leaves, then the root', () => {
    const [leaf] = commitments(1);
    const wrong = { root: '00'.repeat(32) };
    const twice = batchOf([leaf!, leaf!], wrong);
    expect(codeOf(ledgerOf().ask(DEPOSITOR, REGISTER, { ...twice, count: 1 }))).toBe(
      'COUNT_MISMATCH',
    );
    expect(codeOf(ledgerOf().ask(DEPOSITOR, REGISTER, twice))).toBe('DUPLICATE_LEAF');
  });

  it.each<[string, object, string]>([
    ['no leaves', { leaves: [], count: 1 }, 'data.leaves'],
    ['one leaf more than the ledger’s limit', { leaves: commitments(101) }, 'data.leaves'],
    ['a count beyond the ledger’s limit', { count: 101 }, 'data.count'],
    ['a leaf cut short', { leaves: ['ab'.repeat(31)] }, 'data.leaves[0]'],
    ['a leaf in upper case', { leaves: ['AB'.repeat(32)] }, 'data.leaves[0]'],
    ['a leaf that is an object', { leaves: [{}] }, 'data.leaves[0]'],
    ['leaves that are no list', { leaves: { length: 1 } }, 'data.leaves'],
    ['a file name', { name: '合同.pdf' }, 'data.name'],
  ])('refuses the shape of %s', (_, part, field) => {
    const data = batchOf(commitments(1), part as never);
    expect(() => definitionOf(REGISTER).read(data, LIMITS)).toThrow(`${field} must be`);
  });
});
