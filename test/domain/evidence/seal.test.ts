/** Seals: whose tokens it takes, and what interval they prove (docs/rules/evidence.md §2). */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import type { Instant } from '../../../src/ledger/instant.js';
import type { TokenContent } from '../../../src/timestamp/issueToken.js';
import { codeOf, definitionOf, type DomainLedger, refusalIn } from '../../support/domain.js';
import { openItem } from '../../support/evidence.js';
import * as life from '../../support/evidenceLife.js';
import { base64Of, testAuthority } from '../../support/timeAuthority.js';
import {
  attach,
  attachData,
  ATTACHED,
  authorityData,
  DEPOSITOR,
  ITEM,
  register,
  relate,
  RELATION,
  seal,
  stampedLedger,
  TIMESTAMP_STORIES,
  twiceStamped,
} from '../../support/timestampStories.js';

const BOUND = '2026-01-01T00:00:02.750Z';
const ACCURACY_MS = 1_500;

/** Attaches a token of `name` with this content to the item. */
function attachSaying(ledger: DomainLedger, name: string, content: Partial<TokenContent>) {
  const token = base64Of(testAuthority(name).stamp(ITEM, content));
  return attach(ledger, attachData(name, { token }));
}

function sealedFacts(ledger: DomainLedger): JsonObject {
  const [event] = seal(ledger);
  expect(event?.type).toBe('evidence.ItemSealed');
  return event!.data;
}

const at = (ms: number): Instant =>
  new Date(Date.parse('2026-01-01T00:00:00.000Z') + ms).toISOString() as Instant;

describe('evidence.SealItem', () => {
  it('states the interval, each owner’s own bound and who signed', () => {
    const ledger = twiceStamped();
    attachSaying(ledger, 'observatory', { serial: 8n, genTime: at(500) });
    expect(seal(ledger)).toEqual([
      {
        type: 'evidence.ItemSealed',
        data: {
          registration: ITEM,
          notAfter: at(500 + ACCURACY_MS),
          bounds: [
            { owner: 'court', authority: 'gnomon', serial: '7', notAfter: BOUND },
            {
              owner: 'notary-office',
              authority: 'observatory',
              serial: '8',
              notAfter: at(500 + ACCURACY_MS),
            },
          ],
          flags: [],
          by: DEPOSITOR,
        },
      },
    ]);
  });

  it('is refused a second time, whatever came in between', () => {
    const ledger = twiceStamped();
    seal(ledger);
    attachSaying(ledger, 'observatory', { serial: 8n });
    expect(refusalIn(seal(ledger))).toMatchObject({
      code: 'SEALED_BEFORE',
      value: `sealed, not after ${BOUND}`,
    });
  });

  it('is the claimant’s own affair, and of a registration only', () => {
    const ledger = twiceStamped();
    const asked = ledger.ask('admin@court', 'evidence.SealItem', { registration: ITEM });
    expect(codeOf(asked)).not.toBe('accepted');
    expect(codeOf(seal(ledger, 'ff'.repeat(32)))).toBe('ITEM_UNKNOWN');
    const { read } = definitionOf('evidence.SealItem');
    const limits = { eventBytes: 1, batchItems: 1 };
    expect(() => read({ registration: `${ITEM}.0` }, limits)).toThrow('must be');
  });

  it('refuses without any token, and with several of one owner (invariant 6)', () => {
    const ledger = stampedLedger();
    expect(refusalIn(seal(ledger))).toMatchObject({
      code: 'TIME_OWNERS_TOO_FEW',
      limit: 'tokens of 2 owners, none the claimant, an operator or related',
      value: '0 counted',
    });
    register(ledger, authorityData('sundial'));
    for (const name of ['observatory', 'sundial']) attach(ledger, attachData(name));
    expect(refusalIn(seal(ledger))?.value).toBe('1 counted');
  });
});

