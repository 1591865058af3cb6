import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { BrokenChain } from '../../src/store/brokenChain.js';
import { checkChain } from '../../src/store/chainCheck.js';
import { checkEntryRange } from '../../src/store/entryRangeCheck.js';
import { checkRangeInThread } from '../../src/store/entryRangeThread.js';
import { openForReading } from '../../src/store/schema.js';
import { type CompiledWorker, compileWorker } from '../support/compiledWorker.js';
import { consortium } from '../support/consortium.js';
import { alterLedger, writeLedger } from '../support/writtenLedger.js';

const kit = consortium();
const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
});

function ledgerPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'civic-ledger-chain-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  return join(folder, 'ledger.sqlite');
}

function writtenLedger(items: number): string {
  const path = ledgerPath();
  writeLedger(path, kit, items);
  return path;
}

/** As the store sets it. */
const PAGE_BYTES = 16_384;

const quietly = { threads: 0, onProgress: (): void => undefined };

/** Where the range of entries from `first` is broken. */
function faultOf(path: string, first: number): number | undefined {
  const database = openForReading(path);
  const range = first === 0 ? { first, end: 256 } : { first, end: 601 };
  try {
    checkEntryRange(database, { ...range, size: 601 }, () => undefined);
    return undefined;
  } catch (error) {
    return (error as BrokenChain).position;
  } finally {
    database.close();
  }
}

describe('the check before a start', () => {
  test('passes a whole ledger and says its size', async () => {
    await expect(checkChain(writtenLedger(300), quietly)).resolves.toBe(601);
  });

  const faults: readonly (readonly [string, string, RegExp])[] = [
    [
      'a changed entry',
      `UPDATE entries SET entry = replace(entry, '"height":3', '"height":4') WHERE position = 210`,
      /position 211/,
    ],
    [
      'an entry that is gone',
      'DELETE FROM entries WHERE position = 77',
      /position 77: the entry is missing/,
    ],
    ['a log cut short', 'DELETE FROM entries WHERE position > 590', /position 591: .*counts 601/],
    [
      'a changed last entry',
      `UPDATE entries SET entry = replace(entry, '"cause":599', '"cause":5') WHERE position = 600`,
      /position 501: the root/,
    ],
    [
      'a changed tile',
      'UPDATE tiles SET hashes = zeroblob(8192) WHERE number = 1',
      /position 256: tile 0\/1/,
    ],
    [
      'a changed header',
      `UPDATE blocks SET header = replace(header, '"height":2', '"height":3') WHERE height = 2`,
      /position 101: block 2/,
    ],
  ];

  test.each(faults)('names the position of %s', async (_, sql, message) => {
    const path = writtenLedger(300);
    alterLedger(path, sql);
    await expect(checkChain(path, quietly)).rejects.toThrow(message);
  });

  test('names the position at which a damaged page stops it, whichever page it is', async () => {
    const path = writtenLedger(300);
    const sound = readFileSync(path);
    const positions = new Set<number>();
    for (let start = 0; start < sound.length; start += PAGE_BYTES) {
      writeFileSync(path, Buffer.from(sound).fill(0xa5, start, start + 200));
      const fault: unknown = await checkChain(path, quietly).catch((error: unknown) => error);
      // Pages of the state and of ids are not the chain's: what is wrong there, an audit finds.
      if (fault === 601) continue;
      expect(fault).toBeInstanceOf(BrokenChain);
      positions.add((fault as BrokenChain).position);
    }
    expect(Math.min(...positions)).toBe(0);
    expect(Math.max(...positions)).toBeGreaterThan(500);
  });

  const edges: readonly (readonly [string, string, string])[] = [
    [
      'a range without its last entry',
      'DELETE FROM entries WHERE position = 255',
      '0: 255, 256: 255',
    ],
    [
      'a range without its first entry',
      'DELETE FROM entries WHERE position = 256',
      '0: -, 256: 256',
    ],
    [
      'a changed link over the edge',
      `UPDATE entries SET entry = replace(entry, '"previous":"', '"previous":"0')
       WHERE position = 256`,
      '0: -, 256: 256',
    ],
    [
      'a changed entry before the edge',
      `UPDATE entries SET entry = replace(entry, '"height":', '"height":1') WHERE position = 255`,
      '0: 0, 256: 256',
    ],
  ];

  test.each(edges)('ranges that follow one another find %s', (_, sql, expected) => {
    const path = writtenLedger(300);
    alterLedger(path, sql);
    const found = [0, 256].map((first) => `${first}: ${faultOf(path, first) ?? '-'}`);
    expect(found.join(', ')).toBe(expected);
  });
});

describe('a range checked in a thread', () => {
  let worker: CompiledWorker;
  beforeAll(async () => {
    worker = await compileWorker('src/store/entryRangeWorker.ts');
  });
  afterAll(() => worker.remove());

  test('counts the entries of a whole range', async () => {
    const path = writtenLedger(300);
    let checked = 0;
    const range = { first: 256, end: 601, size: 601 };
    const count = (more: number): void => void (checked += more);
    await expect(checkRangeInThread({ path, range }, count, worker.file)).resolves.toBeUndefined();
    expect(checked).toBe(345);
  });

  test('says where the range is broken', async () => {
    const path = writtenLedger(300);
    alterLedger(path, 'DELETE FROM entries WHERE position = 300');
    const range = { first: 256, end: 601, size: 601 };
    const fault = await checkRangeInThread({ path, range }, () => undefined, worker.file);
    expect(fault?.message).toBe('the log is broken at position 300: the entry is missing');
  });

  test('is rejected, not taken for sound, when the thread cannot read the ledger', async () => {
    const job = { path: '/nowhere/ledger.sqlite', range: { first: 0, end: 1, size: 1 } };
    await expect(checkRangeInThread(job, () => undefined, worker.file)).rejects.toThrow();
  });
});
