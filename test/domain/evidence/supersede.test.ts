/** Superseding links one item to another of the same claimant and edits neither. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { itemRecord } from '../../../src/domain/evidence/item.js';
import { codeOf, definitionOf, ledgerOf, refusalIn, type Setup } from '../../support/domain.js';
import { batchOf, commitments, openItem } from '../../support/evidence.js';

const SUPERSEDE = 'evidence.SupersedeItem';
const DEPOSITOR = 'depositor@evidence-platform';
const [OLD, NEW, FOREIGN, BATCH] = ['0a', '0b', '0c', '0d'].map((byte) => byte.repeat(32)) as [
  string,
  string,
  string,
  string,
];
/** Where the policy lets anybody ask, so that the domain's own rule is in view. */
const OPEN: Setup = {
  policies: { [SUPERSEDE]: { rule: 'ANY' }, 'evidence.WithdrawItem': { rule: 'ANY' } },
};

function registered(setup: Setup = OPEN) {
  const ledger = ledgerOf(setup);
  const register = 'evidence.RegisterItem';
  ledger.ask(DEPOSITOR, register, openItem('old'), { hash: OLD });
  ledger.ask(DEPOSITOR, register, openItem('new'), { hash: NEW });
  ledger.ask('admin@court', register, openItem('old'), { hash: FOREIGN });
  ledger.ask(DEPOSITOR, 'evidence.RegisterBatch', batchOf(commitments(3)), { hash: BATCH });
  return ledger;
}

function supersession(item: string, replacement: string, reason = 'new-version') {
  return { item, replacement, reason };
}

