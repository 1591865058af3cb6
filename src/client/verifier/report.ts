/**
 * The report of a bundle: a line for every check, a verdict for every section and none over all of
 * them, an exit code, and sentences of a closed list.
 */
import type { Hex } from '../../crypto/bytes.js';
import {
  CHECK_CODES,
  type CheckCode,
  CHECKS,
  SECTIONS,
  type SectionCode,
  sectionOf,
} from './checks.js';
import type { ContentAtHand } from './content.js';
import type { BundleTrust, Unreadable } from './examination.js';
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
import type { Sentence } from './sentences.js';
import { CONCLUSIONS } from './standingSentences.js';
import type { TimeInterval } from './time.js';

/** What to verify, besides the bundle. */
export interface BundleQuestion {
  readonly trust: BundleTrust;
  /** The content, when it is not, or not only, in the bundle. */
  readonly content?: ContentAtHand | undefined;
  /** Of a dossier: the contents of as many of its items as the reader has. */
  readonly contents?: readonly ContentAtHand[] | undefined;
  /** The item, or the dossier, that the bundle should be of. */
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

/** How much of a dossier a bundle shows. */
export interface DossierExtent {
  readonly id: Hex;
  /** Entries of the manifest in the bundle. */
  readonly entries: number;
  /** Items that are shown and not taken out. */
  readonly items: number;
  /** Entries that are withheld. */
  readonly withheld: number;
}

export interface BundleReport {
  readonly code: ReportCode;
  /** The item that the bundle says it is of; null when it cannot be read, or is of a dossier. */
  readonly item: string | null;
  /** The dossier that the bundle says it is of, where it is of one. */
  readonly dossier?: DossierExtent;
  readonly interval: TimeInterval;
  /** Sentences of a closed list, the last of which always says what is not shown. */
  readonly conclusions: readonly (Sentence & { readonly key: ConclusionKey })[];
  readonly sections: readonly ReportSection[];
}

/** What each check found. */
export type Findings = { readonly [Check in CheckCode]: readonly Finding[] };

/** The lines of all checks, in sections with verdicts of their own. */
export function sectionsOf(findings: Findings): readonly ReportSection[] {
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
export function codeOf(sections: readonly ReportSection[]): ReportCode {
  const [container] = sections[0]?.lines ?? [];
  if (container?.status === 'FAIL') return 3;
  const status = worst(sections.map((section) => section.status));
  if (status === 'FAIL') return 1;
  return status === 'NOT PROVEN' ? 2 : 0;
}

/** The report of what could not be taken apart. */
export function unreadableReport({ unreadable, at }: Unreadable): BundleReport {
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

/** A sentence that can be concluded. */
export function conclusion(
  key: ConclusionKey,
  values: Finding['values'] = {},
): BundleReport['conclusions'][number] {
  return { key, ...filled(CONCLUSIONS[key], values) };
}