describe('whose tokens a seal does not count (invariant 6)', () => {
  const apart = (ledger: DomainLedger) => {
    expect(refusalIn(seal(ledger))?.code).toBe('TIME_OWNERS_TOO_FEW');
    return refusalIn(seal(ledger))?.value;
  };

  it('the claimant’s own', () => {
    const ledger = twiceStamped({ owner: 'evidence-platform' });
    expect(apart(ledger)).toBe('1 counted; evidence-platform (claimant)');
  });

  it('the ledger operator’s, also when it becomes known as one after attaching', () => {
    const ledger = twiceStamped();
    register(ledger, authorityData('own', { owner: 'court', relation: 'ledger-operator' }));
    expect(apart(ledger)).toBe('1 counted; court (ledger-operator)');
  });

  it('one related to the claimant, whichever way round it was declared', () => {
    for (const pair of [
      { organisation: 'court', other: 'evidence-platform' },
      { organisation: 'evidence-platform', other: 'court' },
    ]) {
      const ledger = twiceStamped();
      relate(ledger, { ...pair, kind: 'funding' });
      expect(apart(ledger)).toBe('1 counted; court (related)');
    }
  });

  it('one related to who runs the ledger', () => {
    const ledger = twiceStamped();
    register(ledger, authorityData('own', { owner: 'regulator', relation: 'ledger-operator' }));
    relate(ledger, { organisation: 'regulator', other: 'court', kind: 'agency' });
    expect(apart(ledger)).toBe('1 counted; court (related)');
  });

  it('one attached while a relation stood, though it has ended; a new token counts', () => {
    const ledger = stampedLedger();
    register(ledger, authorityData('gnomon', { owner: 'court' }));
    const pair = { organisation: 'court', other: 'evidence-platform' };
    relate(ledger, { ...pair, kind: 'agency' });
    for (const name of ['observatory', 'gnomon']) attach(ledger, attachData(name));
    ledger.ask('admin@regulator', 'evidence.EndRelation', pair);
    expect(apart(ledger)).toBe('1 counted; court (related)');
    attachSaying(ledger, 'gnomon', { serial: 8n });
    expect(codeOf(seal(ledger))).toBe('accepted');
  });

  it('two that are related to one another, until a third comes', () => {
    const ledger = twiceStamped();
    relate(ledger, RELATION);
    expect(refusalIn(seal(ledger))).toMatchObject({
      code: 'TIME_OWNERS_RELATED',
      value: '2, all related: court, notary-office',
    });
    register(ledger, authorityData('sundial', { owner: 'forensic-institution' }));
    attach(ledger, attachData('sundial'));
    expect(codeOf(seal(ledger))).toBe('accepted');
  });
});

describe('hostile times', () => {
  it('a client’s clock ten years back leaves the interval unmoved (invariant 4)', () => {
    const intervals = ['2016-01-01T00:00:00.000Z', '2036-01-01T00:00:00.000Z'].map((claimed) => {
      const ledger = stampedLedger({}, { claimedTime: claimed });
      register(ledger, authorityData('gnomon', { owner: 'court' }));
      for (const name of ['observatory', 'gnomon']) attach(ledger, attachData(name));
      const { notBefore, notAfter } = sealedFacts(ledger);
      return { notBefore, notAfter };
    });
    expect(intervals).toEqual([
      { notBefore: undefined, notAfter: BOUND },
      { notBefore: undefined, notAfter: BOUND },
    ]);
  });

  it('one owner’s key under a second id is no second owner (invariant 6)', () => {
    expect(codeOf(TIMESTAMP_STORIES.AUTHORITY_ROOT_TAKEN())).toBe('AUTHORITY_ROOT_TAKEN');
  });

  it('a token from before the registration’s block is flagged within 10 s (invariant 5)', () => {
    const ledger = twiceStamped();
    attachSaying(ledger, 'gnomon', { serial: 8n, genTime: at(-ACCURACY_MS - 1) });
    const { flags, notAfter } = sealedFacts(ledger);
    expect(flags).toEqual([{ flag: 'before-registration', authority: 'gnomon', serial: '8' }]);
    // Said as it is: neither moved up to the registration nor left out.
    expect(notAfter).toBe(at(-1));
  });

  it('a token from before the registration by more is refused (invariant 5)', () => {
    expect(codeOf(TIMESTAMP_STORIES.TIMESTAMP_TOO_EARLY())).toBe('TIMESTAMP_TOO_EARLY');
  });

  it('two authorities that disagree by more than their accuracy: the one ahead is flagged', () => {
    const ledger = twiceStamped();
    const ahead = Date.parse(ATTACHED) - Date.parse(at(0)) + ACCURACY_MS + 1;
    attachSaying(ledger, 'observatory', { serial: 8n, genTime: at(ahead) });
    expect(sealedFacts(ledger)['flags']).toEqual([
      { flag: 'after-attachment', authority: 'observatory', serial: '8' },
    ]);
  });

  it('a token that does not say how exact it is counts as exact and is flagged', () => {
    const ledger = twiceStamped();
    attachSaying(ledger, 'gnomon', { serial: 8n, accuracyMilliseconds: undefined });
    const { flags, notAfter } = sealedFacts(ledger);
    expect(flags).toEqual([{ flag: 'accuracy-unstated', authority: 'gnomon', serial: '8' }]);
    expect(notAfter).toBe('2026-01-01T00:00:01.250Z');
  });
});

