/** Certificates: what they state, what they refuse to state, and that the same gives the same. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assembleBundle } from '../../src/client/bundle/assembleBundle.js';
import { makeCertificate, NotCertifiable } from '../../src/certificate/makeCertificate.js';
import { signPdf } from '../../src/certificate/signing/certifier.js';
import { verifySignedPdf } from '../../src/certificate/signing/verifySignedPdf.js';
import { itemFacts, masked } from '../../src/certificate/facts.js';
import { VALUES } from '../../src/certificate/wording.js';
import { examineBundle, type Examination } from '../../src/client/verifier/examination.js';
import { utf8 } from '../../src/crypto/bytes.js';
import { sha256, sha256Hex } from '../../src/crypto/sha256.js';
import { batchRoot } from '../../src/domain/evidence/batch.js';
import { CATEGORIES, CLAIMS } from '../../src/domain/evidence/item.js';
import { CAPTURE_CLASSES } from '../../src/domain/evidence/capture/seal.js';
import { PROFILES } from '../../src/domain/evidence/capture/tool.js';
import { PLATFORM_FACT_KINDS } from '../../src/domain/evidence/standing/platformFact.js';
import type { Instant } from '../../src/ledger/instant.js';
import { OWNER } from '../schema/evidence/lifeStory.js';
import { BundleStory, TIME_ROOTS } from '../client/verifier/bundleStory.js';
import { forged } from '../client/verifier/reports.js';
import { GEN_TIME, testAuthority } from '../support/timeAuthority.js';
import {
  capturedBundle,
  ISSUED,
  requestFor,
  signedCertificate,
  testCertifier,
} from './certificateStory.js';

let story: BundleStory;
let bundle: Uint8Array;
let pdf: Uint8Array;

beforeAll(async () => {
  story = new BundleStory();
  bundle = await capturedBundle(story);
  pdf = await signedCertificate(requestFor(story, bundle));
}, 120_000);
afterAll(() => story.close());

const roots = [testCertifier().chain[1] as Uint8Array];
const trust = { roots, timeRoots: TIME_ROOTS, at: ISSUED };

describe('a certificate', () => {
  it('is the same for the same request, up to its signature', async () => {
    const [one, two] = await Promise.all([
      makeCertificate(requestFor(story, bundle)),
      makeCertificate(requestFor(story, bundle)),
    ]);
    expect(sha256Hex(one.unsigned.bytes)).toBe(sha256Hex(two.unsigned.bytes));
    const later = { issued: '2026-01-03T03:04:05.000Z' as Instant };
    const other = await makeCertificate(requestFor(story, bundle, later));
    expect(other.number).not.toBe(one.number);
    expect(one.number).toMatch(/^20260102(?:-[0-9A-F]{4}){3}$/);
  });

  it.each(['zh', 'en', 'both'] as const)('is made in %s', async (language) => {
    const made = await makeCertificate(requestFor(story, bundle, { language }));
    expect(made.pages).toBeGreaterThan(3);
    expect(made.report.conclusions[0]?.key).toBe('UNALTERED_BETWEEN');
  });

  it('is not made of a bundle whose integrity fails, nor of what is no bundle', async () => {
    const altered = forged(bundle, (files) =>
      files.map((each) =>
        each.path.startsWith('content/') ? { ...each, bytes: utf8('another page') } : each,
      ),
    );
    for (const bytes of [altered, bundle.subarray(0, 5_000), new Uint8Array(0)]) {
      await expect(makeCertificate(requestFor(story, bytes))).rejects.toThrow(NotCertifiable);
    }
    const elsewhere = { trust: { ledger: 'ab'.repeat(32), roots: [] } };
    await expect(makeCertificate(requestFor(story, bundle, elsewhere))).rejects.toThrow(
      NotCertifiable,
    );
  });

  it('says that a content was not compared when none was given', async () => {
    const bare = assembleBundle(await story.parts(story.bare));
    const { report } = await makeCertificate(requestFor(story, bare));
    expect(report.conclusions[0]?.key).toBe('NOT_COMPARED');
  });

  it('is not made with an empty box for a character that cannot be printed', async () => {
    const { chain } = testCertifier('公证处\u{1f984}');
    const request = requestFor(story, bundle, { signer: { chain } });
    await expect(makeCertificate(request)).rejects.toThrow(/U\+1F984/);
  });

  it('says so when a registration has too many members for paper', async () => {
    const leaves = Array.from({ length: 1_000 }, (_, n) => sha256Hex(`member ${n}`));
    const data = { root: batchRoot(leaves), count: leaves.length, leaves };
    const batch = story.tell(OWNER, 'RegisterBatch', {
      ...data,
      category: 'other',
      claim: 'author',
    });
    const many = assembleBundle(await story.parts(`${batch}.7`));
    const made = await makeCertificate(requestFor(story, many, { attachBundle: false }));
    const small = await makeCertificate(requestFor(story, bundle, { attachBundle: false }));
    expect(made.pages).toBeLessThan(small.pages);
  });

  it('has words in Chinese for every value that the ledger writes', () => {
    const listed = (member: string) => Object.keys(VALUES[member] ?? {}).sort();
    expect(listed('category')).toEqual([...CATEGORIES].sort());
    expect(listed('claim')).toEqual([...CLAIMS].sort());
    expect(listed('profile')).toEqual([...PROFILES].sort());
    expect(listed('sealClass')).toEqual([...CAPTURE_CLASSES].sort());
    expect(listed('kind')).toEqual([...PLATFORM_FACT_KINDS].sort());
  });
});

describe('the facts', () => {
  const facts = async (item: string) => {
    const exam = examineBundle(assembleBundle(await story.parts(item)), story.trust());
    return itemFacts({ exam: exam as Examination, tokens: [], content: undefined });
  };

  it('name no actor in full', async () => {
    expect(masked('alice@evidence-platform')).toBe('a***@evidence-platform');
    const { submitter, capture } = await facts(story.item);
    expect([submitter, ...(capture?.collectors ?? [])].every((each) => /^.\*{3}@/.test(each))).toBe(
      true,
    );
  });

  it('show the digests that the ledger shows', async () => {
    const { content } = await facts(story.bare);
    expect(content.digestsFrom).toBe('ledger');
    expect(content.digests.map(({ algorithm }) => algorithm)).toEqual(['sha-256', 'sha3-256']);
  });
});

describe('the signature', () => {
  it('covers the whole file and leads to the certifier’s root', () => {
    const verdict = verifySignedPdf(pdf, trust);
    expect(verdict).toMatchObject({ ok: true, signer: { organisation: '江城市公证处' } });
  });

  it('is refused under another root, and outside the certificate’s validity', () => {
    const other = [testCertifier('别处').chain[1] as Uint8Array];
    expect(verifySignedPdf(pdf, { ...trust, roots: other })).toMatchObject({
      code: 'CHAIN_UNTRUSTED',
    });
    const late = { ...trust, at: '2035-06-01T00:00:00.000Z' as Instant };
    expect(verifySignedPdf(pdf, late)).toMatchObject({ code: 'CHAIN_EXPIRED' });
  });

  it('outlives its certificate by a time-stamp under the reader’s roots', async () => {
    const { unsigned } = await makeCertificate(requestFor(story, bundle));
    const stamped = await signPdf(unsigned, testCertifier(), async (signature) =>
      testAuthority('observatory').token({
        imprint: { hash: 'sha-256', value: sha256(signature) },
      }),
    );
    const late = { ...trust, at: '2035-06-01T00:00:00.000Z' as Instant };
    expect(verifySignedPdf(stamped, late)).toMatchObject({ ok: true, stamped: GEN_TIME });
    const foreign = await signPdf(unsigned, testCertifier(), async () =>
      testAuthority('observatory').token(),
    );
    expect(verifySignedPdf(foreign, trust)).toMatchObject({ code: 'IMPRINT_VALUE' });
  });

  it('does not survive a change of any byte', () => {
    const places = Array.from({ length: 400 }, (_, n) => Math.floor((n * pdf.length) / 400));
    const start = Buffer.from(pdf).indexOf('/Contents <') + 11;
    const dense = Array.from({ length: 2_200 }, (_, n) => start + n);
    for (const at of [...places, ...dense, pdf.length - 1]) {
      const changed = pdf.slice();
      changed[at] = (changed[at] as number) ^ 0x01;
      if (verifySignedPdf(changed, trust).ok) throw new Error(`byte ${at} can be changed`);
    }
  });

  it.each([
    ['cut off', (file: Uint8Array) => file.subarray(0, -1)],
    ['with bytes after its end', (file: Uint8Array) => Buffer.concat([file, utf8('%%EOF\n')])],
    ['empty', () => new Uint8Array(0)],
  ])('is refused on a file that is %s', (_, change) => {
    expect(verifySignedPdf(change(pdf), trust)).toMatchObject({ ok: false, code: 'NOT_SIGNED' });
  });

  it('is refused as long as there is none', async () => {
    const { unsigned } = await makeCertificate(requestFor(story, bundle));
    expect(verifySignedPdf(unsigned.bytes, trust).ok).toBe(false);
  });
});
