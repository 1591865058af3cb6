/**
 * A dossier's bundle taken apart, line by line: of a hundred thousand registrations only what the
 * checks ask for is kept. Nothing in it is believed for being in it: records are verified here, and
 * their places by the one proof of all of them.
 */
import type { Hex } from '../../../crypto/bytes.js';
import type { JsonObject } from '../../../crypto/canonicalJson.js';
import type { DerivedEvent } from '../../../ledger/derivedEvent.js';
import type { Genesis } from '../../../ledger/genesis.js';
import type { PlacedLeaf } from '../../../ledger/inclusionSet.js';
import type { Instant } from '../../../ledger/instant.js';
import type { ReceiptFault } from '../../../ledger/verifyReceipt.js';
import { type RecordFacts, verifyRecord } from '../../../ledger/verifyRecord.js';
import { MANIFEST_PATH } from '../../bundle/manifest.js';
import { PATH } from '../../bundle/paths.js';
import type { SoundZip } from '../../bundle/zip.js';
import {
  DOSSIER_PATH,
  type DossierBundleManifest,
  dossierRoleAt,
  parseDossierManifest,
} from '../../dossier/dossierBundle.js';
import { type BundledEntry, parseEntryLine } from '../../dossier/entryLines.js';
import { linesOf } from '../../dossier/jsonLines.js';
import { type BundleHead, bundleHead } from '../bundleHead.js';
import type { BundleEvent, BundleStep } from '../bundleStep.js';
import { type Container, type ContainerForm, readContainer } from '../container.js';
import { type BundleTrust, textIn } from '../examination.js';
import { textOf } from '../textOf.js';

/** What is kept of a registration. */
export interface Registration {
  /** Hash of the event that asked for it. */
  readonly id: Hex;
  readonly position: number;
  readonly time: Instant;
  readonly claimant: string;
  /** By index in the batch; one of a single item. */
  readonly commitments: readonly Hex[];
  /** False for an item by itself: then its id has no index. */
  readonly isBatch: boolean;
  /** Whether the commitments may be salted: the registration shows no digests. */
  readonly maySalt: boolean;
  /** What followed from it, without lists. */
  readonly derived: readonly DerivedEvent[];
}

/** Who has signed, and at which positions. */
export interface SignedBy {
  readonly actor: string;
  readonly key: string;
  readonly positions: readonly number[];
}

export interface DossierExamination extends Container {
  readonly manifest: DossierBundleManifest;
  /** What vouches for the log, or the code of what is wrong with it. */
  readonly head: BundleHead | string;
  readonly entries: readonly BundledEntry[];
  /** Number, from 1, of the first line that is no entry. */
  readonly badLine: number | undefined;
  readonly records: number;
  readonly faults: readonly { readonly at: string; readonly code: ReceiptFault }[];
  /** The last entry of every record. */
  readonly leaves: readonly PlacedLeaf[];
  readonly signers: readonly SignedBy[];
  readonly registrations: ReadonlyMap<Hex, Registration>;
  /** What followed from all other records, in their order. */
  readonly events: readonly BundleEvent[];
}

/** The manifest of a dossier's bundle; undefined when the container is another one. */
export function dossierManifestIn({ files }: SoundZip): DossierBundleManifest | undefined {
  const manifest = files.find(({ path }) => path === MANIFEST_PATH);
  return parseDossierManifest(textOf(manifest?.bytes) ?? '');
}

const FORM: ContainerForm = {
  always: [
    ...[PATH.genesis, PATH.header, PATH.instructions, PATH.checkpoint, PATH.lightBlock],
    ...Object.values(DOSSIER_PATH),
  ],
  roleAt: dossierRoleAt,
};

/** Takes it apart. Never throws for what the bytes are. */
export function examineDossier(
  content: SoundZip,
  manifest: DossierBundleManifest,
  trust: BundleTrust,
): DossierExamination {
  const container = readContainer(content, manifest.files, { form: FORM, ledger: trust.ledger });
  const { files, genesis } = container;
  const head = genesis === undefined ? 'GENESIS_MISMATCH' : bundleHead({ files }, genesis);
  return {
    ...container,
    manifest,
    head,
    ...entriesIn(files.get(DOSSIER_PATH.entries)),
    ...recordsIn(files.get(DOSSIER_PATH.records), { ledger: trust.ledger, genesis, head }),
  };
}

