import { afterAll, describe, expect, it } from '@jest/globals';
import type { Hex } from '../../../src/crypto/bytes.js';
import { sha256Hex } from '../../../src/crypto/sha256.js';
import { batchMember, lookupPrefix } from '../../../src/projections/evidence/lookup.js';
import { sequenceOf } from '../../../src/projections/evidence/sequence.js';
import type {
  EvidenceBatchesTable,
  EvidenceItemsTable,
} from '../../../src/projections/readModels.js';
import {
  digestsOf,
  GENESIS,
  happens,
  isRefused,
  registers,
  registersBatch,
  supersedes,
  withdraws,
} from '../support/consortium.js';
import { MemoryLog } from '../support/memoryLog.js';
import { foldAll, ReadModelDirectory, rows } from '../support/readModelFile.js';

const directory = new ReadModelDirectory();
afterAll(() => directory.remove());

function fold(log: MemoryLog, entries = 1_000_000): string {
  const path = directory.newPath();
  foldAll(log, path, { entries });
  return path;
}

function items(path: string): EvidenceItemsTable[] {
  return rows<EvidenceItemsTable>(path, 'SELECT * FROM evidence_items ORDER BY sequence');
}

/** Items that hold `value`, as a reader finds them: by prefix, then by the full value. */
function found(path: string, value: Hex): EvidenceItemsTable[] {
  const candidates = rows<EvidenceItemsTable>(
    path,
    `SELECT items.* FROM evidence_lookup AS lookup
     JOIN evidence_items AS items ON items.sequence = lookup.sequence
     WHERE lookup.prefix = ? ORDER BY items.sequence`,
    lookupPrefix(value),
  );
  return candidates.filter(({ item, commitment, digests }) =>
    [item, commitment, ...valuesIn(digests)].includes(value),
  );
}

function valuesIn(digests: string | null): readonly Hex[] {
  return (JSON.parse(digests ?? '[]') as { readonly value: Hex }[]).map(({ value }) => value);
}

