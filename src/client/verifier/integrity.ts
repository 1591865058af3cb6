/**
 * Section A: is this what was registered, and does it stand unaltered in the pinned log
 * (在线诉讼规则 第16条)?
 */
import type { Hex } from '../../crypto/bytes.js';
import { verifySignature } from '../../crypto/suites.js';
import { verifyCheckpoint } from '../../ledger/checkpoint.js';
import type { Genesis } from '../../ledger/genesis.js';
import { verifyConsistency } from '../../ledger/merkleProof.js';
import { CERTIFIED_RECEIPT_FAULTS, type ReceiptFault } from '../../ledger/verifyReceipt.js';
import { parseConsistency } from '../bundle/consistency.js';
import { registrationOf } from '../bundle/manifest.js';
import { PATH, stepPath } from '../bundle/paths.js';
import { quorumNames } from '../quorumNames.js';
import { type BundleHead, bundleHead } from './bundleHead.js';
import type { CheckCode } from './checks.js';
import type { BundleTrust, Examination } from './examination.js';
import { fail, type Finding, notChecked, pass } from './finding.js';
import { textOf } from './textOf.js';

/** A1: nothing more and nothing less than the manifest lists, and all of it about one item. */
export function containerFindings(exam: Examination): readonly Finding[] {
  const { files, extra, missing, misnamed, unrelated, steps } = exam;
  const misplaced = steps.filter(
    ({ path, position }) => path !== PATH.receipt && path !== stepPath(position),
  );
  const faults = [
    ...extra.map((path) => fail('FILE_EXTRA', { path })),
    ...missing.map((path) => fail('FILE_MISSING', { path })),
    ...misnamed.map((path) => fail('FILE_MISNAMED', { path })),
    ...unrelated.map((path) => fail('STEP_UNRELATED', { path })),
    ...misplaced.map(({ path }) => fail('STEP_MISPLACED', { path })),
  ];
  return faults.length > 0 ? faults : [pass('CONTAINER_SOUND', { files: files.size })];
}

/** The check that each fault of a receipt belongs to. */
const CHECK_OF_FAULT: { readonly [Code in ReceiptFault]?: CheckCode } = {
  GENESIS_MISMATCH: 'A5',
  OTHER_LEDGER: 'A5',
  SUITE_NOT_ALLOWED: 'C1',
  EVENT_SIGNATURE: 'C1',
  INCLUSION: 'A4',
  HEADER: 'A4',
  CHECKPOINT_MALFORMED: 'A5',
  CHECKPOINT_ORIGIN: 'A5',
  CHECKPOINT_KEY: 'A5',
  CHECKPOINT_SIGNATURE: 'A5',
  CHECKPOINT_LINES: 'A5',
  CHECKPOINT_HEAD: 'A5',
  ...Object.fromEntries(Object.keys(CERTIFIED_RECEIPT_FAULTS).map((code) => [code, 'A5'] as const)),
};

/** The receipts that fail in a check, as findings. Faults of form are A3's. */
export function receiptFaults({ faults }: Examination, check: CheckCode): readonly Finding[] {
  return faults
    .filter(({ code }) => (CHECK_OF_FAULT[code] ?? 'A3') === check)
    .map(({ path, code }) => fail('RECEIPT_FAULT', { path, code }));
}

/** A3: the events as signed and derived, the item among them, and views that say the same. */
export function entryFindings(exam: Examination, wanted: string | undefined): readonly Finding[] {
  const { manifest, registration, steps } = exam;
  const faults = [...receiptFaults(exam, 'A3'), ...viewFaults(exam)];
  if (wanted !== undefined && wanted !== manifest.item) {
    faults.push(fail('ITEM_OTHER', { item: manifest.item, wanted }));
  }
  if (registration !== undefined && commitmentOf(exam) === undefined) {
    faults.push(fail('ITEM_NOT_REGISTERED', { item: manifest.item }));
  }
  if (faults.length > 0) return faults;
  return [receiptsSound(exam, 'ENTRIES_SOUND', steps.length)];
}

/** The commitment that the registration recorded for the item. */
export function commitmentOf({ manifest, registration }: Examination): Hex | undefined {
  if (registration?.eventHash !== registrationOf(manifest.item)) return undefined;
  const index = manifest.item.split('.')[1];
  const wanted = index === undefined ? 'evidence.ItemRegistered' : 'evidence.BatchRegistered';
  const data = registration.derived.find(({ type }) => type === wanted)?.data;
  const leaves = data?.['leaves'];
  const leaf = Array.isArray(leaves) ? (leaves as readonly unknown[])[Number(index)] : undefined;
  const commitment = index === undefined ? data?.['commitment'] : leaf;
  return typeof commitment === 'string' ? commitment : undefined;
}

