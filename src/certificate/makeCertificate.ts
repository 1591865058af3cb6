/**
 * From a proof bundle to a signed certificate: the one verifier judges, the facts are read from
 * what it has verified, and nothing is certified that fails. The same bundle, trust, language, time
 * and signer give the same bytes up to the signature.
 */
import { type BundleTrust, examineBundle } from '../client/verifier/examination.js';
import type { ContentAtHand } from '../client/verifier/content.js';
import { judgedTokens } from '../client/verifier/time.js';
import type { BundleReport } from '../client/verifier/report.js';
import { verifyBundle } from '../client/verifier/verifyBundle.js';
import { paperCodes } from '../client/paper/paperCodes.js';
import type { Hex } from '../crypto/bytes.js';
import { sha256Hex } from '../crypto/sha256.js';
import type { Instant } from '../ledger/instant.js';
import type { SigningKey } from '../timestamp/writeSignedData.js';
import { composeCertificate, type Issue } from './compose.js';
import { itemFacts } from './facts.js';
import { type Fonts, loadFonts } from './font/typeface.js';
import { charactersOf, type StyledText } from './layout/block.js';
import { Flow } from './layout/flow.js';
import type { Canvas } from './pdf/canvas.js';
import { type Attachment, encodePdf } from './pdf/pdfDocument.js';
import type { Unsigned } from './pdf/signatureField.js';
import { summaryOf } from './signing/certifier.js';
import { type Language, Speech } from './speech.js';

/** What is asked for. */
export interface CertificateRequest {
  readonly bundle: Uint8Array;
  readonly trust: BundleTrust;
  readonly content?: ContentAtHand | undefined;
  readonly language: Language;
  readonly issued: Instant;
  readonly signer: Pick<SigningKey, 'chain'>;
  /** Puts the bundle into the file. */
  readonly attachBundle: boolean;
}

/** A certificate that only lacks its signature. */
export interface UnsignedCertificate {
  readonly number: string;
  readonly report: BundleReport;
  readonly pages: number;
  readonly unsigned: Unsigned;
}

/** Nothing is certified of a bundle that is malformed, or whose integrity fails. */
export class NotCertifiable extends Error {
  readonly report: BundleReport;

  constructor(report: BundleReport) {
    super('section A of the bundle fails, so there is nothing to certify');
    this.name = 'NotCertifiable';
    this.report = report;
  }
}

const NUMBER_PREFIX = 'civic-ledger/certificate-number/v1\n';

/** Throws NotCertifiable, or MissingGlyphs for a character that cannot be printed. */
export async function makeCertificate(request: CertificateRequest): Promise<UnsignedCertificate> {
  const issue = issueOf(request);
  const { number, report, signer, speech, bundle } = issue;
  const { language, issued } = request;
  const { fonts, pages } = await setPages(issue);
  const unsigned = encodePdf({
    metadata: { title: titleOf(issue), language: languageTag(language), made: issued },
    id: sha256Hex(`${number}\n${language}\n${bundle.sha256}`).slice(0, 32),
    fonts,
    pages,
    attachment: attachmentOf(request, issue),
    signer: { name: signer.organisation, reason: speech.line('reason'), at: issued },
  });
  return { number, report, pages: pages.length, unsigned };
}

/** The bundle judged, and all that the certificate says. */
function issueOf({ bundle, trust, content, ...request }: CertificateRequest): Issue {
  const report = verifyBundle(bundle, { trust, content });
  const exam = examineBundle(bundle, trust);
  const isFailed = report.sections[0]?.status === 'FAIL';
  if (isFailed || 'unreadable' in exam || exam.registration === undefined) {
    throw new NotCertifiable(report);
  }
  const facts = itemFacts({ exam, tokens: judgedTokens(exam, trust), content });
  const { language, issued, attachBundle: isAttached } = request;
  const [signer, root] = [request.signer.chain[0], request.signer.chain.at(-1)];
  if (signer === undefined || root === undefined) throw new RangeError('a signer has a chain');
  const sha256 = sha256Hex(bundle);
  return {
    facts,
    report,
    speech: new Speech(language),
    number: certificateNumber(sha256, issued),
    issued,
    signer: summaryOf(signer),
    root: summaryOf(root),
    timeRoots: trust.roots.length,
    bundle: { sha256, length: bundle.length, isAttached },
    codes: paperCodes(facts.receipt),
  };
}

function attachmentOf(
  { bundle: bytes, attachBundle }: CertificateRequest,
  { speech }: Issue,
): Attachment | undefined {
  const description = speech.line('attachment');
  return attachBundle ? { name: 'bundle.zip', description, bytes } : undefined;
}

/** Day of issue and twelve digits that follow from bundle and time. */
function certificateNumber(bundle: Hex, issued: Instant): string {
  const digits = sha256Hex(`${NUMBER_PREFIX}${bundle}\n${issued}`).slice(0, 12).toUpperCase();
  const groups = digits.match(/.{4}/g) ?? [];
  return [issued.slice(0, 10).replaceAll('-', ''), ...groups].join('-');
}

function titleOf({ speech, number }: Issue): string {
  return `${speech.line('title')} ${number}`;
}

function languageTag(language: Language): string {
  return language === 'en' ? 'en' : 'zh-CN';
}

/** Always there: page numbers are known only when everything is set. */
const DIGITS = '0123456789';

async function setPages(
  issue: Issue,
): Promise<{ readonly fonts: Fonts; readonly pages: readonly Canvas[] }> {
  const blocks = composeCertificate(issue);
  const running = runningLines(issue);
  const others: readonly StyledText[] = [
    { text: running.title + running.number + running.page(0, 0) + DIGITS, style: 'page' },
  ];
  const fonts = await loadFonts({
    regular: charactersOf('regular', blocks, others),
    bold: charactersOf('bold', blocks, others),
  });
  const flow = new Flow(fonts);
  for (const block of blocks) flow.add(block);
  flow.finish(running);
  return { fonts, pages: flow.pages };
}

function runningLines({ speech, number }: Issue) {
  return {
    title: speech.line('title'),
    number: `${speech.line('number')} ${number}`,
    page: (page: number, pages: number): string => speech.line('page', { page, pages }),
  };
}
