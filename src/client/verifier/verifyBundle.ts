/**
 * The one verifier of proof bundles: pure, synchronous, for the command line, libraries and
 * browsers alike. It makes the checks of checks.ts in their order and gives each a line; sections
 * have verdicts of their own and there is none over all of them. Nothing that came inside the
 * bundle is trusted: the ledger's id and the roots of time authorities are the reader's
 * (invariant 21).
 */
import { readZip } from '../bundle/zip.js';
import { completenessFindings } from './completeness.js';
import { digestFindings } from './content.js';
import { dossierManifestIn } from './dossier/examineDossier.js';
import { verifyDossier } from './dossier/verifyDossier.js';
import { examineFiles, type Examination } from './examination.js';
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
import {
  type BundleQuestion,
  type BundleReport,
  codeOf,
  conclusion,
  type Findings,
  type ReportSection,
  sectionsOf,
  unreadableReport,
} from './report.js';
import {
  appraisalFindings,
  courtFindings,
  incidentFindings,
  keepingFindings,
  notarialFindings,
  platformFindings,
  relationFindings,
} from './standing.js';
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

/** Verifies a bundle. Never throws for what its bytes are. */
export function verifyBundle(bundle: Uint8Array, question: BundleQuestion): BundleReport {
  const content = readZip(bundle);
  if ('fault' in content) return unreadableReport({ unreadable: content.fault, at: content.at });
  const dossier = dossierManifestIn(content);
  if (dossier !== undefined) return verifyDossier(content, dossier, question);
  const exam = examineFiles(content, question.trust);
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
