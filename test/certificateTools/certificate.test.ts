/**
 * Certificates before the programs that courts and clerks have: poppler, qpdf, zbar. What this
 * project says of its own files is not asked here, except by the paper verifier at the end.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifySignedPdf } from '../../src/certificate/signing/verifySignedPdf.js';
import { paperCodes, type PaperCodes } from '../../src/client/paper/paperCodes.js';
import { verifyPaper } from '../../src/client/paper/verifyPaper.js';
import { allDigests } from '../../src/client/verifier/content.js';
import { utf8 } from '../../src/crypto/bytes.js';
import { parseGenesis } from '../../src/ledger/parseGenesis.js';
import { parseReceipt, type Receipt } from '../../src/ledger/receipt.js';
import {
  capturedBundle,
  ISSUED,
  requestFor,
  signedCertificate,
  testCertifier,
} from '../certificate/certificateStory.js';
import { BundleStory, PAGE } from '../client/verifier/bundleStory.js';
import { nssDatabase, pdfsig, run, scanPage, workFolder } from './tools.js';

const folder = workFolder();
let story: BundleStory;
let bundle: Uint8Array;
let bytes: Uint8Array;
let codes: PaperCodes;
let database: string;
const pdf = join(folder, 'certificate.pdf');

beforeAll(async () => {
  story = new BundleStory();
  bundle = await capturedBundle(story);
  bytes = await signedCertificate(requestFor(story, bundle));
  writeFileSync(pdf, bytes);
  const { itemReceipt } = await story.parts();
  codes = paperCodes(parseReceipt(itemReceipt) as Receipt) as PaperCodes;
  database = nssDatabase(folder, testCertifier().chain[1] as Uint8Array);
}, 120_000);
afterAll(async () => {
  await story.close();
  rmSync(folder, { recursive: true });
});

describe('the file', () => {
  it('is clean to qpdf', () => {
    expect(run('qpdf', '--check', pdf)).toMatch(/No syntax or stream encoding errors/);
  });

  it('has its fonts inside, as subsets, with their characters', () => {
    const rows = run('pdffonts', pdf).trim().split('\n').slice(2);
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatch(/CID TrueType +Identity-H +yes yes yes/);
  });

  it('says what it is, as PDF/A-3b', () => {
    expect(run('pdfinfo', pdf)).toMatch(/Page size: +595\.276 x 841\.89 pts \(A4\)/);
    expect(run('pdfinfo', '-meta', pdf)).toMatch(/<pdfaid:part>3<.*\n<pdfaid:conformance>B</);
  });

  it('holds the bundle, byte for byte', () => {
    run('pdfdetach', '-saveall', '-o', folder, pdf);
    expect(readFileSync(join(folder, 'bundle.zip')).equals(Buffer.from(bundle))).toBe(true);
  });
});

describe('the text', () => {
  const textOf = (file: string) => run('pdftotext', '-layout', file, '-');

  it('is read by machines in both languages, with number and page on every page', () => {
    const pages = textOf(pdf).split('\f').slice(0, -1);
    expect(pages[0]).toMatch(/电 ?子 ?数 ?据 ?存 ?证 ?证 ?明 ?书/);
    expect(pages[0]).toContain('未见上链后改动；上链时间不晚于');
    expect(pages[0]).toContain('Not seen altered after registration');
    for (const [index, page] of pages.entries()) {
      expect(page).toMatch(/20260102(-[0-9A-F]{4}){3}/);
      expect(page).toContain(`第 ${index + 1} 页，共 ${pages.length} 页`);
    }
  });

  it('has the verifier’s sentences and no others for its verdicts', () => {
    const text = textOf(pdf).replace(/\s+/g, '');
    for (const sentence of ['全部凭证出自同一账本', '清洁性检查先于取证且通过', '本包未载取代']) {
      expect(text).toContain(sentence);
    }
  });

  it('has no person in it, and nothing that the bundle hides', () => {
    const text = textOf(pdf);
    expect(text).toMatch(/b\*\*\*@evidence-platform/);
    expect(text).not.toMatch(/(?:bot|attendant|alice)@/);
  });

  it.each(['zh', 'en'] as const)(
    'in %s alone has no sentence of the other one',
    async (language) => {
      const file = join(folder, `${language}.pdf`);
      writeFileSync(file, await signedCertificate(requestFor(story, bundle, { language })));
      const text = textOf(file).replace('江城市公证处', '');
      if (language === 'zh') expect(text).not.toContain('Not seen altered');
      else expect(text.replaceAll('江城市公证处', '')).not.toMatch(/\p{Script=Han}/u);
      expect(pdfsig(file)).toContain('Signature is Valid');
    },
  );
});

describe('the signature', () => {
  it('is valid to pdfsig over the whole document, and trusted under the certifier’s root', () => {
    const said = pdfsig(pdf, database);
    expect(said).toContain('Total document signed');
    expect(said).toContain('Signature Validation: Signature is Valid.');
    expect(said).toContain('Certificate Validation: Certificate is Trusted.');
    expect(said).toContain('ETSI.CAdES.detached');
    expect(pdfsig(pdf)).not.toContain('Certificate is Trusted');
  });

  const places: readonly (readonly [string, string, number])[] = [
    ['the header', '%PDF-1.7', 5],
    ['a font', '/FontFile2', -200],
    ['the metadata', '<pdfaid:part>', 3],
    ['the attachment', '/EmbeddedFile', 400],
    ['a page’s content', '/MediaBox', -500],
    ['the name of the signer', '/Reason <FEFF', 14],
    ['the cross-reference table', 'xref\n0 ', 40],
    ['the trailer', '/Root ', 6],
    ['the signature', '/Contents <', 900],
  ];
  it.each(places)(
    'is refused with a byte of %s changed, by pdfsig and by us',
    (_, mark, offset) => {
      const changed = Buffer.from(bytes);
      const at = changed.indexOf(mark) + offset;
      changed[at] = (changed[at] as number) ^ 0x01;
      const file = join(folder, 'changed.pdf');
      writeFileSync(file, changed);
      expect(pdfsig(file, database)).not.toMatch(/Signature is Valid[^]*Certificate is Trusted/);
      const trust = { roots: testCertifier().chain.slice(1), timeRoots: [], at: ISSUED };
      expect(verifySignedPdf(changed, trust).ok).toBe(false);
    },
  );
});

describe('the codes', () => {
  /** The page that has them. */
  const codePage = () => {
    const pages = run('pdftotext', pdf, '-').split('\f');
    return pages.findIndex((page) => page.includes('Proof on paper')) + 1;
  };
  const expected = () => [codes.proof, ...codes.record].map((text) => `${text}\n`).sort();
  const pieces = (scan: string) => {
    const proofAt = scan.indexOf('c2sp.org/');
    const recordAt = scan.indexOf('CLR1/');
    const [first, second] = [proofAt, recordAt].sort((left, right) => left - right);
    return [scan.slice(first, second), scan.slice(second)].sort();
  };

  it.each([200, 300, 600])('are read from a %s dpi print as the exact texts', (dpi) => {
    expect(pieces(scanPage(pdf, codePage(), { dpi }))).toEqual(expected());
  });

  it.each([
    ['turned by 2 degrees', 200, ['-rotate', '2']],
    ['turned by 3 degrees and blurred', 300, ['-rotate', '3', '-blur', '0x1']],
    ['upside down and faint', 200, ['-rotate', '180', '-level', '-30%,130%']],
    ['noisy', 300, ['-seed', '7', '-attenuate', '0.4', '+noise', 'Gaussian']],
  ])('are read from a print that is %s', (_, dpi, distort) => {
    const scan = scanPage(pdf, codePage(), { dpi, distort });
    expect(pieces(scan)).toEqual(expected());
  });

  it('verify with nothing else but the file and the log’s key', () => {
    const genesis = parseGenesis(story.kit.genesisText);
    const trust = { origin: genesis?.origin ?? '', keys: genesis?.checkpointKeys ?? [] };
    const scan = scanPage(pdf, codePage(), { dpi: 200 });
    const verify = (text: string, file: string, log = trust) =>
      verifyPaper(text, log, { digests: allDigests(utf8(file)) }).code;
    expect(verify(scan, PAGE)).toBe(0);
    expect(verify(scan, `${PAGE} `)).not.toBe(0);
    expect(verify(scan.replace('index 3', 'index 4'), PAGE)).not.toBe(0);
    expect(verify(scan, PAGE, { ...trust, keys: ['ab'.repeat(32)] })).not.toBe(0);
  });
});
