/** What a ledger answers after it was archived and pruned is what it answered before. */
import 'reflect-metadata';
import { afterEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedOutcome } from '../../../src/execution/recordedOutcome.js';
import { EntriesPruned } from '../../../src/ledger/archive/entriesPruned.js';
import { consistencyProof, inclusionProof } from '../../../src/ledger/merkleProof.js';
import { TileNodes } from '../../../src/ledger/tileNodes.js';
import { receiptAt } from '../../../src/schema/receiptService.js';
import { Archive } from '../../../src/store/archive/archive.js';
import { checkChain } from '../../../src/store/chainCheck.js';
import type { SqliteLogReader } from '../../../src/store/sqliteLogReader.js';
import { SqliteStore } from '../../../src/store/sqliteStore.js';
import { consortium, registration } from '../../support/consortium.js';
import { runSeed, seededRandom } from '../../support/live/seededRandom.js';
import { executorOver, runBlock } from '../../support/testNode.js';
import { alterLedger } from '../../support/writtenLedger.js';
import { type ArchivedLedger, archivedLedger } from './archivedLedger.js';

const kit = consortium();
const ITEMS = 400;
const SIZE = 1 + 2 * ITEMS;
const quietly = { threads: 0, onProgress: (): void => undefined };
const random = seededRandom(runSeed('pruning'));
const made: ArchivedLedger[] = [];

afterEach(() => {
  for (const ledger of made.splice(0)) ledger.remove();
});

function ledgerOf(items = ITEMS): ArchivedLedger {
  const ledger = archivedLedger(kit, items);
  made.push(ledger);
  return ledger;
}

/** Everything that a reader of the log can ask for, as texts. */
function everything(log: SqliteLogReader): readonly unknown[] {
  const nodes = new TileNodes(log);
  const size = log.size();
  const positions = Array.from({ length: size }, (_, position) => position);
  const receipts = positions.map((position) => receiptAt({ log }, position)?.document());
  return [
    log.entries(0, size),
    positions.map((position) => log.entries(position, 3)),
    receipts,
    positions.map((position) => inclusionProof(position, size, nodes)),
    positions.slice(1).map((from) => consistencyProof(from, size, nodes)),
    Buffer.from(log.leafHashes(0, size)).toString('hex'),
    positions.map((index) => log.findId(`depositor@evidence-platform/item-${index}`)),
    log.blocks(0, size),
  ];
}

describe('a pruned ledger with its archive', () => {
  test('answers every read, receipt and proof as it did before, wherever it was cut', async () => {
    for (let round = 0; round < 2; round += 1) {
      const ledger = ledgerOf();
      const before = ledger.withReader(undefined, everything);
      ledger.archiveBefore(random.below(SIZE + 1));
      const below = ledger.prune(1 + random.below(SIZE));
      const after = ledger.withReader(ledger.archive, everything);
      expect({ below, after }).toEqual({ below, after: before });
      await expect(checkChain(ledger.ledgerPath, quietly)).resolves.toBe(SIZE);
    }
  });

  test('goes on being pruned while somebody looks ids up and no block comes', () => {
    const ledger = ledgerOf();
    ledger.archiveBefore(SIZE);
    const store = new SqliteStore(ledger.ledgerPath, { pendingWritesMax: 1000 });
    try {
      const pruning = store.pruning(new Archive(ledger.archive, kit.ledger), recordedOutcome);
      const reached = [1, 2].map(() => {
        expect(store.findId('depositor@evidence-platform/item-7')?.position).toBe(15);
        return pruning.step(512);
      });
      expect(reached).toEqual([256, 512]);
    } finally {
      store.close();
    }
  });

  test('has removed what it was told to, and keeps whole tiles', () => {
    const ledger = ledgerOf();
    expect(ledger.archiveBefore(SIZE)).toBe(801);
    expect(ledger.prune(100)).toBe(512);
    ledger.withReader(undefined, (log) => {
      expect(log.prunedBelow()).toBe(512);
      expect(log.entries(0, 1)).toHaveLength(1);
      expect(log.entries(512, 300)).toHaveLength(SIZE - 512);
      expect(log.isWhole()).toBe(false);
    });
    // No further than what is archived, and never the newest entry.
    const other = ledgerOf();
    other.archiveBefore(310);
    expect(other.prune(1)).toBe(256);
  });

  test('goes on: new blocks, the same ids refused and repeated as before', () => {
    const ledger = ledgerOf();
    ledger.archiveBefore(SIZE);
    ledger.prune(1);
    const store = new SqliteStore(ledger.ledgerPath, { pendingWritesMax: 100 });
    const executor = executorOver(store, kit);
    const repeated = registration(kit, 'item 7', 'item-7');
    const other = { ...repeated, ...registration(kit, 'another item', 'item-7') };
    const results = runBlock(executor, [repeated, other, registration(kit, 'new', 'new')]);
    expect(results).toMatchObject([
      { duplicate: true, position: 15, derived: 1, refused: null, eventHash: repeated.hash },
      { duplicate: false, refused: 'ID_REUSED' },
      { duplicate: false, refused: null },
    ]);
    store.close();
    ledger.withReader(ledger.archive, (log) => expect(log.entries(0, 900)).toHaveLength(805));
  });

  test('is archived and pruned again from where it was', () => {
    const ledger = ledgerOf();
    ledger.archiveBefore(400);
    ledger.prune(1);
    expect(ledger.archiveBefore(SIZE)).toBe(801);
    expect(ledger.prune(1)).toBe(768);
    const fresh = ledgerOf();
    const before = fresh.withReader(undefined, everything);
    expect(ledger.withReader(ledger.archive, everything)).toEqual(before);
  });
});

