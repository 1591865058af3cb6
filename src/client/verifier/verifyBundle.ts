/**
 * The one verifier of proof bundles: pure, synchronous, for the command line, libraries and
 * browsers alike. It makes the checks of checks.ts in their order and gives each a line; sections
 * have verdicts of their own and there is none over all of them. Nothing that came inside the
 * bundle is trusted: the ledger's id and the roots of time authorities are the reader's
 * (invariant 21).
 */
import {
  CHECK_CODES,
  type CheckCode,
  CHECKS,
  SECTIONS,
  type SectionCode,
  sectionOf,
} from './checks.js';
import { completenessFindings } from './completeness.js';
import { type ContentAtHand, digestFindings } from './content.js';
import {
  type BundleTrust,
  examineBundle,
  type Examination,
  type Unreadable,
} from './examination.js';
import {
  type ConclusionKey,
  fail,
  filled,
  type Finding,
  notChecked,
  SENTENCES,
  type Status,
  worst,
} from './finding.js';
import {
  containerFindings,
  entryFindings,
  headFindings,
  oneLogFindings,
  placeFindings,
  witnessFindings,
} from './integrity.js';
import {
  corroborationFindings,
  courseFindings,
  custodyFindings,
  signatureFindings,
  toolFindings,
} from './origin.js';
import type { Sentence } from './sentences.js';
import {
  appraisalFindings,
  courtFindings,
  incidentFindings,
  keepingFindings,
  notarialFindings,
  platformFindings,
  relationFindings,
} from './standing.js';
import { CONCLUSIONS } from './standingSentences.js';
import {
  chainFindings,
  independenceFindings,
  intervalFindings,
  intervalOf,
  type JudgedToken,
  judgedTokens,
  renewalFindings,
  type TimeInterval,
  tokenFindings,
} from './time.js';

/** What to verify, besides the bundle. */
export interface BundleQuestion {
  readonly trust: BundleTrust;
  /** The content, when it is not, or not only, in the bundle. */
  readonly content?: ContentAtHand | undefined;
  /** The item that the bundle should be of. */
  readonly item?: string | undefined;
}

/** One finding with its sentence. */
export interface ReportFinding extends Finding, Sentence {}

/** The line of one check. */
export interface ReportLine {
  readonly check: CheckCode;
  readonly status: Status;
  /** The article that the check answers to. */
  readonly article: string;
  readonly findings: readonly ReportFinding[];
}

export interface ReportSection {
  readonly section: SectionCode;
  readonly status: Status;
  readonly lines: readonly ReportLine[];
}

/** 0 nothing failed or is left unproven, 1 a check failed, 2 something not proven, 3 malformed. */
export type ReportCode = 0 | 1 | 2 | 3;

export interface BundleReport {
  readonly code: ReportCode;
  /** The item that the bundle says it is of; null when it cannot be read. */
  readonly item: string | null;
  readonly interval: TimeInterval;
  /** Sentences of a closed list, the last of which always says what is not shown. */
  readonly conclusions: readonly (Sentence & { readonly key: ConclusionKey })[];
  readonly sections: readonly ReportSection[];
}

/** Verifies a bundle. Never throws for what its bytes are. */
export function verifyBundle(bundle: Uint8Array, question: BundleQuestion): BundleReport {
  const exam = examineBundle(bundle, question.trust);
  if ('unreadable' in exam) return unreadableReport(exam);
  const tokens = judgedTokens(exam, question.trust);
  const sections = sectionsOf(allFindings(exam, question, tokens));
  const interval = intervalOf(exam, tokens);
  return {
    code: codeOf(sections),
    item: exam.manifest.item,
    interval,
    conclusions: conclusionsOf(sections, exam, interval),
    sections,
  };
}

type Findings = { readonly [Check in CheckCode]: readonly Finding[] };

function allFindings(
  exam: Examination,
  { trust, content, item }: BundleQuestion,
  tokens: readonly JudgedToken[],
): Findings {
  return {
    A1: containerFindings(exam),
    A2: digestFindings(exam, content),
    A3: entryFindings(exam, item),
    A4: placeFindings(exam),
    A5: headFindings(exam, trust),
    A6: witnessFindings(),
    A7: oneLogFindings(exam, trust),
    B1: tokenFindings(exam, trust, tokens),
    B2: chainFindings(tokens),
    B3: independenceFindings(tokens),
    B4: intervalFindings(exam, tokens),
    B5: renewalFindings(),
    C1: signatureFindings(exam),
    C2: courseFindings(exam),
    C3: toolFindings(exam),
    C4: corroborationFindings(exam),
    C5: custodyFindings(exam),
    C6: completenessFindings(exam),
    D1: platformFindings(exam),
    D2: relationFindings(exam),
    D3: incidentFindings(exam),
    E1: notarialFindings(exam),
    E2: appraisalFindings(exam),
    E3: courtFindings(exam),
    E4: keepingFindings(exam),
  };
}

function sectionsOf(findings: Findings): readonly ReportSection[] {
  const lines = CHECK_CODES.map((check): ReportLine => {
    const found = findings[check].map((finding): ReportFinding => {
      return { ...finding, ...filled(SENTENCES[finding.sentence], finding.values) };
    });
    const status = worst(found.map((finding) => finding.status));
    return { check, status, article: CHECKS[check].article, findings: found };
  });
  return (Object.keys(SECTIONS) as SectionCode[]).map((section) => {
    const own = lines.filter(({ check }) => sectionOf(check) === section);
    return { section, status: worst(own.map(({ status }) => status)), lines: own };
  });
}

/** A container that cannot be taken apart, or that holds too much or too little, is malformed. */
function codeOf(sections: readonly ReportSection[]): ReportCode {
  const [container] = sections[0]?.lines ?? [];
  if (container?.status === 'FAIL') return 3;
  const status = worst(sections.map((section) => section.status));
  if (status === 'FAIL') return 1;
  return status === 'NOT PROVEN' ? 2 : 0;
}

function unreadableReport({ unreadable, at }: Unreadable): BundleReport {
  const nothing = CHECK_CODES.map((check) => [check, [notChecked('NO_RECEIPT')]] as const);
  const findings: Findings = {
    ...(Object.fromEntries(nothing) as unknown as Findings),
    A1: [fail('CONTAINER_FAULT', { code: unreadable, at: at || '-' })],
  };
  return {
    code: 3,
    item: null,
    interval: { notBefore: null, notAfter: null },
    conclusions: [conclusion('UNREADABLE'), conclusion('LIMITS')],
    sections: sectionsOf(findings),
  };
}

function conclusionsOf(
  [integrity, time]: readonly ReportSection[],
  { registration }: Examination,
  { notBefore, notAfter }: TimeInterval,
): BundleReport['conclusions'] {
  const limits = conclusion('LIMITS');
  if (integrity?.status === 'FAIL') return [conclusion('ALTERED'), limits];
  if (integrity?.status !== 'PASS') return [conclusion('NOT_COMPARED'), limits];
  const isTimeSound = time?.status !== 'FAIL' && notAfter !== null;
  if (!isTimeSound) {
    return [conclusion('UNALTERED_LEDGER_TIME', { time: registration?.time ?? '' }), limits];
  }
  if (notBefore === null) return [conclusion('UNALTERED_UNTIL', { notAfter }), limits];
  return [conclusion('UNALTERED_BETWEEN', { notAfter, notBefore }), limits];
}

function conclusion(
  key: ConclusionKey,
  values: Finding['values'] = {},
): BundleReport['conclusions'][number] {
  return { key, ...filled(CONCLUSIONS[key], values) };
}
