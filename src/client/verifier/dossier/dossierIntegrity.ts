/** Section A of a dossier, but for the manifest itself: container, files, contents, log. */
import type { Hex } from '../../../crypto/bytes.js';
import { verifySignature } from '../../../crypto/suites.js';
import { verifyCheckpoint } from '../../../ledger/checkpoint.js';
import { verifyInclusionSet } from '../../../ledger/inclusionSet.js';
import { registrationOf } from '../../bundle/manifest.js';
import { DOSSIER_PATH, parseInclusion } from '../../dossier/dossierBundle.js';
import type { BundleHead } from '../bundleHead.js';
import { commitmentsOf, type ContentAtHand, fileFindings } from '../content.js';
import { type BundleTrust, textIn } from '../examination.js';
import { textOf } from '../textOf.js';
import { fail, type Finding, notChecked, notProven, pass } from '../finding.js';
import { faultCheck, vouchedFinding } from '../integrity.js';
import { fewOfEach } from './alike.js';
import { isShown, registeredItem, standingEntries } from './dossierManifestFindings.js';
import type { DossierExamination } from './examineDossier.js';

/** A1: the files of the manifest, and no record that nothing shown asks for. */
export function dossierContainerFindings(exam: DossierExamination): readonly Finding[] {
  const { extra, missing, misnamed, files } = exam;
  const faults = [
    ...extra.map((path) => fail('FILE_EXTRA', { path })),
    ...missing.map((path) => fail('FILE_MISSING', { path })),
    ...misnamed.map((path) => fail('FILE_MISNAMED', { path })),
    ...unrelatedPositions(exam).map((position) => fail('RECORD_UNRELATED', { position })),
  ];
  return faults.length > 0 ? fewOfEach(faults) : [pass('CONTAINER_SOUND', { files: files.size })];
}

function unrelatedPositions(exam: DossierExamination): readonly number[] {
  const { entries, events, manifest, registrations } = exam;
  const shown = new Set(entries.filter(isShown).map(({ item }) => registrationOf(item)));
  const needless = [...registrations].filter(([id]) => !shown.has(id));
  const stray = events.filter(({ type, data }) => {
    if (type === 'evidence.TimestampAttached') return !shown.has(textIn(data, 'registration'));
    if (type === 'evidence.TimeAuthorityRegistered') return false;
    return !type.startsWith('governance.') && data['dossier'] !== manifest.dossier;
  });
  return [
    ...needless.map(([, { position }]) => position),
    ...stray.map(({ step }) => step.position),
  ].sort((left, right) => left - right);
}

/** A2: every file is the listed one, and the contents at hand are those of items that are shown. */
export function dossierDigestFindings(
  exam: DossierExamination,
  contents: readonly ContentAtHand[],
): readonly Finding[] {
  return [...fileFindings(exam), ...contentFindings(exam, contents)];
}

function contentFindings(
  exam: DossierExamination,
  contents: readonly ContentAtHand[],
): readonly Finding[] {
  const shown = itemsByCommitment(exam);
  if (contents.length === 0) return [notProven('CONTENTS_NONE')];
  const matched = new Set<string>();
  const strange: Finding[] = [];
  for (const content of contents) {
    const own = commitmentsOf(content).filter((commitment) => shown.has(commitment));
    own.forEach((commitment) => matched.add(commitment));
    if (own.length === 0) strange.push(strangeFinding(exam, content));
  }
  const count = [...matched].reduce((sum, each) => sum + (shown.get(each)?.length ?? 0), 0);
  const all = standingEntries(exam).length;
  const extent =
    count === all
      ? pass('CONTENTS_ALL', { count })
      : notProven('CONTENTS_SOME', { count, shown: all });
  return [...fewOfEach(strange), extent];
}

function strangeFinding(exam: DossierExamination, { name, salt }: ContentAtHand): Finding {
  const maySalt = [...exam.registrations.values()].some((each) => each.maySalt);
  const values = { name: name ?? '-' };
  if (maySalt && salt === undefined) return notProven('CONTENT_STRANGE_OR_SALTED', values);
  return fail('CONTENT_STRANGE', values);
}

function itemsByCommitment(exam: DossierExamination): ReadonlyMap<Hex, readonly number[]> {
  const numbers = new Map<Hex, number[]>();
  for (const { item, number } of standingEntries(exam)) {
    const commitment = registeredItem(exam, item)?.commitment;
    if (commitment === undefined) continue;
    const own = numbers.get(commitment) ?? [];
    own.push(number);
    numbers.set(commitment, own);
  }
  return numbers;
}

/** The records that fail in a check. Faults of form are A3's. */
export function recordFaults(
  { faults }: DossierExamination,
  check: 'A3' | 'A5' | 'C1',
): readonly Finding[] {
  const own = faults.filter(({ code }) => faultCheck(code) === check);
  return fewOfEach(own.map(({ at, code }) => fail('RECORD_FAULT', { at, code })));
}

/** A4: one proof for the places of all records. */
export function dossierPlaceFindings(exam: DossierExamination): readonly Finding[] {
  const { files, head, leaves, records } = exam;
  if (typeof head === 'string') return [notChecked('NO_HEAD')];
  const { root, size } = head;
  const proof = parseInclusion(textOf(files.get(DOSSIER_PATH.inclusion)) ?? '');
  const isProven =
    proof?.size === size &&
    leaves.length === records &&
    verifyInclusionSet({ leaves, size, root, hashes: proof.hashes });
  return [
    isProven
      ? pass('RECORDS_PLACED', { count: records, size })
      : fail('RECORDS_NOT_PLACED', { size }),
  ];
}

/** A5: the head is signed by whom the pinned genesis document names. */
export function dossierHeadFindings(
  exam: DossierExamination,
  { ledger }: BundleTrust,
): readonly Finding[] {
  const { foundLedger, genesis, head, manifest } = exam;
  if (foundLedger !== ledger || genesis === undefined) {
    return [fail('LEDGER_OTHER', { found: foundLedger ?? '-', ledger })];
  }
  const faults = [...recordFaults(exam, 'A5')];
  if (manifest.ledger !== ledger) {
    faults.push(fail('LEDGER_OTHER', { found: manifest.ledger, ledger }));
  }
  if (typeof head === 'string') return [...faults, fail('HEAD_FAULT', { code: head })];
  return faults.length > 0 ? faults : [vouchedFinding(genesis, head)];
}

/** A7: there is one head, so one log; and it is the one that the reader knows. */
export function dossierLogFindings(
  { genesis, head }: DossierExamination,
  { checkpoint: note }: BundleTrust,
): readonly Finding[] {
  if (genesis === undefined || typeof head === 'string') return [notChecked('NO_HEAD')];
  const { size, height, time } = head;
  const one = pass('LOG_ONE', { size, height, time });
  if (note === undefined) return [one, notChecked('NEWEST_UNKNOWN')];
  const { origin, checkpointKeys: keys } = genesis;
  const verdict = verifyCheckpoint(note, { origin, keys, verify: verifySignature });
  if (!verdict.ok) return [one, fail('NEWEST_FAULT', { code: verdict.code })];
  return [one, newestFinding(verdict.checkpoint, head)];
}

function newestFinding(
  newest: { readonly size: number; readonly root: Hex },
  head: BundleHead,
): Finding {
  const { size } = newest;
  if (size !== head.size) return notChecked('NEWEST_ELSEWHERE', { size, head: head.size });
  return newest.root === head.root
    ? pass('NEWEST_SAME', { size })
    : fail('NEWEST_FORKED', { size });
}