/** Views and instructions are made anew; time/ is B1's. */
function viewFaults({ differing }: Examination): readonly Finding[] {
  const here = differing.filter((path) => !path.startsWith('time/'));
  return here.map((path) => fail('VIEW_DIFFERS', { path }));
}

/** A4: every receipt's entries are at their place in the log. */
export function placeFindings(exam: Examination): readonly Finding[] {
  const faults = receiptFaults(exam, 'A4');
  return faults.length > 0 ? faults : [receiptsSound(exam, 'PLACES_SOUND', exam.steps.length)];
}

/** Nothing passes when no receipt was verified. */
function receiptsSound(
  { registration }: Examination,
  sentence: 'ENTRIES_SOUND' | 'PLACES_SOUND',
  count: number,
): Finding {
  return registration === undefined ? notChecked('NO_RECEIPT') : pass(sentence, { count });
}

/** A5: heads are signed by a key of the genesis document whose hash the reader has pinned. */
export function headFindings(exam: Examination, { ledger }: BundleTrust): readonly Finding[] {
  const { foundLedger, manifest, genesis } = exam;
  if (foundLedger !== ledger || genesis === undefined) {
    return [fail('LEDGER_OTHER', { found: foundLedger ?? '-', ledger })];
  }
  const faults = [...receiptFaults(exam, 'A5')];
  if (manifest.ledger !== ledger)
    faults.push(fail('LEDGER_OTHER', { found: manifest.ledger, ledger }));
  const head = bundleHead(exam, genesis);
  if (typeof head === 'string') faults.push(fail('HEAD_FAULT', { code: head }));
  if (faults.length > 0 || exam.registration === undefined) {
    return faults.length > 0 ? faults : [notChecked('NO_RECEIPT')];
  }
  return typeof head === 'string' ? faults : [vouchedFinding(genesis, head)];
}

function vouchedFinding({ origin, checkpointKeys }: Genesis, { quorum }: BundleHead): Finding {
  if (quorum === undefined) return pass('HEADS_SIGNED', { origin, keys: checkpointKeys.length });
  const { signers, validators, power, totalPower: total } = quorum;
  const names = quorumNames(quorum);
  return pass('HEADS_CERTIFIED', { signers: signers.length, validators, power, total, names });
}

/** A6: cosignatures of witnesses. No genesis document of this format names any. */
export function witnessFindings(): readonly Finding[] {
  return [notChecked('NO_WITNESSES')];
}

/** A7: all receipts are of one log, which is the one that the reader knows. */
export function oneLogFindings(exam: Examination, trust: BundleTrust): readonly Finding[] {
  const { genesis, steps } = exam;
  const head = genesis === undefined ? 'GENESIS_MISMATCH' : bundleHead(exam, genesis);
  if (genesis === undefined || typeof head === 'string') return [notChecked('NO_HEAD')];
  const proofs = parseConsistency(textOf(exam.files.get(PATH.consistency)) ?? '');
  if (proofs === undefined) return [fail('CONSISTENCY_MALFORMED')];
  const sizes = new Set(steps.map(({ size }) => size).filter((size) => size !== head.size));
  const needless = proofs.find(({ from }) => !sizes.has(from));
  if (needless !== undefined) return [fail('CONSISTENCY_NEEDLESS', { size: needless.from })];
  const hashesOf = new Map(proofs.map(({ from, hashes }) => [from, hashes]));
  const apart = steps.find(({ size: from, root: fromRoot }) => {
    const claim = { from, to: head.size, fromRoot, toRoot: head.root };
    return !verifyConsistency({ ...claim, hashes: hashesOf.get(from) ?? [] });
  });
  if (apart !== undefined) return [fail('LOG_FORKED', { path: apart.path, size: head.size })];
  const { size, height, time } = head;
  return [pass('LOG_ONE', { size, height, time }), newestFinding(exam, trust, head)];
}

/** The reader's own checkpoint against the sizes that the bundle has roots of. */
function newestFinding(
  { genesis, steps }: Examination,
  { checkpoint: note }: BundleTrust,
  head: BundleHead,
): Finding {
  if (note === undefined || genesis === undefined) return notChecked('NEWEST_UNKNOWN');
  const { origin, checkpointKeys: keys } = genesis;
  const verdict = verifyCheckpoint(note, { origin, keys, verify: verifySignature });
  if (!verdict.ok) return fail('NEWEST_FAULT', { code: verdict.code });
  const { size, root } = verdict.checkpoint;
  const own = [head, ...steps].find((one) => one.size === size);
  if (own === undefined) return notChecked('NEWEST_ELSEWHERE', { size, head: head.size });
  return own.root === root ? pass('NEWEST_SAME', { size }) : fail('NEWEST_FORKED', { size });
}
