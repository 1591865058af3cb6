/** A3 and C6 of a dossier: the manifest is the frozen one, and nothing of it is left out. */
import { toHex } from '../../../crypto/bytes.js';
import { leafHash } from '../../../ledger/merkleHash.js';
import { MerkleTree } from '../../../ledger/merkleTree.js';
import type { DossierEntry, DossierRemoval } from '../../../ledger/dossierLeaf.js';
import { registrationOf } from '../../bundle/manifest.js';
import { PATH } from '../../bundle/paths.js';
import { type BundledEntry, bundledLeaf, type WithheldEntry } from '../../dossier/entryLines.js';
import { howToVerifyDossier } from '../../dossier/howToVerifyDossier.js';
import type { BundleEvent } from '../bundleStep.js';
import { eventsOf } from '../examination.js';
import { textOf } from '../textOf.js';
import { fail, type Finding, notChecked, notProven, pass } from '../finding.js';
import { fewOfEach } from './alike.js';
import type { DossierExamination, Registration } from './examineDossier.js';

export function isShown(entry: BundledEntry): entry is DossierEntry {
  return 'item' in entry;
}

function isRemoval(entry: BundledEntry): entry is DossierRemoval {
  return 'removes' in entry;
}

export function isWithheld(entry: BundledEntry): entry is WithheldEntry {
  return 'leaf' in entry;
}

/** The entries that show an item which was not taken out again. */
export function standingEntries({ entries }: DossierExamination): readonly DossierEntry[] {
  const gone = new Set(entries.filter(isRemoval).map(({ removes }) => removes));
  return entries.filter(isShown).filter(({ number }) => !gone.has(number));
}

/** The freezing of the dossier; undefined when the bundle has none. */
export function frozenIn(exam: DossierExamination): BundleEvent | undefined {
  const { dossier } = exam.manifest;
  return eventsOf(exam, 'DossierFrozen').find(({ data }) => data['dossier'] === dossier);
}

/** The registration of an item and the commitment that it recorded; undefined without one. */
export function registeredItem(
  { registrations }: DossierExamination,
  item: string,
): { readonly registration: Registration; readonly commitment: string } | undefined {
  const registration = registrations.get(registrationOf(item));
  const index = item.split('.')[1];
  if (registration === undefined || registration.isBatch !== (index !== undefined)) {
    return undefined;
  }
  const commitment = registration.commitments[Number(index ?? 0)];
  return typeof commitment === 'string' ? { registration, commitment } : undefined;
}

/** A3. */
export function manifestFindings(
  exam: DossierExamination,
  wanted: string | undefined,
): readonly Finding[] {
  const { dossier } = exam.manifest;
  const frozen = frozenIn(exam);
  const other = wanted !== undefined && wanted !== dossier;
  return [
    ...(other ? [fail('DOSSIER_OTHER', { dossier, wanted })] : []),
    ...(instructionsDiffer(exam) ? [fail('VIEW_DIFFERS', { path: PATH.instructions })] : []),
    ...(frozen === undefined ? [fail('DOSSIER_NOT_FROZEN', { dossier })] : []),
    ...(frozen === undefined ? [] : rootFindings(exam, frozen)),
    ...registeredFindings(exam, frozen),
  ];
}

function instructionsDiffer({ files, manifest }: DossierExamination): boolean {
  return textOf(files.get(PATH.instructions)) !== howToVerifyDossier(manifest.dossier);
}

function rootFindings(
  { entries, badLine }: DossierExamination,
  { data, step }: BundleEvent,
): readonly Finding[] {
  if (badLine !== undefined) return [fail('ENTRY_LINE', { line: badLine })];
  const { count, root } = data;
  if (entries.length !== count) return [notProven('MANIFEST_NOT_COMPARED')];
  const tree = new MerkleTree();
  for (const entry of entries) tree.append(toHex(leafHash(bundledLeaf(entry))));
  if (tree.root() !== root) return [fail('MANIFEST_DIFFERS')];
  return [pass('MANIFEST_SAME', { count: entries.length, time: step.time })];
}

function registeredFindings(
  exam: DossierExamination,
  frozen: BundleEvent | undefined,
): readonly Finding[] {
  const shown = exam.entries.filter(isShown);
  const end = frozen?.step.position ?? 0;
  const missing: Finding[] = [];
  const found = new Set<Registration>();
  for (const { number, item } of shown) {
    const registration = registeredItem(exam, item)?.registration;
    if (registration !== undefined && registration.position < end) found.add(registration);
    else missing.push(fail('ITEM_UNREGISTERED', { number, item }));
  }
  if (missing.length > 0) return fewOfEach(missing);
  if (shown.length === 0) return [notChecked('ITEMS_NONE')];
  const times = [...found].map(({ time }) => time).sort();
  const claimants = [...new Set([...found].map(({ claimant }) => claimant))].sort();
  return [
    pass('ITEMS_REGISTERED', {
      count: shown.length,
      claimants: claimants.join(', '),
      registrations: found.size,
      from: times[0] as string,
      to: times.at(-1) as string,
    }),
  ];
}

/** C6. */
export function wholeFindings(exam: DossierExamination): readonly Finding[] {
  const frozen = frozenIn(exam);
  if (frozen === undefined)
    return [notProven('DOSSIER_NOT_FROZEN', { dossier: exam.manifest.dossier })];
  const { entries } = exam;
  const count = Number(frozen.data['count']);
  const gap = entries.findIndex(({ number }, index) => number !== index);
  if (gap !== -1 || entries.length !== count) {
    const number = gap === -1 ? Math.min(entries.length, count) : gap;
    return [fail('ENTRIES_MISSING', { count, found: entries.length, number })];
  }
  return [
    pass('MANIFEST_WHOLE', { count }),
    ...withheldFindings(entries),
    ...removalFindings(entries, Number(frozen.data['removed'] ?? 0)),
  ];
}

function withheldFindings(entries: readonly BundledEntry[]): readonly Finding[] {
  const counts = new Map<string, number>();
  for (const { reason } of entries.filter(isWithheld)) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([reason, count]) => notChecked('ENTRIES_WITHHELD', { count, reason }));
}

/** A removal may not be withheld: then nobody could tell which of the shown items still count. */
function removalFindings(entries: readonly BundledEntry[], stated: number): readonly Finding[] {
  const removals = entries.filter(isRemoval);
  if (removals.length !== stated) {
    return [fail('REMOVALS_DIFFER', { stated, found: removals.length })];
  }
  const gone = new Set<number>();
  const wrong = removals.filter(({ number, removes }) => {
    const target = entries[removes];
    const fits = removes < number && target !== undefined && !isRemoval(target);
    const isSecond = gone.has(removes);
    gone.add(removes);
    return !fits || isSecond;
  });
  if (wrong.length > 0) {
    return fewOfEach(wrong.map(({ number }) => fail('REMOVAL_WRONG', { number })));
  }
  return stated === 0 ? [] : [pass('ENTRIES_TAKEN_OUT', { count: stated })];
}