describe('a pruned ledger without its archive', () => {
  test('says which entry is not here and what to do, and never gives half an answer', () => {
    const ledger = ledgerOf();
    ledger.archiveBefore(SIZE);
    ledger.prune(100);
    ledger.withReader(undefined, (log) => {
      for (const [from, limit] of [
        [0, 2],
        [1, 1],
        [511, 2],
        [100, 700],
      ] as const) {
        expect(() => log.entries(from, limit)).toThrow(EntriesPruned);
      }
      expect(() => receiptAt({ log }, 9)).toThrow(
        'entry 9 was pruned here, as were all from 1 to 511; no archive is named that has them',
      );
      expect(inclusionProof(9, SIZE, new TileNodes(log)).length).toBeGreaterThan(0);
      expect(log.findId('depositor@evidence-platform/item-7')?.position).toBe(15);
    });
  });

  test('starts only when its tiles lead to the root', async () => {
    const faults: readonly (readonly [string, RegExp])[] = [
      ['UPDATE tiles SET hashes = zeroblob(8192) WHERE number = 0', /position 0/],
      [
        'UPDATE tiles SET hashes = zeroblob(8192) WHERE number = 1',
        /position 512: the entry does not name/,
      ],
      ['DELETE FROM tiles WHERE number = 0', /position 0: .*tile/],
      ['DELETE FROM entries WHERE position = 512', /position 512: the entry is missing/],
      ['DELETE FROM entries WHERE position = 0', /position 0: the genesis entry/],
    ];
    for (const [sql, message] of faults) {
      const ledger = ledgerOf(300);
      ledger.archiveBefore(601);
      expect(ledger.prune(50)).toBe(512);
      alterLedger(ledger.ledgerPath, sql);
      await expect(checkChain(ledger.ledgerPath, quietly)).rejects.toThrow(message);
    }
  });
});

describe('an archive', () => {
  test('has equal bytes whenever and from whichever copy of the log it was made', () => {
    const [one, other] = [ledgerOf(), ledgerOf()];
    one.archiveBefore(SIZE);
    for (let before = 0; before < SIZE; before += 97) other.archiveBefore(before);
    other.archiveBefore(SIZE);
    const filesOf = ({ archive }: ArchivedLedger) =>
      readdirSync(archive).map((name) => [name, readFileSync(join(archive, name), 'base64')]);
    expect(filesOf(other)).toEqual(filesOf(one));
    expect(filesOf(one).length).toBeGreaterThan(5);
  });

  test('is gone on with after a crash that left a torn line and half a file', () => {
    const [one, other] = [ledgerOf(), ledgerOf()];
    one.archiveBefore(SIZE);
    other.archiveBefore(350);
    const at = (ledger: ArchivedLedger, name: string): string => join(ledger.archive, name);
    writeFileSync(at(other, 'segment-0000000000000301.clseg.part'), 'half');
    appendFileSync(at(other, 'manifest.jsonl'), '{"bytes":77,"en');
    copyFileSync(
      at(one, 'segment-0000000000000301.clseg'),
      at(other, 'segment-0000000000000301.clseg'),
    );
    expect(other.archiveBefore(SIZE)).toBe(801);
    expect(readFileSync(at(other, 'manifest.jsonl'))).toEqual(
      readFileSync(at(one, 'manifest.jsonl')),
    );
  });
});