describe('the seal of a capture’s batch', () => {
  /** A sealed capture whose batch has tokens of two owners at `genTime`. */
  function dated(genTime: Instant): DomainLedger {
    const ledger = life.sealedLedger();
    ledger.setTime(at(2_000));
    for (const [name, owner] of [
      ['observatory', 'institute'],
      ['gnomon', 'court'],
    ] as const) {
      life.must(ledger, life.REGULATOR, 'RegisterTimeAuthority', authorityData(name, { owner }));
      const token = base64Of(testAuthority(name).stamp(life.SEAL, { genTime }));
      const data = { registration: life.SEAL, authority: name, token };
      life.must(ledger, life.TOOL_BOT, 'AttachTimestamp', data);
    }
    return ledger;
  }

  const sealOf = (ledger: DomainLedger): JsonObject =>
    life.must(ledger, life.TOOL_BOT, 'SealItem', { registration: life.SEAL })[0]!.data;

  it('begins at the beacon’s block (invariant 4)', () => {
    const { notBefore, notAfter, flags } = sealOf(dated(at(1_250)));
    expect({ notBefore, notAfter, flags }).toEqual({
      notBefore: at(0),
      notAfter: BOUND,
      flags: [],
    });
  });

  it('flags a token from before the beacon, and leaves the interval empty (invariant 5)', () => {
    const { notBefore, notAfter, flags } = sealOf(dated(at(-ACCURACY_MS - 1)));
    expect([notBefore, notAfter]).toEqual([at(0), at(-1)]);
    expect((flags as JsonObject[]).map(({ flag }) => flag)).toEqual([
      'before-registration',
      'before-beacon',
      'before-registration',
      'before-beacon',
    ]);
  });
});

describe('over random tokens', () => {
  const NAMES = ['observatory', 'gnomon', 'sundial', 'own'] as const;
  const OWNERS = {
    observatory: 'notary-office',
    gnomon: 'court',
    sundial: 'forensic-institution',
    own: 'evidence-platform',
  };
  const token = fc.record({
    name: fc.constantFrom(...NAMES),
    ms: fc.integer({ min: -5_000, max: 3_000 }),
  });

  it('the seal bounds by the earliest token that counts, and never by the claimant’s', () => {
    let sealed = 0;
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 6 }), (tokens) => {
        const ledger = stampedLedger();
        for (const name of NAMES.slice(1)) {
          register(ledger, authorityData(name, { owner: OWNERS[name] }));
        }
        for (const [index, { name, ms }] of tokens.entries()) {
          attachSaying(ledger, name, { serial: BigInt(index + 1), genTime: at(ms) });
        }
        const counted = tokens.filter(({ name }) => name !== 'own');
        const owners = new Set(counted.map(({ name }) => OWNERS[name]));
        const events = seal(ledger);
        if (owners.size < 2) return expect(codeOf(events)).toBe('TIME_OWNERS_TOO_FEW');
        sealed += 1;
        const { notAfter, bounds } = events[0]!.data;
        const earliest = Math.min(...counted.map(({ ms }) => ms));
        expect(notAfter).toBe(at(earliest + ACCURACY_MS));
        const named = (bounds as JsonObject[]).map(({ owner }) => owner);
        return expect(named).toEqual([...owners].sort());
      }),
      { numRuns: 20 },
    );
    expect(sealed).toBeGreaterThan(0);
  });

  it('leaves an item without a seal that nobody asked one for', () => {
    const ledger = twiceStamped();
    const other = '0b'.repeat(32);
    ledger.ask(DEPOSITOR, 'evidence.RegisterItem', openItem('other'), { hash: other });
    seal(ledger);
    expect(refusalIn(seal(ledger, other))?.value).toBe('0 counted');
  });
});
