/**
 * What damage to a bundle has to lead to, worked out from the file that was damaged: the check of
 * docs/verify.md whose matter it is, its sentence, and the code or the path that it names.
 */
import type { JsonValue } from '../../src/crypto/canonicalJson.js';
import { filesOf } from '../client/verifier/reports.js';
import { canonicalText, fieldChanges } from './jsonDamage.js';
import { certificateRefusals, noteRefusals, receiptRefusals } from './receiptRefusals.js';

/** The check that a receipt’s fault belongs to: its own form, its place, the log, the signer. */
const CHECKS_OF_FAULTS: readonly (readonly [pattern: RegExp, check: string])[] = [
  [/^(?:EVENT_SIGNATURE|SUITE_NOT_ALLOWED)$/, 'C1'],
  [/^(?:INCLUSION|HEADER)$/, 'A4'],
  [/^(?:CHECKPOINT_|CERTIFICATE_|GENESIS_|OTHER_LEDGER|CHAIN_ID|VALIDATORS|VOT|APP_HASH)/, 'A5'],
  [/^(?:HEIGHT_ORDER|NEXT_VALIDATORS|NO_VALIDATORS)$/, 'A5'],
];

function checkOf(code: string): string {
  return CHECKS_OF_FAULTS.find(([pattern]) => pattern.test(code))?.[1] ?? 'A3';
}

const receiptFaults = (path: string, codes: readonly string[]): readonly string[] =>
  codes.map((code) => `${checkOf(code)} RECEIPT_FAULT ${code} ${path}`);

const headFaults = (codes: readonly string[]): readonly string[] =>
  codes.map((code) => `A5 HEAD_FAULT ${code}`);

/** A salt that is another one, none, or where none should be. */
export const SALT_REFUSALS = ['A2 CONTENT_DIFFERS', 'A2 SALT_NEEDED', 'A2 SALT_UNFIT'];

/** Other bytes in a file, under a manifest that fits. Moved: they are those of another file. */
export function fileRefusals(
  sound: Uint8Array,
  path: string,
  after: Uint8Array,
  { isMoved = false }: { readonly isMoved?: boolean } = {},
): readonly string[] {
  const before = filesOf(sound).find((file) => file.path === path)?.bytes as Uint8Array;
  if (path === 'genesis.json') return ['A5 LEDGER_OTHER'];
  if (path === 'head/checkpoint.txt') return headFaults(noteFaults(before, after));
  if (path === 'head/header.json') return headFaults(['HEADER', 'APP_HASH']);
  if (path === 'head/consistency.json') {
    return ['A7 CONSISTENCY_MALFORMED', 'A7 CONSISTENCY_NEEDLESS', 'A7 LOG_FORKED'];
  }
  if (path === 'proof/light-block.json') return headFaults(certificateRefusals(before, after));
  if (path === 'content/salt.json') return SALT_REFUSALS;
  if (path.startsWith('content/')) return ['A2 CONTENT_DIFFERS'];
  if (path.startsWith('time/')) return [`B1 TOKEN_SWAPPED ${path}`];
  if (!/receipt\.json$/.test(path)) return [`A3 VIEW_DIFFERS ${path}`];
  const faults = receiptFaults(path, receiptRefusals(before, after));
  if (isMoved) return [...faults, ...movedReceipt(path)];
  // A vote less leaves a receipt sound; the views of the votes show it for the item’s.
  return faults.length > 0 || path.startsWith('steps/') ? faults : VOTE_VIEWS;
}

const VOTE_VIEWS = [0, 1, 2, 3].map((at) => `A3 VIEW_DIFFERS plain/vote-${at}.bin`);

/** A sound receipt in the place of another one. */
function movedReceipt(path: string): readonly string[] {
  const isItem = path === 'item/receipt.json';
  return isItem ? ['A3 ITEM_NOT_REGISTERED'] : [`A1 STEP_MISPLACED ${path}`];
}

function noteFaults(before: Uint8Array, after: Uint8Array): readonly string[] {
  const text = (bytes: Uint8Array): string | undefined => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return undefined;
    }
  };
  const changed = text(after);
  return changed === undefined
    ? ['CHECKPOINT_MALFORMED']
    : noteRefusals(text(before) as string, changed);
}

const REQUIRED =
  /^(?:HOW-TO-VERIFY\.txt|genesis\.json|item\/receipt\.json|proof\/light-block\.json|head\/.*)$/;

/** A file that was left out, under a manifest that does not list it. */
export function missingRefusals(path: string): readonly string[] {
  if (REQUIRED.test(path)) return [`A1 FILE_MISSING ${path}`];
  if (path === 'content/salt.json') return ['A2 SALT_NEEDED'];
  if (path.startsWith('content/')) return ['A2 CONTENT_NOT_GIVEN'];
  if (path.startsWith('time/')) return [`B1 TOKEN_SWAPPED ${path}`];
  if (!path.startsWith('steps/')) return [`A3 VIEW_DIFFERS ${path}`];
  // The proof of its size is left over; of the last step, which the head is of, its statement is.
  return ['A7 CONSISTENCY_NEEDLESS', 'C6 STEPS_MISSING', 'C6 END_NOT_PINNED'];
}

/** A file more than there should be. */
export function addedRefusals(path: string, role: string): readonly string[] {
  if (role === 'none') return [`A1 FILE_EXTRA ${path}`];
  if (role === 'view') return [`A3 VIEW_DIFFERS ${path}`];
  return [`A1 FILE_MISNAMED ${path}`];
}

/** A damaged manifest: not one at all, or one that lists other files than there are. */
export function ofManifest(path: string, codes: readonly string[]): readonly string[] {
  return path === 'manifest.json' ? codes.map((code) => `A1 CONTAINER_FAULT ${code}`) : [];
}

/** Fields of the manifest with other values. */
ofManifest.fields = (before: JsonValue, after: JsonValue): readonly string[] => {
  const files = (before as { readonly files: readonly { readonly path: string }[] }).files;
  const malformed = ofManifest('manifest.json', ['MANIFEST']);
  return fieldChanges(before, after).flatMap(({ path: [part, at, member], after: value }) => {
    if (part === 'ledger') return ['A5 LEDGER_OTHER', ...malformed];
    if (part === 'item') return ['A3 ITEM_NOT_REGISTERED', ...malformed];
    const file = files[Number(at)]?.path;
    if (part !== 'files' || at === undefined) return [...malformed, ...listFaults(files, value)];
    if (member === 'path')
      return [...malformed, `A1 FILE_MISSING ${canonicalText(value).slice(1, -1)}`];
    if (member === 'role') return [...malformed, `A1 FILE_MISNAMED ${file}`];
    return [...malformed, `A2 FILE_CHANGED ${file}`];
  });
};

/** A list without one of its files: that one is too many then. */
function listFaults(files: readonly { readonly path: string }[], after: JsonValue | undefined) {
  const left = Array.isArray(after) ? (after as unknown as typeof files) : files;
  const gone = files.filter(({ path }) => !left.some((file) => file?.path === path));
  return gone.map(({ path }) => `A1 FILE_EXTRA ${path}`);
}
