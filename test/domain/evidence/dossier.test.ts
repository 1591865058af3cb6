/** Dossiers that grow in steps, are taken from, and stay small in the state at any size. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromHex, toHex } from '../../../src/crypto/bytes.js';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { Malformed } from '../../../src/domain/shape.js';
import { dossierLeaf, entrySalt, removalLeaf } from '../../../src/ledger/dossierLeaf.js';
import { leafHash } from '../../../src/ledger/merkleHash.js';
import { MerkleTree } from '../../../src/ledger/merkleTree.js';
import {
  codeOf,
  definitionOf,
  type DomainLedger,
  refusalIn,
  replay,
} from '../../support/domain.js';
import { ask, LIFE, lifeLedger, must, OWNER } from '../../support/evidenceLife.js';
import { rootOf } from '../../support/evidence.js';

const DOSSIER = 'd0'.repeat(32);
const BATCH = 'ba'.repeat(32);
const SALT = '5a'.repeat(32);
const MEMBERS = 40;

/** An open dossier, and a batch to file from. */
function opened(): DomainLedger {
  const ledger = lifeLedger();
  const leaves = Array.from({ length: MEMBERS }, (_, index) => `${index + 10}`.repeat(32));
  const batch = {
    root: rootOf(leaves),
    count: MEMBERS,
    leaves,
    category: 'media',
    claim: 'author',
  };
  must(ledger, OWNER, 'RegisterBatch', batch, BATCH);
  must(ledger, OWNER, 'OpenDossier', {}, DOSSIER);
  return ledger;
}

const member = (index: number): string => `${BATCH}.${index}`;

function file(ledger: DomainLedger, items: readonly string[], part: JsonObject = {}): string {
  const data = { dossier: DOSSIER, phase: 'collection', items, ...part };
  return codeOf(ask(ledger, OWNER, 'FileInDossier', data));
}

function take(ledger: DomainLedger, items: readonly string[]): string {
  return codeOf(ask(ledger, OWNER, 'TakeFromDossier', { dossier: DOSSIER, items }));
}

function rootOver(leaves: readonly Uint8Array[]): string {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.appendHash(leafHash(leaf));
  return tree.root();
}

function freeze(ledger: DomainLedger, leaves: readonly Uint8Array[]) {
  const data = { dossier: DOSSIER, count: leaves.length, root: rootOver(leaves) };
  return ask(ledger, OWNER, 'FreezeDossier', data);
}

describe('a dossier that is taken from', () => {
  it('keeps every number: a removal is an entry, and the freezing counts them', () => {
    const ledger = opened();
    expect(file(ledger, [member(0), member(1)])).toBe('accepted');
    expect(take(ledger, [member(0)])).toBe('accepted');
    const [frozen] = freeze(ledger, [
      dossierLeaf({ number: 0, item: member(0), phase: 'collection' }),
      dossierLeaf({ number: 1, item: member(1), phase: 'collection' }),
      removalLeaf({ number: 2, removes: 0 }),
    ]);
    expect(frozen?.data).toMatchObject({ count: 3, removed: 1 });
  });

  it('takes the item again, under a number of its own', () => {
    const ledger = opened();
    file(ledger, [member(0)]);
    expect(take(ledger, [member(0)])).toBe('accepted');
    expect(take(ledger, [member(0)])).toBe('NOT_FILED');
    expect(file(ledger, [member(0)])).toBe('accepted');
    expect(file(ledger, [member(0)])).toBe('FILED_BEFORE');
    expect(take(ledger, [member(0)])).toBe('accepted');
    expect(ledger.events.at(-1)?.data).toMatchObject({ first: 3, removes: [2] });
  });

  it('gives nothing back that was never in it, and names the item', () => {
    const ledger = opened();
    file(ledger, [member(0)]);
    const refused = refusalIn(
      ask(ledger, OWNER, 'TakeFromDossier', { dossier: DOSSIER, items: [member(0), member(1)] }),
    );
    expect(refused).toMatchObject({
      code: 'NOT_FILED',
      field: 'data.items[1]',
      value: member(1),
    });
    expect(file(ledger, [member(0)])).toBe('FILED_BEFORE');
  });

  it('is neither filed in nor taken from once it is frozen', () => {
    const ledger = opened();
    file(ledger, [member(0)]);
    freeze(ledger, [dossierLeaf({ number: 0, item: member(0), phase: 'collection' })]);
    expect(file(ledger, [member(1)])).toBe('DOSSIER_STATUS');
    expect(take(ledger, [member(0)])).toBe('DOSSIER_STATUS');
  });
});

