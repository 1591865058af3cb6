/** Certificates on paper: what a scanner reads, whole and damaged, before the one verifier. */
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { paperCodes, type PaperCodes, readScan } from '../../../src/client/paper/paperCodes.js';
import { parsePaperRecord } from '../../../src/client/paper/paperRecord.js';
import { type PaperTrust, verifyPaper } from '../../../src/client/paper/verifyPaper.js';
import { allDigests } from '../../../src/client/verifier/content.js';
import { utf8 } from '../../../src/crypto/bytes.js';
import { canonicalJson } from '../../../src/crypto/canonicalJson.js';
import { sha256Hex } from '../../../src/crypto/sha256.js';
import { parseGenesis } from '../../../src/ledger/parseGenesis.js';
import { parseReceipt, type Receipt } from '../../../src/ledger/receipt.js';
import { BundleStory, PAGE } from '../verifier/bundleStory.js';

const BARE = 'a file without a capture';
let story: BundleStory;
let trust: PaperTrust;
/** Of a single item, and of a member of a batch. */
let codes: { readonly bare: PaperCodes; readonly captured: PaperCodes };

async function codesOf(item: string): Promise<PaperCodes> {
  const { itemReceipt } = await story.parts(item);
  return paperCodes(parseReceipt(itemReceipt) as Receipt) as PaperCodes;
}

beforeAll(async () => {
  story = new BundleStory();
  const genesis = parseGenesis(story.kit.genesisText);
  if (genesis === undefined) throw new Error('no genesis');
  trust = { origin: genesis.origin, keys: genesis.checkpointKeys, ledger: story.kit.ledger };
  codes = { bare: await codesOf(story.bare), captured: await codesOf(story.item) };
}, 120_000);
afterAll(() => story.close());

/** As zbarimg prints it: a newline after each code. */
const scanOf = ({ proof, record }: PaperCodes) => [proof, ...record].map((c) => `${c}\n`).join('');
const content = (text: string) => ({ digests: allDigests(utf8(text)) });
const sentences = (scan: string, ...rest: readonly unknown[]) =>
  verifyPaper(scan, trust, ...(rest as [])).lines.map(({ sentence }) => sentence);

describe('the codes of a certificate', () => {
  it('prove a registration, its place, its log, its signer and the file', () => {
    const report = verifyPaper(scanOf(codes.bare), trust, content(BARE));
    expect(report.code).toBe(0);
    expect(report.lines.map(({ status }) => status)).toEqual(Array(6).fill('PASS'));
    expect(report.lines[5]?.en).toContain(story.bare);
  });

  it('name the member of a batch that the file is', () => {
    const report = verifyPaper(scanOf(codes.captured), trust, content(PAGE));
    expect(report.code).toBe(0);
    expect(report.lines[5]?.en).toContain(story.item);
  });

  it('fit into codes that a printer and a scanner can deal with', () => {
    expect(utf8(codes.bare.proof).length).toBeLessThan(1_696);
    expect(codes.bare.record).toHaveLength(1);
    expect(codes.bare.record[0]).toMatch(/^CLR1\/1\/1\/[0-9A-Z $%*+\-./:]+\/$/);
  });

  it('may come in any order, twice, between other text, with other line ends', () => {
    const { proof, record } = codes.bare;
    for (const scan of [
      `${record.join('\n')}\n${proof}\n`,
      `QR-Code of a parking meter\n${scanOf(codes.bare)}${scanOf(codes.bare)}`,
      scanOf(codes.bare).replaceAll('\n', '\r\n'),
      scanOf(codes.bare).trimEnd(),
    ]) {
      expect(verifyPaper(scan, trust, content(BARE)).code).toBe(0);
    }
  });

  it('prove nothing about a file that is not given', () => {
    const report = verifyPaper(scanOf(codes.bare), trust);
    expect(report.code).toBe(2);
    expect(report.lines[5]?.sentence).toBe('CONTENT_NOT_GIVEN');
  });

  it('never say more than the paper shows', () => {
    const { limits, lines } = verifyPaper(scanOf(codes.bare), trust, content(BARE));
    expect(limits.zh).toMatch(/不说明内容是否真实/);
    expect(lines.map(({ en }) => en).join()).not.toMatch(/time-stamp|notar|true/);
  });
});

