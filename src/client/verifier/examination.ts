/**
 * A bundle taken apart: its container, its manifest, and every receipt verified against the pinned
 * ledger. Only steps whose receipts hold go on to the other checks; nothing in a bundle is believed
 * for being in it.
 */
import type { Hex } from '../../crypto/bytes.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { Genesis } from '../../ledger/genesis.js';
import { type ReceiptFault, receiptVerifier } from '../../ledger/verifyReceipt.js';
import { type Manifest, MANIFEST_PATH, parseManifest, registrationOf } from '../bundle/manifest.js';
import { PATH, roleAt } from '../bundle/paths.js';
import { readZip, type SoundZip, type ZipFault } from '../bundle/zip.js';
import type { BundleEvent, BundleStep } from './bundleStep.js';
import { type Container, type ContainerForm, readContainer } from './container.js';
import { differingViews } from './differingViews.js';
import { relatedSteps } from './relatedSteps.js';
import { textOf } from './textOf.js';

/** What the reader brings along: nothing here may come from the bundle. */
export interface BundleTrust {
  /** Id of the ledger. */
  readonly ledger: Hex;
  /** DER of the roots of time authorities. */
  readonly roots: readonly Uint8Array[];
  /** The newest checkpoint of the ledger that the reader knows, as a signed note. */
  readonly checkpoint?: string | undefined;
}

/** A bundle that could be taken apart. */
export interface Examination extends Container {
  readonly manifest: Manifest;
  /** Views that are not what the receipts give; worked out once, because it is most of the work. */
  readonly differing: readonly string[];
  readonly faults: readonly { readonly path: string; readonly code: ReceiptFault }[];
  /** The registration; undefined when its receipt does not hold. */
  readonly registration: BundleStep | undefined;
  /** All steps whose receipts hold, the registration among them, in the order of the log. */
  readonly steps: readonly BundleStep[];
  /** Paths of receipts that hold and have nothing to do with the item. */
  readonly unrelated: readonly string[];
  /** What the steps led to, in the order of the log. */
  readonly events: readonly BundleEvent[];
}

/** Why a bundle could not be taken apart. */
export interface Unreadable {
  readonly unreadable: ZipFault | 'MANIFEST';
  /** The file at which reading stopped. */
  readonly at: string;
}

/** Takes a bundle apart. Never throws for what the bytes are. */
export function examineBundle(bundle: Uint8Array, trust: BundleTrust): Examination | Unreadable {
  const content = readZip(bundle);
  if ('fault' in content) return { unreadable: content.fault, at: content.at };
  return examineFiles(content, trust);
}

/** As examineBundle, of a container that has been read. */
export function examineFiles(content: SoundZip, trust: BundleTrust): Examination | Unreadable {
  const text = textOf(content.files.find(({ path }) => path === MANIFEST_PATH)?.bytes);
  const manifest = parseManifest(text ?? '');
  if (manifest === undefined) return { unreadable: 'MANIFEST', at: MANIFEST_PATH };
  const container = readContainer(content, manifest.files, { form: FORM, ledger: trust.ledger });
  const { files, genesis } = container;
  const receipts = verifiedReceipts(manifest, files, { ledger: trust.ledger, genesis });
  const registration = receipts.steps.find(({ path }) => path === PATH.receipt);
  const { related, unrelated } = relatedSteps(receipts.steps, registrationOf(manifest.item));
  return {
    ...container,
    manifest,
    extra: [...container.extra, ...furtherContents(manifest)],
    differing: differingViews({ manifest, files, genesis }),
    faults: receipts.faults,
    registration,
    steps: related,
    unrelated,
    events: related.flatMap((step) => step.derived.map((event) => ({ ...event, step }))),
  };
}

const FORM: ContainerForm = {
  always: Object.values(PATH).filter((path) => path !== PATH.salt),
  roleAt,
};

/** One content is what the item is of; under another ending it would be a second one. */
function furtherContents({ files }: Manifest): readonly string[] {
  const contents = files.filter(({ role }) => role === 'content').map(({ path }) => path);
  return contents.slice(1);
}

function verifiedReceipts(
  { files: listed }: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
  trust: { readonly ledger: Hex; readonly genesis: Genesis | undefined },
) {
  const { ledger, genesis = '' } = trust;
  const verify = receiptVerifier({ ledger, genesis });
  const steps: BundleStep[] = [];
  const faults: { path: string; code: ReceiptFault }[] = [];
  for (const { path, role } of listed) {
    const bytes = files.get(path);
    // Nobody signs the manifest: calling the receipt something else must not get it passed over.
    const isReceipt = /-receipt$/.test(role) || path === PATH.receipt;
    if (bytes === undefined || !isReceipt) continue;
    const verdict = verify(bytes);
    if (verdict.ok) steps.push({ ...verdict, path });
    else faults.push({ path, code: verdict.code });
  }
  steps.sort((left, right) => left.position - right.position);
  return { steps, faults };
}

/** The derived events of these types, in the order of the log. */
export function eventsOf(
  { events }: Pick<Examination, 'events'>,
  ...types: readonly string[]
): readonly BundleEvent[] {
  return events.filter(({ type }) => types.some((name) => type === `evidence.${name}`));
}

/** A member that is text; empty when it is not. */
export function textIn(data: JsonObject, name: string): string {
  const value = data[name];
  return typeof value === 'string' ? value : '';
}

/** A member that is a list of texts; empty when it is not. */
export function textsIn(data: JsonObject, name: string): readonly string[] {
  const value = data[name];
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return list.filter((member): member is string => typeof member === 'string');
}