describe('salted entries', () => {
  it('have leaves that the filing’s salt and their number make, each another', () => {
    const ledger = opened();
    expect(file(ledger, [member(0), member(1)], { salt: SALT })).toBe('accepted');
    const leaves = [0, 1].map((number) => {
      const salt = entrySalt(SALT, number);
      return dossierLeaf({ number, item: member(number), phase: 'collection', salt });
    });
    expect(codeOf(freeze(ledger, leaves))).toBe('accepted');
    expect(entrySalt(SALT, 0)).not.toBe(entrySalt(SALT, 1));
  });

  it('cannot pass for entries without a salt', () => {
    const ledger = opened();
    file(ledger, [member(0)], { salt: SALT });
    const open = dossierLeaf({ number: 0, item: member(0), phase: 'collection' });
    expect(codeOf(freeze(ledger, [open]))).toBe('ROOT_MISMATCH');
  });
});

describe('a step on a dossier', () => {
  const LIMITS = { eventBytes: 1_048_576, batchItems: 10_000 };
  const read = (type: string, count: number) => () =>
    definitionOf(type).read(
      {
        dossier: DOSSIER,
        ...(type === 'evidence.FileInDossier' ? { phase: 'collection' } : {}),
        items: Array.from({ length: count }, (_, index) => member(index)),
      },
      LIMITS,
    );

  it.each(['evidence.FileInDossier', 'evidence.TakeFromDossier'])(
    '%s names at most a thousand items, each once',
    (type) => {
      expect(read(type, 1_000)).not.toThrow();
      expect(read(type, 1_001)).toThrow(Malformed);
      expect(read(type, 1_001)).toThrow(/data\.items must be a list of 1 to 1000 members/);
      expect(read(type, 0)).toThrow(Malformed);
    },
  );

  it('leaves the state of the dossier the size of its tree’s right edge', () => {
    const ledger = opened();
    for (let index = 0; index < MEMBERS; index += 1) file(ledger, [member(index)]);
    const record = JSON.stringify(ledger.state.get(`evidence/dossier/${DOSSIER}`));
    const hashes = record.match(/[0-9a-f]{64}/g) ?? [];
    expect(hashes.length).toBeLessThanOrEqual(Math.ceil(Math.log2(MEMBERS)));
    expect(record).not.toContain(BATCH);
  });
});

type Step = { readonly kind: 'file' | 'take'; readonly items: readonly number[] };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('file' as const, 'take' as const),
  items: fc.uniqueArray(fc.nat(MEMBERS - 1), { minLength: 1, maxLength: 6 }),
});

describe('any course of filings and removals', () => {
  it('gives the manifest that a plain list of entries gives, and replays from the events', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const ledger = opened();
        const leaves: Uint8Array[] = [];
        const standing = new Map<string, number>();
        for (const { kind, items } of steps) {
          const named = items.map(member).sort();
          const isFiling = kind === 'file';
          const fits = named.every((item) => standing.has(item) !== isFiling);
          const code = isFiling ? file(ledger, named, { salt: SALT }) : take(ledger, named);
          expect(code === 'accepted').toBe(fits);
          for (const item of fits ? named : []) {
            const number = leaves.length;
            const salt = entrySalt(SALT, number);
            if (isFiling) {
              leaves.push(dossierLeaf({ number, item, phase: 'collection', salt }));
              standing.set(item, number);
            } else {
              leaves.push(removalLeaf({ number, removes: standing.get(item) as number }));
              standing.delete(item);
            }
          }
        }
        expect(replay(LIFE, ledger.events)).toEqual(ledger.snapshot());
        if (leaves.length > 0) expect(codeOf(freeze(ledger, leaves))).toBe('accepted');
      }),
      { numRuns: 40 },
    );
  });

  it('leaves of all kinds differ', () => {
    const entry = { number: 1, item: member(0), phase: 'collection' };
    const leaves = [
      dossierLeaf(entry),
      dossierLeaf({ ...entry, salt: SALT }),
      removalLeaf({ number: 1, removes: 0 }),
      removalLeaf({ number: 2, removes: 0 }),
      fromHex(SALT),
    ];
    expect(new Set(leaves.map(toHex)).size).toBe(5);
  });
});