describe('what is refused', () => {
  it('a changed file', () => {
    expect(sentences(scanOf(codes.bare), content(`${BARE}.`))).toContain('CONTENT_DIFFERS');
  });

  it('the key of another ledger, another origin, another ledger id', () => {
    const other = { ...trust, keys: ['ab'.repeat(32)] };
    expect(verifyPaper(scanOf(codes.bare), other, content(BARE)).code).toBe(1);
    const elsewhere = { ...trust, origin: 'elsewhere.example/log' };
    expect(verifyPaper(scanOf(codes.bare), elsewhere, content(BARE)).code).toBe(1);
    const foreign = { ...trust, ledger: 'cd'.repeat(32) };
    const report = verifyPaper(scanOf(codes.bare), foreign, content(BARE));
    expect(report.lines[3]?.sentence).toBe('LEDGER_OTHER');
  });

  it('the record of one registration beside the proof of another', () => {
    const mixed = scanOf({ proof: codes.bare.proof, record: codes.captured.record });
    expect(sentences(mixed, content(PAGE))).toContain('PLACE_FAULT');
  });

  it.each([
    ['no proof', () => codes.bare.record.join('\n'), 'PROOF_MISSING'],
    ['no record', () => codes.bare.proof, 'RECORD_MISSING'],
    [
      'a part of the record missing',
      () => scanOf(codes.bare).replace('/1/1/', '/1/2/'),
      'RECORD_MISSING',
    ],
    [
      'a character outside the alphabet',
      () => scanOf(codes.bare).replace('CLR1/1/1/', 'CLR1/1/1/a'),
      'RECORD_MISSING',
    ],
    ['nothing', () => '', 'PROOF_MISSING'],
  ])('a scan with %s', (_, scan, sentence) => {
    const report = verifyPaper(scan(), trust, content(BARE));
    expect(report.code).toBe(3);
    expect(report.lines[0]?.sentence).toBe(sentence);
  });

  it('every character changed, in either code', () => {
    const sound = scanOf(codes.bare);
    const end = sound.trimEnd().length;
    for (let at = 0; at < end; at += 1) {
      const swapped = sound[at] === 'A' ? 'B' : 'A';
      const changed = sound.slice(0, at) + swapped + sound.slice(at + 1);
      const { code } = verifyPaper(changed, trust, content(BARE));
      expect({ at, isSound: code === 0 }).toEqual({ at, isSound: false });
    }
  });
});

describe('a record', () => {
  const recordOf = (each: PaperCodes) => readScan(each.record.join('\n')).record as Uint8Array;

  it('has one spelling of its end: zeros fill the last byte, and nothing follows', () => {
    for (const each of [codes.bare, codes.captured]) {
      const sound = recordOf(each);
      const entries = parsePaperRecord(sound);
      expect(entries).toBeDefined();
      for (let byte = 0; byte < 256; byte += 1) {
        const other = Uint8Array.from(sound).fill(byte, -1);
        if (byte !== sound.at(-1)) expect(parsePaperRecord(other)).not.toEqual(entries);
        expect(parsePaperRecord(Uint8Array.from([...sound, byte]))).toBeUndefined();
      }
    }
  });

  it('may be compressed by whatever compresses', () => {
    const sound = recordOf(codes.captured);
    const text = inflateRawSync(sound);
    for (const level of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED]) {
        const other = new Uint8Array(deflateRawSync(text, { level, strategy }));
        expect(parsePaperRecord(other)).toEqual(parsePaperRecord(sound));
      }
    }
  });
});

describe('what does not fit on paper', () => {
  const batchOf = (count: number): PaperCodes | undefined => {
    const leaves = Array.from({ length: count }, (_, n) => sha256Hex(`${n}`));
    const data = { batch: 'ab'.repeat(32), leaves };
    const event = canonicalJson({ data, type: 'evidence.BatchRegistered' });
    const entry = receipt.entries.at(-1)?.entry ?? '';
    return paperCodes({ ...receipt, entries: [...receipt.entries.slice(0, 1), { entry, event }] });
  };
  let receipt: Receipt;
  beforeAll(async () => {
    receipt = parseReceipt((await story.parts()).itemReceipt) as Receipt;
  });

  it('is divided over up to eight codes: some hundreds of members', () => {
    const record = batchOf(200)?.record ?? [];
    expect(record.length).toBeGreaterThan(1);
    for (const [index, part] of record.entries()) {
      expect(part.startsWith(`CLR1/${index + 1}/${record.length}/`)).toBe(true);
      expect(part.length).toBeLessThan(1_990);
    }
    const read = readScan([...record].reverse().join('\n')).record;
    expect(read && parsePaperRecord(read)).toHaveLength(2);
  });

  it('is not printed at all: thousands of members', () => {
    expect(batchOf(3_000)).toBeUndefined();
  });
});