describe('evidence_items', () => {
  it('holds every field of a registration', () => {
    const log = new MemoryLog(GENESIS);
    const digests = digestsOf('a');
    const claimedTime = '2020-01-01T00:00:00.000Z';
    const [item] = log.add([registers('a', { digests, claimedTime })]);
    expect(items(fold(log))).toEqual([
      {
        sequence: sequenceOf(2, 0),
        item,
        position: 2,
        batch: null,
        claimant: 'platform',
        registrant: 'depositor@platform',
        commitment: sha256Hex('commitment/a'),
        digests: JSON.stringify(digests),
        category: 'document',
        claim: 'author',
        claimed_time: claimedTime,
        time: '2026-11-23T00:00:01.000Z',
        status: 'active',
        superseded_by: null,
        closed_position: null,
        closed_reason: null,
      },
    ]);
  });

  it('finds an item by its id, its commitment and each of its digests', () => {
    const log = new MemoryLog(GENESIS);
    const digests = digestsOf('a');
    const [item = ''] = log.add([registers('a', { digests }), registers('b')]);
    const path = fold(log);
    const values = [item, sha256Hex('commitment/a'), ...valuesIn(JSON.stringify(digests))];
    expect(values.map((value) => found(path, value).map((row) => row.item))).toEqual(
      values.map(() => [item]),
    );
  });

  it('keeps all claimants of one digest, in the order of registration', () => {
    const log = new MemoryLog(GENESIS);
    const digests = digestsOf('same');
    const [first] = log.add([registers('1', { digests, actor: 'depositor@platform' })]);
    const [second, third] = log.add([
      registers('2', { digests, actor: 'admin@court' }),
      registers('3', { digests, actor: 'depositor@platform' }),
    ]);
    const rowsOfDigest = found(fold(log), valuesIn(JSON.stringify(digests))[1] as Hex);
    expect(rowsOfDigest.map(({ item, claimant }) => [item, claimant])).toEqual([
      [first, 'platform'],
      [second, 'court'],
      [third, 'platform'],
    ]);
  });

  it('keeps apart the values of strangers that share the first 48 bits', () => {
    const log = new MemoryLog(GENESIS);
    const near = (end: string): Hex => `${'a'.repeat(12)}${end.repeat(52)}`;
    log.add([registers('x', { commitment: near('1') }), registers('y', { commitment: near('2') })]);
    const path = fold(log);
    expect(found(path, near('1')).map(({ commitment }) => commitment)).toEqual([near('1')]);
    expect(found(path, near('3'))).toEqual([]);
  });

  it('takes an item whose own values share the first 48 bits', () => {
    const log = new MemoryLog(GENESIS);
    const value = `${'b'.repeat(12)}${'0'.repeat(52)}`;
    const other = `${'b'.repeat(12)}${'1'.repeat(52)}`;
    const digests = [
      { algorithm: 'sha-256', length: 1, value },
      { algorithm: 'sm3', length: 1, value: other },
    ];
    const [item] = log.add([registers('x', { commitment: value, digests })]);
    expect(found(fold(log), other).map((row) => row.item)).toEqual([item]);
  });

  it('shows both ends of a replacement, in one transaction or in several', () => {
    const log = new MemoryLog(GENESIS);
    const [old = '', replacement = ''] = log.add([registers('old'), registers('new')]);
    log.add([supersedes(old, replacement)]);
    for (const entries of [1, 1_000]) {
      const [first, second] = items(fold(log, entries));
      expect(first).toMatchObject({
        status: 'superseded',
        superseded_by: replacement,
        closed_position: 6,
        closed_reason: 'new-version',
      });
      expect(second).toMatchObject({ item: replacement, status: 'active', superseded_by: null });
    }
  });

  it('withdraws a member of a batch and leaves its neighbours', () => {
    const log = new MemoryLog(GENESIS);
    const leaves = ['l0', 'l1', 'l2'].map((leaf) => sha256Hex(leaf));
    const [batch = ''] = log.add([registersBatch(leaves)]);
    log.add([withdraws(`${batch}.1`)]);
    expect(items(fold(log)).map(({ item, status }) => [item, status])).toEqual([
      [`${batch}.0`, 'active'],
      [`${batch}.1`, 'withdrawn'],
      [`${batch}.2`, 'active'],
    ]);
  });

  it('finds members of a batch by commitment, and by the batch and their index', () => {
    const log = new MemoryLog(GENESIS);
    const leaves = ['l0', 'l1', 'l2'].map((leaf) => sha256Hex(leaf));
    log.add([registers('before')]);
    const [batch = ''] = log.add([registersBatch(leaves)]);
    const path = fold(log);
    expect(found(path, leaves[2] as Hex).map(({ item }) => item)).toEqual([`${batch}.2`]);
    const member = batchMember(`${batch}.2`);
    const [row] = rows<EvidenceBatchesTable>(
      path,
      'SELECT * FROM evidence_batches WHERE batch = ?',
      member?.batch,
    );
    const sequence = (row?.first_sequence ?? 0) + (member?.index ?? 0);
    expect(items(path).find((item) => item.sequence === sequence)?.item).toBe(`${batch}.2`);
    expect(row).toMatchObject({ count: 3, claimant: 'platform', position: 4 });
  });

  it('is not fooled by an action that bears the name of an event', () => {
    const log = new MemoryLog(GENESIS);
    const [victim = ''] = log.add([registers('a')]);
    const forged = { item: victim, reason: 'duplicate', by: 'admin@court' };
    log.add([isRefused('evidence.ItemWithdrawn', 'UNKNOWN_ACTION', forged)]);
    log.add([isRefused('constructor', 'UNKNOWN_ACTION', forged)]);
    expect(items(fold(log)).map(({ status }) => status)).toEqual(['active']);
  });

  it('refuses to close an item that was never registered', () => {
    const log = new MemoryLog(GENESIS);
    log.add([withdraws(sha256Hex('nothing'))]);
    expect(() => fold(log)).toThrow(
      /projection evidence_items failed at position 2: item [0-9a-f]{64} was never registered/,
    );
  });

  it('refuses to close a member that its batch does not have', () => {
    const log = new MemoryLog(GENESIS);
    const [batch = ''] = log.add([registersBatch([sha256Hex('only')])]);
    log.add([withdraws(`${batch}.1`)]);
    expect(() => fold(log)).toThrow(/item [0-9a-f]{64}\.1 was never registered/);
  });

  it('refuses an event that lacks what a row needs', () => {
    const log = new MemoryLog(GENESIS);
    log.add([
      happens('evidence.RegisterItem', {}, [
        { type: 'evidence.ItemRegistered', data: { item: '0'.repeat(64), commitment: '1' } },
      ]),
    ]);
    expect(() => fold(log)).toThrow(/projection evidence_items failed at position 2/);
  });

  it('lists the digests one by one for whoever opens the file', () => {
    const log = new MemoryLog(GENESIS);
    const [item] = log.add([registers('abc', { digests: digestsOf('abc') }), registers('salted')]);
    const digests = rows(fold(log), 'SELECT item, algorithm, length, value FROM evidence_digests');
    expect(digests).toEqual(digestsOf('abc').map((digest) => ({ item, ...digest })));
  });
});

describe('batchMember', () => {
  it('reads the two parts of a member’s id', () => {
    const batch = 'f'.repeat(64);
    expect(batchMember(`${batch}.0`)).toEqual({ batch, index: 0 });
    expect(batchMember(`${batch}.9999`)).toEqual({ batch, index: 9999 });
  });

  it.each(['', '.', `${'f'.repeat(64)}`, `${'f'.repeat(64)}.`, `${'f'.repeat(64)}.01`])(
    'does not take %j for one',
    (text) => expect(batchMember(text)).toBeUndefined(),
  );

  it.each([
    `${'f'.repeat(63)}.1`,
    `${'F'.repeat(64)}.1`,
    `${'f'.repeat(64)}.-1`,
    `${'f'.repeat(64)}.1\n`,
  ])('does not take %j for one either', (text) => expect(batchMember(text)).toBeUndefined());
});

describe('sequenceOf', () => {
  it('orders by position, then by index', () => {
    expect(sequenceOf(2, 0)).toBeGreaterThan(sequenceOf(1, 65_535));
    expect(sequenceOf(1, 1)).toBeGreaterThan(sequenceOf(1, 0));
  });

  it('refuses an index or a position that would collide with another', () => {
    expect(() => sequenceOf(1, 65_536)).toThrow(RangeError);
    expect(() => sequenceOf(2 ** 40, 0)).toThrow(RangeError);
  });
});
