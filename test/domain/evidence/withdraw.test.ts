/** Withdrawing adds a fact; the registration and its proofs stay. */
import { describe, expect, it } from '@jest/globals';
import { itemRecord } from '../../../src/domain/evidence/item.js';
import { START } from '../../support/consortium.js';
import { codeOf, definitionOf, ledgerOf, refusalIn, type Setup } from '../../support/domain.js';
import { batchOf, commitments, openItem } from '../../support/evidence.js';

const WITHDRAW = 'evidence.WithdrawItem';
const DEPOSITOR = 'depositor@evidence-platform';
const ITEM = '0a'.repeat(32);
const BATCH = '0d'.repeat(32);

function registered(setup: Setup = {}) {
  const ledger = ledgerOf(setup);
  ledger.ask(DEPOSITOR, 'evidence.RegisterItem', openItem('page'), { hash: ITEM });
  ledger.ask(DEPOSITOR, 'evidence.RegisterBatch', batchOf(commitments(2)), { hash: BATCH });
  return ledger;
}

describe('evidence.WithdrawItem', () => {
  it('closes the item for good', () => {
    const ledger = registered();
    const data = { item: ITEM, reason: 'registered-in-error' };
    expect(ledger.ask(DEPOSITOR, WITHDRAW, data)).toEqual([
      { type: 'evidence.ItemWithdrawn', data: { ...data, by: DEPOSITOR } },
    ]);
    expect(itemRecord(ledger.state, ITEM)).toEqual({
      claimant: 'evidence-platform',
      status: 'withdrawn',
      time: START,
    });
    expect(refusalIn(ledger.ask(DEPOSITOR, WITHDRAW, data))).toMatchObject({
      code: 'ITEM_NOT_ACTIVE',
      value: 'withdrawn',
    });
  });

  it('closes one member of a batch and none of its siblings', () => {
    const ledger = registered();
    ledger.ask(DEPOSITOR, WITHDRAW, { item: `${BATCH}.1`, reason: 'duplicate' });
    expect(itemRecord(ledger.state, `${BATCH}.1`)).toMatchObject({ status: 'withdrawn' });
    expect(itemRecord(ledger.state, `${BATCH}.0`)).toMatchObject({ status: 'active' });
  });

  it('leaves the same content free to be registered again', () => {
    const ledger = registered();
    ledger.ask(DEPOSITOR, WITHDRAW, { item: ITEM, reason: 'other' });
    const events = ledger.ask(DEPOSITOR, 'evidence.RegisterItem', openItem('page'));
    expect(codeOf(events)).toBe('accepted');
  });

  it('refuses an unknown item, then another’s, then one no longer active', () => {
    const ledger = registered({ policies: { [WITHDRAW]: { rule: 'ANY' } } });
    const by = (actor: string, item: string) =>
      codeOf(ledger.ask(actor, WITHDRAW, { item, reason: 'other' }));
    expect(by(DEPOSITOR, 'ff'.repeat(32))).toBe('ITEM_UNKNOWN');
    expect(by('admin@court', ITEM)).toBe('NOT_CLAIMANT');
    expect(by(DEPOSITOR, ITEM)).toBe('accepted');
    expect(by('admin@court', ITEM)).toBe('NOT_CLAIMANT');
    expect(by(DEPOSITOR, ITEM)).toBe('ITEM_NOT_ACTIVE');
  });

  it('stays with the claimant even where a majority would have it otherwise', () => {
    const ledger = registered({ policies: { [WITHDRAW]: { rule: 'MAJORITY' } } });
    const data = { item: ITEM, reason: 'rights-dispute' };
    expect(codeOf(ledger.ask('admin@court', WITHDRAW, data))).toBe('NOT_CLAIMANT');
  });

  it('refuses the shape of a reason outside the list', () => {
    const data = { item: ITEM, reason: 'because of Li Wei' };
    const limits = { eventBytes: 1, batchItems: 1 };
    expect(() => definitionOf(WITHDRAW).read(data, limits)).toThrow('data.reason must be one of');
  });
});
