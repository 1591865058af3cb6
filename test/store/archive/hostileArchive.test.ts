/** No archive, however it was spoiled, makes a ledger give a wrong answer or lose an entry. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditLog } from '../../../src/cli/audit/auditLog.js';
import { auditSegment } from '../../../src/cli/audit/segmentAudit.js';
import { EntriesPruned } from '../../../src/ledger/archive/entriesPruned.js';
import { Archive, ArchiveUnusable } from '../../../src/store/archive/archive.js';
import type { EntryRow } from '../../../src/store/entryRows.js';
import { consortium } from '../../support/consortium.js';
import { runSeed, seededRandom } from '../../support/live/seededRandom.js';
import { type ArchivedLedger, archivedLedger } from './archivedLedger.js';

const kit = consortium();
const stranger = consortium('another ledger');
const trust = { ledger: kit.ledger, document: kit.genesis, text: kit.genesisText };
const SIZE = 601;
const BELOW = 512;
const random = seededRandom(runSeed('hostile archive'));

/** Kept as it is; `pruned` is a copy of it that was pruned. */
let whole: ArchivedLedger;
let pruned: ArchivedLedger;
let other: ArchivedLedger;
let right: readonly EntryRow[];
let folder: string;
let spoiled: string;

beforeAll(() => {
  [whole, pruned] = [archivedLedger(kit, 300), archivedLedger(kit, 300)];
  other = archivedLedger(stranger, 300);
  for (const ledger of [whole, pruned, other]) ledger.archiveBefore(SIZE);
  expect(pruned.prune(50)).toBe(BELOW);
  right = whole.withReader(undefined, (log) => log.entries(0, SIZE));
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-hostile-'));
});
beforeEach(() => {
  spoiled = mkdtempSync(join(folder, 'archive-'));
  cpSync(pruned.archive, spoiled, { recursive: true });
});
afterAll(() => {
  for (const ledger of [whole, pruned, other]) ledger.remove();
  rmSync(folder, { recursive: true });
});

const segment = (first: number): string =>
  join(spoiled, `segment-${String(first).padStart(16, '0')}.clseg`);
const manifest = (): string => join(spoiled, 'manifest.jsonl');

function changeByte(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] as number) ^ (1 + random.below(255));
  writeFileSync(path, bytes);
}