describe('evidence.SupersedeItem', () => {
  it('names both ends and leaves the replacement untouched', () => {
    const ledger = registered();
    expect(ledger.ask(DEPOSITOR, SUPERSEDE, supersession(OLD, NEW))).toEqual([
      {
        type: 'evidence.ItemSuperseded',
        data: { item: OLD, replacement: NEW, reason: 'new-version', by: DEPOSITOR },
      },
    ]);
    expect(itemRecord(ledger.state, OLD)).toMatchObject({ status: 'superseded' });
    expect(itemRecord(ledger.state, NEW)).toMatchObject({ status: 'active' });
    expect(itemRecord(ledger.state, FOREIGN)).toMatchObject({ status: 'active' });
  });

  it('takes members of batches at both ends, and touches no sibling', () => {
    const ledger = registered();
    expect(codeOf(ledger.ask(DEPOSITOR, SUPERSEDE, supersession(`${BATCH}.1`, `${BATCH}.2`)))).toBe(
      'accepted',
    );
    expect(itemRecord(ledger.state, `${BATCH}.1`)).toMatchObject({ status: 'superseded' });
    expect(itemRecord(ledger.state, `${BATCH}.0`)).toMatchObject({ status: 'active' });
    expect(itemRecord(ledger.state, `${BATCH}.2`)).toMatchObject({ status: 'active' });
  });

  it('is for every actor of the claimant, and for no stranger, under a policy of SELF', () => {
    const ledger = registered({});
    expect(codeOf(ledger.ask('admin@court', SUPERSEDE, supersession(OLD, NEW)))).toBe('NOT_SELF');
    expect(codeOf(ledger.ask('admin@evidence-platform', SUPERSEDE, supersession(OLD, NEW)))).toBe(
      'accepted',
    );
  });

  it.each<[string, string, [string, string], string, string]>([
    ['an unknown item', DEPOSITOR, ['ff'.repeat(32), NEW], 'ITEM_UNKNOWN', 'data.item'],
    ['a batch as an item', DEPOSITOR, [BATCH, NEW], 'ITEM_UNKNOWN', 'data.item'],
    ['another’s item', DEPOSITOR, [FOREIGN, NEW], 'NOT_CLAIMANT', 'data.item'],
    ['an item by itself', DEPOSITOR, [OLD, OLD], 'REPLACEMENT_IS_SELF', 'data.replacement'],
    [
      'by an unknown item',
      DEPOSITOR,
      [OLD, `${BATCH}.3`],
      'REPLACEMENT_UNKNOWN',
      'data.replacement',
    ],
    ['by another’s item', DEPOSITOR, [OLD, FOREIGN], 'NOT_CLAIMANT', 'data.replacement'],
  ])('refuses to supersede %s', (_, actor, [item, replacement], code, field) => {
    const events = registered().ask(actor, SUPERSEDE, supersession(item, replacement));
    expect(refusalIn(events)).toMatchObject({ code, field });
  });

  it('refuses an item that is no longer active, before it looks at the replacement', () => {
    const ledger = registered();
    ledger.ask(DEPOSITOR, SUPERSEDE, supersession(OLD, NEW));
    expect(refusalIn(ledger.ask(DEPOSITOR, SUPERSEDE, supersession(OLD, OLD)))).toEqual({
      code: 'ITEM_NOT_ACTIVE',
      field: 'data.item',
      limit: 'an active item',
      value: 'superseded',
    });
  });

  it('says whose item it is before it says that it is no longer active', () => {
    const ledger = registered();
    ledger.ask(DEPOSITOR, SUPERSEDE, supersession(OLD, NEW));
    expect(codeOf(ledger.ask('admin@court', SUPERSEDE, supersession(OLD, FOREIGN)))).toBe(
      'NOT_CLAIMANT',
    );
  });

  it('says that an item is unknown also under a policy of SELF', () => {
    const events = registered({}).ask(DEPOSITOR, SUPERSEDE, supersession('ff'.repeat(32), NEW));
    expect(codeOf(events)).toBe('ITEM_UNKNOWN');
  });

  it('refuses a replacement that was itself superseded or withdrawn', () => {
    const ledger = registered();
    ledger.ask(DEPOSITOR, SUPERSEDE, supersession(OLD, NEW));
    const back = ledger.ask(DEPOSITOR, SUPERSEDE, supersession(NEW, OLD));
    expect(refusalIn(back)).toMatchObject({ code: 'REPLACEMENT_NOT_ACTIVE', value: 'superseded' });
    ledger.ask(DEPOSITOR, 'evidence.WithdrawItem', { item: `${BATCH}.0`, reason: 'other' });
    const onto = ledger.ask(DEPOSITOR, SUPERSEDE, supersession(NEW, `${BATCH}.0`));
    expect(refusalIn(onto)).toMatchObject({ code: 'REPLACEMENT_NOT_ACTIVE', value: 'withdrawn' });
  });

  it('never lets the links run in a circle', () => {
    const ids = Array.from({ length: 6 }, (_, index) => `${BATCH}.${index}`);
    const pair = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 20 }), (pairs) => {
        const ledger = ledgerOf();
        const data = batchOf(commitments(6));
        ledger.ask(DEPOSITOR, 'evidence.RegisterBatch', data, { hash: BATCH });
        const next = new Map<string, string>();
        for (const [item, replacement] of pairs) {
          const events = ledger.ask(DEPOSITOR, SUPERSEDE, supersession(item, replacement));
          if (codeOf(events) === 'accepted') next.set(item, replacement);
        }
        for (const start of ids) {
          let [id, steps]: [string | undefined, number] = [start, 0];
          for (; id !== undefined && steps <= ids.length; steps += 1) id = next.get(id);
          expect(steps).toBeLessThanOrEqual(ids.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['a reason of one’s own', supersession(OLD, NEW, 'typo in the name of Li Wei'), 'data.reason'],
    ['a note', { ...supersession(OLD, NEW), note: 'see mail' }, 'data.note'],
    ['no replacement', { item: OLD, reason: 'other' }, 'data.replacement'],
  ])('refuses the shape of %s', (_, data, field) => {
    const limits = { eventBytes: 1, batchItems: 1 };
    expect(() => definitionOf(SUPERSEDE).read(data, limits)).toThrow(`${field} must be`);
  });
});
