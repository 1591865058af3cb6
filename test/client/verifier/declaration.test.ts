/** Drafts of declarations under FRE 902(13) and 902(14): what the report says, and no more. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assembleBundle } from '../../../src/client/bundle/assembleBundle.js';
import {
  declarationObstacle,
  type DeclarationRule,
  declarationText,
} from '../../../src/client/verifier/declaration.js';
import { CHECK_CODES, CHECKS } from '../../../src/client/verifier/checks.js';
import type { BundleReport } from '../../../src/client/verifier/report.js';
import { verifyBundle } from '../../../src/client/verifier/verifyBundle.js';
import { utf8 } from '../../../src/crypto/bytes.js';
import { sha256Hex } from '../../../src/crypto/sha256.js';
import { BundleStory, PAGE } from './bundleStory.js';
import { forged } from './reports.js';

let story: BundleStory;
let bundle: Uint8Array;
let withCopy: BundleReport;
let without: BundleReport;

beforeAll(async () => {
  story = new BundleStory();
  const parts = await story.parts();
  bundle = assembleBundle(parts);
  const whole = assembleBundle({ ...parts, content: { name: 'page.png', bytes: utf8(PAGE) } });
  [withCopy, without] = [whole, bundle].map((bytes) => verify(bytes)) as [
    BundleReport,
    BundleReport,
  ];
}, 120_000);
afterAll(() => story.close());

const verify = (bytes: Uint8Array): BundleReport => verifyBundle(bytes, { trust: story.trust() });

function text(rule: DeclarationRule, report: BundleReport): string {
  const facts = { length: bundle.length, sha256: sha256Hex(bundle) };
  return declarationText({ rule, ledger: story.kit.ledger, bundle: facts }, report);
}

describe('a declaration', () => {
  it('has every check of the report with its status, those that are not proven too', () => {
    const draft = text('902(13)', withCopy);
    const lines = withCopy.sections.flatMap(({ lines: own }) => own);
    for (const { check, status } of lines) {
      expect(draft).toContain(`- **${check} ${CHECKS[check].en}**: ${status}`);
    }
    expect(draft.match(/^- \*\*[A-E]\d /gm)).toHaveLength(CHECK_CODES.length);
    expect(draft).toContain('C6 (NOT PROVEN)');
    expect(draft).toMatch(/^9\. Registered not before: .+Z\. Not after: .+Z\.$/m);
  });

  it('finds nothing that the report does not: its findings are the report’s sentences', () => {
    const own = withCopy.sections.flatMap(({ lines }) => lines.flatMap(({ findings }) => findings));
    const said = [...text('902(14)', withCopy).matchAll(/^ {2}- (.+)$/gm)].map(([, each]) =>
      each?.replaceAll('\\', ''),
    );
    expect(said).toEqual(own.map(({ en }) => en));
  });

  it('leaves the person, the qualification, the day and the signature blank', () => {
    const draft = text('902(13)', without);
    for (const known of ['My name is `__', 'because `__', 'Executed on `__', 'Signature: `__']) {
      expect(draft).toContain(known);
    }
    expect(draft).toContain('28 U.S.C. § 1746');
    // Days and names stand in what the verifier found, and nowhere else.
    const [before = '', after = ''] = draft.split(/## 4\.[^]*(?=## 5\.)/);
    expect(before + after).not.toMatch(/20\d\d-\d\d-\d\d|notary-office/);
    expect(text('902(13)', without)).toBe(draft);
  });

  it('says what equal digests do not show, and that notice has to be given', () => {
    const draft = text('902(14)', withCopy);
    expect(draft).toContain('They do not show that the data are true');
    expect(draft).toContain('reasonable written notice');
  });

  it('on a copy needs the copy to have been compared', () => {
    expect(declarationObstacle('902(14)', withCopy)).toBeUndefined();
    expect(declarationObstacle('902(14)', without)).toBe('COPY_NOT_COMPARED');
    expect(declarationObstacle('902(13)', without)).toBeUndefined();
    expect(() => text('902(14)', without)).toThrow('COPY_NOT_COMPARED');
  });

  it('is not drafted of a record that does not hold, or of no bundle', () => {
    const edited = forged(bundle, (files) =>
      files.map((file) => (file.path === 'prov.jsonld' ? { ...file, bytes: utf8('{}') } : file)),
    );
    expect(declarationObstacle('902(13)', verify(edited))).toBe('INTEGRITY_FAILED');
    expect(declarationObstacle('902(13)', verify(utf8('no zip')))).toBe('UNREADABLE');
  });

  it('shows values of a hostile bundle as text, in one line and without a mark', () => {
    const hostile = '<script>alert(1)</script>\n# Heading **bold** [x](y) \u202Etxt';
    const [first, ...others] = without.sections;
    const lines = (first?.lines ?? []).map((line) => ({
      ...line,
      findings: line.findings.map((finding) => ({ ...finding, en: hostile })),
    }));
    const sections = [{ ...first, lines }, ...others] as BundleReport['sections'];
    const draft = text('902(13)', { ...without, sections });
    expect(draft).not.toMatch(/(?<!\\)<script|^# Heading|(?<!\\)\*\*bold|\u202E/m);
    expect(draft).toContain('\\<script\\>alert(1)\\</script\\> \\# Heading');
  });
});