function entriesIn(
  bytes: Uint8Array = new Uint8Array(),
): Pick<DossierExamination, 'entries' | 'badLine'> {
  const entries: BundledEntry[] = [];
  for (const line of linesOf(bytes)) {
    const entry = line === undefined ? undefined : parseEntryLine(line);
    const last = entries.at(-1)?.number ?? -1;
    if (entry === undefined || entry.number <= last) {
      return { entries, badLine: entries.length + 1 };
    }
    entries.push(entry);
  }
  return { entries, badLine: undefined };
}

type Records = Pick<
  DossierExamination,
  'records' | 'faults' | 'leaves' | 'signers' | 'registrations' | 'events'
>;

function recordsIn(
  bytes: Uint8Array | undefined,
  trust: Pick<DossierExamination, 'genesis' | 'head'> & { readonly ledger: Hex },
): Records {
  const { genesis, head, ledger } = trust;
  const place = { ledger, ...(typeof head === 'string' ? { size: 0, root: '' } : head) };
  const faults: { at: string; code: ReceiptFault }[] = [];
  const leaves: PlacedLeaf[] = [];
  const signers = new Map<string, SignedBy & { readonly positions: number[] }>();
  const registrations = new Map<Hex, Registration>();
  const events: BundleEvent[] = [];
  let records = 0;
  for (const line of bytes === undefined || genesis === undefined ? [] : linesOf(bytes)) {
    records += 1;
    const verdict =
      line === undefined
        ? ({ fault: 'NOT_CANONICAL' } as const)
        : verifyRecord(line, { genesis: genesis as Genesis, ledger });
    if (verdict.leaf !== undefined) leaves.push(verdict.leaf);
    if ('fault' in verdict) {
      faults.push({ at: `${DOSSIER_PATH.records}:${records}`, code: verdict.fault });
      continue;
    }
    sign(signers, verdict);
    const registration = registrationIn(verdict);
    if (registration !== undefined) registrations.set(registration.id, registration);
    else events.push(...eventsIn(verdict, place));
  }
  return { records, faults, leaves, signers: [...signers.values()], registrations, events };
}

function sign(
  signers: Map<string, SignedBy & { readonly positions: number[] }>,
  { body: { actor, key }, position }: RecordFacts,
): void {
  const name = `${actor} ${key}`;
  const own = signers.get(name) ?? { actor, key, positions: [] };
  own.positions.push(position);
  signers.set(name, own);
}

function eventsIn(
  { leaf, ...facts }: RecordFacts,
  place: Pick<BundleStep, 'ledger' | 'size' | 'root'>,
): readonly BundleEvent[] {
  const step: BundleStep = { ...facts, ...place, path: `${DOSSIER_PATH.records} ${leaf.index}` };
  return step.derived.map((event) => ({ ...event, step }));
}

const REGISTERED: readonly string[] = ['evidence.ItemRegistered', 'evidence.BatchRegistered'];

function registrationIn(facts: RecordFacts): Registration | undefined {
  const { derived, position, time } = facts;
  // Its id is the hash of what was asked for: under a policy that counts organisations, another
  // event, the last approval, led to it.
  const registered = derived.find(({ type }) => REGISTERED.includes(type));
  if (registered === undefined) return undefined;
  const { data, type } = registered;
  const isBatch = type === 'evidence.BatchRegistered';
  const commitments = isBatch ? data['leaves'] : [data['commitment'] ?? null];
  if (!Array.isArray(commitments)) return undefined;
  return {
    id: textIn(data, isBatch ? 'batch' : 'item'),
    position,
    time,
    claimant: textIn(data, 'claimant'),
    commitments: commitments as readonly Hex[],
    isBatch,
    maySalt: data['digests'] === undefined,
    derived: derived.map((event) => ({ type: event.type, data: namesIn(event.data) })),
  };
}

/** The members that later checks ask for; the lists of a batch would be kept twice. */
function namesIn(data: JsonObject): JsonObject {
  const { claimant, capture } = data;
  return {
    ...(typeof claimant === 'string' ? { claimant } : {}),
    ...(typeof capture === 'string' ? { capture } : {}),
  };
}