function changeLines(change: (lines: string[]) => string[]): void {
  const lines = readFileSync(manifest(), 'utf8').trimEnd().split('\n');
  writeFileSync(
    manifest(),
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

const SPOILERS: readonly (readonly [string, () => void])[] = [
  ['a segment is missing', () => rmSync(segment(201))],
  ['a segment is cut off', () => truncateSync(segment(201), 900)],
  ['a segment is empty', () => truncateSync(segment(201), 0)],
  [
    'two segments are swapped',
    () => {
      renameSync(segment(101), join(spoiled, 'aside'));
      renameSync(segment(201), segment(101));
      renameSync(join(spoiled, 'aside'), segment(201));
    },
  ],
  [
    'a segment is another ledger’s',
    () => cpSync(join(other.archive, `segment-${'201'.padStart(16, '0')}.clseg`), segment(201)),
  ],
  [
    'a line of the manifest is missing',
    () => changeLines((lines) => lines.filter((_line, at) => at !== 2)),
  ],
  [
    'two lines of the manifest are swapped',
    () => changeLines((lines) => [lines[1], lines[0], ...lines.slice(2)] as string[]),
  ],
  [
    'a line of the manifest is another hash',
    () =>
      changeLines((lines) =>
        lines.map((line, at) => (at === 1 ? line.replace(/"sha256":"../, '"sha256":"zz') : line)),
      ),
  ],
  ['the manifest is empty', () => writeFileSync(manifest(), '')],
  [
    'the whole archive is another ledger’s',
    () => cpSync(other.archive, spoiled, { recursive: true }),
  ],
];

/** Reads everything, one position after another: what is answered has to be right. */
function answers(): { readonly right: number; readonly refused: number } {
  return pruned.withReader(spoiled, (log) => {
    let [good, refused] = [0, 0];
    for (let position = 0; position < SIZE; position += 1) {
      try {
        expect(log.entries(position, 1)).toEqual([right[position]]);
        good += 1;
      } catch (error) {
        if (!(error instanceof EntriesPruned)) throw error;
        refused += 1;
      }
    }
    return { right: good, refused };
  });
}

describe('an archive in which', () => {
  test.each(SPOILERS)('%s gives right answers or none, and is found', async (_, spoil) => {
    spoil();
    const { right: good, refused } = answers();
    expect(good + refused).toBe(SIZE);
    expect(refused).toBeGreaterThan(0);
    const audit = auditLog({ kind: 'archive', path: spoiled, trust, threads: 0 });
    const found = await audit.then(
      ({ finding }) => finding?.what,
      (error: unknown) => error,
    );
    expect(found).toBeDefined();
  });

  test.each(SPOILERS)('%s is not pruned into', (_, spoil) => {
    const ledger = archivedLedger(kit, 300);
    try {
      cpSync(spoiled, ledger.archive, { recursive: true });
      const before = spoiled;
      spoiled = ledger.archive;
      spoil();
      spoiled = before;
      let below: number | undefined;
      try {
        below = ledger.prune(50);
      } catch (error) {
        expect(error).toBeInstanceOf(ArchiveUnusable);
      }
      expect(below ?? 1).toBe(1);
      const log = ledger.withReader(undefined, (reader) => [
        reader.prunedBelow(),
        reader.entries(200, 9),
      ]);
      expect(log[1]).toEqual(right.slice(200, 209));
      expect(log[0]).toBeLessThanOrEqual(256);
    } finally {
      ledger.remove();
    }
  });

  test('any one byte is another gives right answers or none, and no audit passes it', async () => {
    const files = readdirSync(spoiled).filter((name) => !name.endsWith('.voucher.json'));
    for (let round = 0; round < 40; round += 1) {
      rmSync(spoiled, { recursive: true });
      cpSync(pruned.archive, spoiled, { recursive: true });
      const path = join(spoiled, random.pick(files));
      const at = random.below(readFileSync(path).length);
      changeByte(path, at);
      expect(answers().right).toBeGreaterThanOrEqual(SIZE - BELOW);
      const audit = auditLog({ kind: 'archive', path: spoiled, trust, threads: 0 });
      const found = await audit.then(
        ({ finding }) => finding,
        (error: unknown) => error,
      );
      expect({ path, at, found }).not.toEqual({ path, at, found: undefined });
    }
  });
});

describe('a start', () => {
  test('refuses a gap, and names its position', () => {
    rmSync(segment(201));
    const archive = new Archive(spoiled, kit.ledger);
    expect(() => archive.requireFiles(BELOW)).toThrow(
      'segment-0000000000000201.clseg of the archive cannot be used, ' +
        'for entries from 201 on: it is missing',
    );
    expect(() => archive.requireFiles(201)).not.toThrow();
    changeLines((lines) => lines.slice(0, 3));
    expect(() => new Archive(spoiled, kit.ledger).requireFiles(BELOW)).toThrow(
      'for entries from 301 on: it ends at 301, but the ledger needs it up to 512',
    );
    expect(() => new Archive(spoiled, stranger.ledger)).toThrow(/is of another ledger/);
  });
});

describe('an audit of a segment alone', () => {
  test('passes each one against the genesis document', () => {
    const names = readdirSync(spoiled).filter((name) => name.endsWith('.clseg'));
    let entries = 0;
    for (const name of names) {
      const found = auditSegment(join(spoiled, name), trust);
      expect(found.finding).toBeUndefined();
      expect(found.signatures * 2).toBe(found.entries - (name.includes('0'.repeat(16)) ? 1 : 0));
      entries += found.entries;
    }
    expect(entries).toBe(SIZE);
  });

  test('finds every byte that is another, in the segment and in its voucher', () => {
    const voucher = segment(201).replace('.clseg', '.voucher.json');
    for (const path of [segment(201), voucher]) {
      const sound = readFileSync(path);
      for (let round = 0; round < 30; round += 1) {
        const at = random.below(sound.length);
        changeByte(path, at);
        const { finding } = auditSegment(segment(201), trust);
        expect({ path, at, finding }).not.toEqual({ path, at, finding: undefined });
        writeFileSync(path, sound);
      }
    }
  });

  test('takes no voucher of another block, and none of another ledger', () => {
    const voucher = segment(201).replace('.clseg', '.voucher.json');
    cpSync(segment(301).replace('.clseg', '.voucher.json'), voucher);
    expect(auditSegment(segment(201), trust).finding?.what).toBe(
      'voucher: the checkpoint of the voucher is of another size, root or block header',
    );
    const strange = {
      ledger: stranger.ledger,
      document: stranger.genesis,
      text: stranger.genesisText,
    };
    expect(auditSegment(segment(301), strange).finding).toBeDefined();
  });
});

describe('an audit of a whole archive', () => {
  test('executes it again and finds the root of the log', async () => {
    const [archive, database] = await Promise.all([
      auditLog({ kind: 'archive', path: pruned.archive, trust, threads: 0 }),
      auditLog({
        kind: 'database',
        path: pruned.ledgerPath,
        archive: pruned.archive,
        trust,
        threads: 0,
      }),
    ]);
    expect(archive).toMatchObject({ finding: undefined, entries: SIZE, signatures: 300 });
    expect(database).toMatchObject({ finding: undefined, entries: SIZE, root: archive.root });
  });
});
