/**
 * The verifier of a dossier's bundle: the checks of an item's, in the same order, over all items
 * that are shown. What the bundle of a dossier does not carry (custody, captures, acts of each
 * item) is said to be not checked, and never passes.
 */
import type { CheckCode } from '../checks.js';
import type { SoundZip } from '../../bundle/zip.js';
import type { DossierBundleManifest } from '../../dossier/dossierBundle.js';
import { eventsOf } from '../examination.js';
import { type Finding, notChecked, notProven, pass } from '../finding.js';
import { witnessFindings } from '../integrity.js';
import { keyHistory } from '../keyHistory.js';
import {
  type BundleQuestion,
  type BundleReport,
  codeOf,
  conclusion,
  type Findings,
  type ReportSection,
  sectionsOf,
} from '../report.js';
import { renewalFindings, type TimeInterval } from '../time.js';
import { fewOfEach } from './alike.js';
import {
  dossierContainerFindings,
  dossierDigestFindings,
  dossierHeadFindings,
  dossierLogFindings,
  dossierPlaceFindings,
  recordFaults,
} from './dossierIntegrity.js';
import {
  frozenIn,
  isWithheld,
  manifestFindings,
  standingEntries,
  wholeFindings,
} from './dossierManifestFindings.js';
import {
  type DatedRegistration,
  datedRegistrations,
  dossierChainFindings,
  dossierIndependenceFindings,
  dossierInterval,
  dossierIntervalFindings,
  dossierTokenFindings,
} from './dossierTime.js';
import { type DossierExamination, examineDossier } from './examineDossier.js';

/** What each item's own bundle shows, and a dossier's does not. */
const OF_EACH_ITEM = ['C2', 'C3', 'C4', 'C5', 'D1', 'D2', 'D3', 'E1', 'E2', 'E4'] as const;

/** Verifies a dossier's bundle. Never throws for what its bytes are. */
export function verifyDossier(
  content: SoundZip,
  manifest: DossierBundleManifest,
  question: BundleQuestion,
): BundleReport {
  const exam = examineDossier(content, manifest, question.trust);
  const dated = datedRegistrations(exam, question.trust);
  const sections = sectionsOf(allFindings(exam, question, dated));
  const interval = dossierInterval(dated);
  return {
    code: codeOf(sections),
    item: null,
    dossier: {
      id: manifest.dossier,
      entries: exam.entries.length,
      items: standingEntries(exam).length,
      withheld: exam.entries.filter(isWithheld).length,
    },
    interval,
    conclusions: conclusionsOf(sections, exam, interval),
    sections,
  };
}

function allFindings(
  exam: DossierExamination,
  { trust, content, contents = [], item }: BundleQuestion,
  dated: readonly DatedRegistration[],
): Findings {
  const given = [...(content === undefined ? [] : [content]), ...contents];
  const others = Object.fromEntries(
    OF_EACH_ITEM.map((check) => [check, [notChecked('SEE_ITEM_BUNDLE')]] as const),
  ) as unknown as { readonly [Check in (typeof OF_EACH_ITEM)[number]]: readonly Finding[] };
  return {
    ...others,
    A1: dossierContainerFindings(exam),
    A2: dossierDigestFindings(exam, given),
    A3: [...recordFaults(exam, 'A3'), ...manifestFindings(exam, item)],
    A4: dossierPlaceFindings(exam),
    A5: dossierHeadFindings(exam, trust),
    A6: witnessFindings(),
    A7: dossierLogFindings(exam, trust),
    B1: dossierTokenFindings(dated, trust),
    B2: dossierChainFindings(dated),
    B3: dossierIndependenceFindings(dated),
    B4: dossierIntervalFindings(dated),
    B5: renewalFindings(),
    C1: signatureFindings(exam),
    C6: wholeFindings(exam),
    E3: submissionFindings(exam),
  } satisfies { readonly [Check in CheckCode]: readonly Finding[] };
}

/** C1: every record is signed, by a key whose origin the bundle shows. */
function signatureFindings(exam: DossierExamination): readonly Finding[] {
  const faults = recordFaults(exam, 'C1');
  if (faults.length > 0) return faults;
  const { signers, genesis, events } = exam;
  if (signers.length === 0) return [notChecked('NO_RECEIPT')];
  const isBound = keyHistory(genesis, events);
  const strangers = signers.filter((by) => by.positions.some((at) => !isBound(by, at)));
  const names = [...new Set(strangers.map(({ actor }) => actor))].sort();
  const count = signers.reduce((sum, { positions }) => sum + positions.length, 0);
  const actors = new Set(signers.map(({ actor }) => actor)).size;
  return [
    pass('SIGNATURES_SOUND', { count, signers: actors }),
    ...fewOfEach(names.map((actor) => notProven('KEY_UNBOUND', { actor }))),
  ];
}

/** E3: whether the dossier went to a case. */
function submissionFindings(exam: DossierExamination): readonly Finding[] {
  const submitted = eventsOf(exam, 'DossierSubmitted').find(
    ({ data }) => data['dossier'] === exam.manifest.dossier,
  );
  if (submitted === undefined) return [notChecked('DOSSIER_NOT_SUBMITTED')];
  const { position: at, time } = submitted.step;
  return [pass('DOSSIER_SUBMITTED', { at, time })];
}

function conclusionsOf(
  [integrity, time]: readonly ReportSection[],
  exam: DossierExamination,
  { notAfter }: TimeInterval,
): BundleReport['conclusions'] {
  const limits = conclusion('LIMITS');
  if (integrity?.status === 'FAIL') return [conclusion('ALTERED'), limits];
  const extent = conclusion('DOSSIER_EXTENT', {
    count: exam.entries.length,
    shown: standingEntries(exam).length,
    withheld: exam.entries.filter(isWithheld).length,
    time: frozenIn(exam)?.step.time ?? '-',
  });
  if (integrity?.status !== 'PASS') return [extent, conclusion('NOT_COMPARED'), limits];
  if (time?.status !== 'FAIL' && notAfter !== null) {
    return [extent, conclusion('UNALTERED_UNTIL', { notAfter }), limits];
  }
  const latest = [...exam.registrations.values()].map((each) => each.time).sort();
  const known = latest.at(-1) ?? '-';
  return [extent, conclusion('UNALTERED_LEDGER_TIME', { time: known }), limits];
}
