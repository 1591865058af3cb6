/** Holds, retention and erasure: the decision table, and what stays. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contentStatus } from '../../../src/domain/evidence/keeping/erasure.js';
import { itemRecord } from '../../../src/domain/evidence/item.js';
import type { DomainLedger } from '../../support/domain.js';
import { codeOf, refusalIn, typesOf } from '../../support/domain.js';
import {
  ask,
  attesting,
  CUSTODIANS,
  erasedLedger,
  erasing,
  ERASURE,
  erasureLedger,
  HOLD,
  INFRINGER,
  ITEM,
  JUDGE,
  LATER,
  lifeLedger,
  must,
  offering,
  ORDER,
  OWNER,
  REGULATOR,
  SECOND_ITEM,
} from '../../support/evidenceLife.js';

const [FIRST, SECOND, THIRD] = CUSTODIANS;

function decide(ledger: DomainLedger, decision: string): string {
  const data = decision === 'erase' ? erasing() : { erasure: ERASURE, decision };
  return codeOf(ask(ledger, OWNER, 'DecideErasure', data));
}

function hold(ledger: DomainLedger, actor = JUDGE): void {
  must(ledger, actor, 'PlaceHold', { items: [ITEM], order: ORDER }, HOLD);
}

function retain(ledger: DomainLedger, until = LATER): void {
  must(ledger, OWNER, 'SetRetention', { item: ITEM, until, basis: 'law' });
}

describe('个人信息保护法 第47条: the decision table', () => {
  const nothing = (): void => undefined;
  const both = (ledger: DomainLedger): void => {
    hold(ledger);
    retain(ledger);
  };
  it.each([
    ['no hold, no retention', nothing, 'accepted'],
    ['retention running', retain, 'RETENTION_RUNNING'],
    ['a hold', hold, 'ITEM_HELD'],
    ['both', both, 'ITEM_HELD'],
  ] as const)('with %s erasing is %s', (_, prepare, expected) => {
    const ledger = erasureLedger();
    prepare(ledger);
    expect(decide(ledger, 'erase')).toBe(expected);
    for (const decision of ['restrict', 'refuse']) {
      const other = erasureLedger();
      prepare(other);
      expect(decide(other, decision)).toBe('accepted');
    }
  });

  it('erases up to the moment after retention ends', () => {
    const ledger = erasureLedger();
    retain(ledger);
    ledger.setTime(LATER);
    expect(refusalIn(ask(ledger, OWNER, 'DecideErasure', erasing()))).toMatchObject({
      code: 'RETENTION_RUNNING',
      value: LATER,
    });
    ledger.setTime('2026-06-01T00:00:00.001Z');
    expect(decide(ledger, 'erase')).toBe('accepted');
  });

  it('is decided by the claimant, once', () => {
    const ledger = erasureLedger();
    const data = { erasure: ERASURE, decision: 'refuse' };
    expect(codeOf(ask(ledger, INFRINGER, 'DecideErasure', data))).toBe('NOT_IN_CHARGE');
    expect(decide(ledger, 'refuse')).toBe('accepted');
    expect(decide(ledger, 'erase')).toBe('ERASURE_STATUS');
  });
});

describe('invariant 12: a hold beats erasure, release and key destruction', () => {
  it('also when it comes between the decision and the last attestation', () => {
    const ledger = erasureLedger();
    must(ledger, OWNER, 'DecideErasure', erasing());
    must(ledger, FIRST, 'AttestKeyDestruction', attesting(FIRST));
    hold(ledger);
    const attested = ask(ledger, SECOND, 'AttestKeyDestruction', attesting(SECOND));
    expect(codeOf(attested)).toBe('ITEM_HELD');
    expect(codeOf(ask(ledger, OWNER, 'OfferCustody', offering()))).toBe('ITEM_HELD');
    expect(contentStatus(ledger.state, ITEM)).toBe('held');
    must(ledger, JUDGE, 'LiftHold', { hold: HOLD, order: ORDER });
    must(ledger, SECOND, 'AttestKeyDestruction', attesting(SECOND));
    expect(contentStatus(ledger.state, ITEM)).toBe('erased');
  });

  it('is placed by a court or a regulator, and lifted by whoever placed it', () => {
    const data = { items: [ITEM], order: ORDER };
    for (const actor of [OWNER, INFRINGER, 'notary@notary-office', 'nobody@platform']) {
      const ledger = lifeLedger();
      const code = actor === 'nobody@platform' ? 'ACTOR_UNKNOWN' : 'CAPACITY_MISSING';
      expect(codeOf(ask(ledger, actor, 'PlaceHold', data))).toBe(code);
    }
    const ledger = lifeLedger();
    hold(ledger, REGULATOR);
    const lifting = { hold: HOLD, order: ORDER };
    expect(codeOf(ask(ledger, JUDGE, 'LiftHold', lifting))).toBe('NOT_IN_CHARGE');
    expect(codeOf(ask(ledger, REGULATOR, 'LiftHold', lifting))).toBe('accepted');
  });

  it('of several the last one counts, in whatever order they are placed and lifted', () => {
    const ids = ['41', '42', '43'].map((byte) => byte.repeat(32));
    const move = fc.tuple(fc.constantFrom(...ids), fc.boolean());
    fc.assert(
      fc.property(fc.array(move, { maxLength: 15 }), (moves) => {
        const ledger = lifeLedger();
        const [placed, lifted] = [new Set<string>(), new Set<string>()];
        for (const [id, isLifting] of moves) {
          if (isLifting) {
            const code = codeOf(ask(ledger, JUDGE, 'LiftHold', { hold: id, order: ORDER }));
            if (code === 'accepted') lifted.add(id);
          } else if (!placed.has(id)) {
            must(ledger, JUDGE, 'PlaceHold', { items: [ITEM], order: ORDER }, id);
            placed.add(id);
          }
          const isHeld = [...placed].some((each) => !lifted.has(each));
          const offered = codeOf(ask(ledger, OWNER, 'OfferCustody', offering()));
          expect(offered === 'ITEM_HELD').toBe(isHeld);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('invariant 13: erasure destroys content and keys; commitment and proofs stay', () => {
  it('is carried out by the attestation that makes the number full, not before', () => {
    const ledger = erasureLedger();
    must(ledger, OWNER, 'DecideErasure', erasing());
    const first = must(ledger, THIRD, 'AttestKeyDestruction', attesting(THIRD));
    expect(typesOf(first)).toEqual(['evidence.KeyDestructionAttested']);
    expect(contentStatus(ledger.state, ITEM)).toBe('held');
    const last = must(ledger, FIRST, 'AttestKeyDestruction', attesting(FIRST));
    expect(last.at(-1)).toEqual({
      type: 'evidence.ErasureExecuted',
      data: { erasure: ERASURE, item: ITEM, custodians: ['vault-a', 'vault-c'] },
    });
    const late = ask(ledger, SECOND, 'AttestKeyDestruction', attesting(SECOND));
    expect(codeOf(late)).toBe('ERASURE_STATUS');
  });

  it('leaves the item active and its registration in the log', () => {
    const ledger = erasedLedger();
    const record = itemRecord(ledger.state, ITEM);
    expect(record).toMatchObject({ claimant: 'owner', status: 'active' });
    expect(
      ledger.events.some(({ type, data }) => type.endsWith('Registered') && data['item'] === ITEM),
    ).toBe(true);
    expect(contentStatus(ledger.state, SECOND_ITEM)).toBe('held');
  });

  it('ends reading, handing over and further erasure of what is gone', () => {
    const ledger = erasedLedger();
    const reading = { item: ITEM, purpose: 'preservation', authority: 'law' };
    const ended = [
      ['LogAccess', reading],
      ['OfferCustody', offering()],
      ['RequestErasure', { item: ITEM, ground: 'order' }],
    ] as const;
    for (const [step, data] of ended) {
      expect([step, codeOf(ask(ledger, OWNER, step, data))]).toEqual([step, 'CONTENT_ERASED']);
    }
  });

  it('is not undone by a later decision to restrict', () => {
    const ledger = erasureLedger();
    const second = 'e6'.repeat(32);
    must(ledger, INFRINGER, 'RequestErasure', { item: ITEM, ground: 'order' }, second);
    must(ledger, OWNER, 'DecideErasure', erasing());
    must(ledger, FIRST, 'AttestKeyDestruction', attesting(FIRST));
    must(ledger, SECOND, 'AttestKeyDestruction', attesting(SECOND));
    must(ledger, OWNER, 'DecideErasure', { erasure: second, decision: 'restrict' });
    expect(contentStatus(ledger.state, ITEM)).toBe('erased');
  });

  it('needs accredited custodians, and no more of them than there are', () => {
    const decideWith = (part: object) =>
      codeOf(ask(erasureLedger(), OWNER, 'DecideErasure', { ...erasing(), ...part }));
    expect(decideWith({ custodians: ['vault-a', 'owner'] })).toBe('CAPACITY_MISSING');
    expect(decideWith({ required: 4 })).toBe('CUSTODIANS');
    expect(decideWith({ decision: 'restrict' })).toBe('CUSTODIANS');
    const bare = { erasure: ERASURE, decision: 'erase' };
    expect(codeOf(ask(erasureLedger(), OWNER, 'DecideErasure', bare))).toBe('CUSTODIANS');
  });

  it('is attested by the custodians that were named, each once', () => {
    const ledger = erasureLedger();
    must(ledger, OWNER, 'DecideErasure', erasing({ custodians: ['vault-a', 'vault-b'] }));
    const attest = (actor: string) =>
      codeOf(ask(ledger, actor, 'AttestKeyDestruction', attesting(actor)));
    expect(attest(OWNER)).toBe('NOT_CUSTODIAN');
    expect(attest(THIRD)).toBe('NOT_CUSTODIAN');
    expect(attest(FIRST)).toBe('accepted');
    expect(attest(FIRST)).toBe('NOT_CUSTODIAN');
  });
});

describe('retention', () => {
  it('is set by the claimant and can only grow', () => {
    const ledger = lifeLedger();
    const data = { item: ITEM, until: LATER, basis: 'contract' };
    expect(codeOf(ask(ledger, INFRINGER, 'SetRetention', data))).toBe('NOT_CLAIMANT');
    retain(ledger);
    retain(ledger, '2026-07-01T00:00:00.000Z');
    expect(codeOf(ask(ledger, OWNER, 'SetRetention', data))).toBe('RETENTION_SHORTENED');
  });
});
