/**
 * Views: files that hold nothing which the receipts of a bundle do not, cut out for people with
 * nothing but openssl and sha256sum (HOW-TO-VERIFY.txt), and for C2SP tools. A verifier makes them
 * anew from the receipts and accepts no other bytes, so that no view can tell another story.
 */
import { concatBytes, fromHex, type Hex, utf8 } from '../../crypto/bytes.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import { fromBase64 } from '../../ledger/base64.js';
import type { SignedEntry } from '../../ledger/entry.js';
import type { Genesis } from '../../ledger/genesis.js';
import { type CheckpointReceipt, parseReceipt, type Receipt } from '../../ledger/receipt.js';
import { type RecordedEntry, readRecordedEntry } from '../../ledger/recordedEntry.js';
import { type EventBody, signingText } from '../../ledger/signedEvent.js';
import { parseSignedNote } from '../../ledger/signedNote.js';
import { encodeTlogProof } from '../../ledger/tlogProof.js';
import { certificatesToPem } from '../../timestamp/pem.js';
import { registrationText } from '../../timestamp/registrationImprint.js';
import { caseText } from '../provenance/caseGraph.js';
import { courseOf } from '../provenance/course.js';
import { provText } from '../provenance/provGraph.js';
import { type ReadEntries, stepsOfEntries } from '../provenance/recordedStep.js';
import type { BundleFile } from './manifest.js';
import { timePath } from './paths.js';
import { merklePathText, publicKeyPem } from './plainForms.js';
import { voteViews } from './voteViews.js';

/** What the views are cut out of. */
export interface ViewSources {
  readonly genesis: Genesis;
  /** Id of the ledger. */
  readonly ledger: Hex;
  readonly item: string;
  /** Receipt of the item's registration, and those of the steps. */
  readonly itemReceipt: string;
  readonly stepReceipts: readonly string[];

  readonly registration: Hex;
}

/** All views, those that cannot be made because a receipt is damaged left out. */
export function bundleViews(sources: ViewSources): readonly BundleFile[] {
  const item = parseReceipt(sources.itemReceipt);
  const registered = typeof item === 'string' ? [] : item.entries.map(readRecordedEntry);
  const read = sources.stepReceipts.flatMap((text): readonly ReadEntries[] => {
    const receipt = parseReceipt(text);
    return typeof receipt === 'string' ? [] : [receipt.entries.map(readRecordedEntry)];
  });
  const steps = read.map(soundEntries);
  const tokens = steps.flatMap((entries) => tokenViews(entries, steps));
  const subject = view('time/subject.txt', registrationText(sources.registration));
  const views =
    typeof item === 'string' ? [] : itemViews(item, soundEntries(registered), sources.genesis);
  const course = courseViews(sources, [registered, ...read]);
  return [...views, ...course, ...(tokens.length > 0 ? [subject, ...tokens] : [])];
}

/** The course of the item for forensic tools and for anything that reads PROV. */
function courseViews(
  { ledger, item }: ViewSources,
  receipts: readonly ReadEntries[],
): readonly BundleFile[] {
  const course = courseOf(ledger, [item], stepsOfEntries(receipts));
  return [view('custody.jsonld', caseText(course)), view('prov.jsonld', provText(course))];
}

function view(path: string, content: Uint8Array | string): BundleFile {
  return { path, role: 'view', bytes: typeof content === 'string' ? utf8(content) : content };
}

function soundEntries(read: ReadEntries): readonly RecordedEntry[] {
  return read.filter((entry): entry is RecordedEntry => typeof entry !== 'string');
}

function itemViews(
  receipt: Receipt,
  [first]: readonly RecordedEntry[],
  genesis: Genesis,
): readonly BundleFile[] {
  const lastEntry = receipt.entries.at(-1)?.entry ?? '';
  const files = [
    view('plain/last-entry.json', lastEntry),
    view('plain/merkle-path.txt', merklePathText(receipt.inclusion)),
    ...('checkpoint' in receipt
      ? checkpointViews(receipt, genesis)
      : voteViews(receipt, genesis).map(([path, content]) => view(path, content))),
  ];
  if (first?.entry.kind !== 'signed') return files;
  const { signature } = first.entry satisfies SignedEntry;
  return [
    view('plain/signed-event.txt', signingText(first.eventText)),
    view('plain/signed-event.sig', fromHex(signature)),
    view('plain/submitter-key.pem', publicKeyPem((first.event as EventBody).key)),
    ...files,
  ];
}

function checkpointViews(
  receipt: CheckpointReceipt,
  { checkpointKeys }: Genesis,
): readonly BundleFile[] {
  const proof = view('item/item.tlog-proof', encodeTlogProof({ ...receipt.inclusion, ...receipt }));
  const parsed = parseSignedNote(receipt.checkpoint);
  const [signature] = parsed?.signatures ?? [];
  if (parsed === undefined || signature === undefined) return [proof];
  const keys = checkpointKeys.map((key, index) =>
    view(`plain/log-key-${index}.pem`, publicKeyPem(`ed25519-strict-1:${key}`)),
  );
  return [
    proof,
    view('plain/checkpoint.txt', parsed.text),
    view('plain/checkpoint.sig', fromHex(signature.signature)),
    ...keys,
  ];
}

/** The token, the lists that came with it, and the root that its authority is registered with. */
function tokenViews(
  entries: readonly RecordedEntry[],
  steps: readonly (readonly RecordedEntry[])[],
): readonly BundleFile[] {
  const [signed] = entries;
  const attached = derivedData(entries, 'evidence.TimestampAttached');
  if (attached === undefined || signed?.entry.kind !== 'signed') return [];
  const { position } = signed.entry;
  const lists = (signed.event as EventBody).data['revocationLists'];
  const root = steps
    .map((step) => derivedData(step, 'evidence.TimeAuthorityRegistered'))
    .find((registered) => registered?.['authority'] === attached['authority'])?.['root'];
  const files = [view(timePath(position, 'tst'), bytesIn(attached['token']))];
  if (root !== undefined) {
    const pem = certificatesToPem([bytesIn(root)]);
    files.push(view(timePath(position, 'registered-root.pem'), pem));
  }
  const crls = (Array.isArray(lists) ? lists : []) as readonly unknown[];
  return [...files, ...crls.map((crl, n) => view(timePath(position, `${n}.crl`), bytesIn(crl)))];
}

function derivedData(entries: readonly RecordedEntry[], type: string): JsonObject | undefined {
  const found = entries.find(({ entry }) => entry.kind === 'derived' && entry.type === type);
  return (found?.event as { readonly data: JsonObject } | undefined)?.data;
}

function bytesIn(base64: unknown): Uint8Array {
  return (typeof base64 === 'string' ? fromBase64(base64) : undefined) ?? concatBytes();
}
