/**
 * What a certificate states of an item: read from the receipts in a bundle that the one verifier
 * has judged, never from anything that nobody signed. Actors are masked; what the ledger has only
 * as a salted commitment is not told.
 */
import type { Hex } from '../crypto/bytes.js';
import type { JsonObject, JsonValue } from '../crypto/canonicalJson.js';
import type { TypedDigest } from '../ledger/itemCommitment.js';
import type { Instant } from '../ledger/instant.js';
import { parseReceipt, type Receipt } from '../ledger/receipt.js';
import { isObject } from '../ledger/recordShape.js';
import { encodeVerifierKey } from '../ledger/verifierKey.js';
import type { Genesis } from '../ledger/genesis.js';
import { PATH } from '../client/bundle/paths.js';
import type { BundleEvent, BundleStep } from '../client/verifier/bundleStep.js';
import { allDigests, type ContentAtHand, matches } from '../client/verifier/content.js';
import { eventsOf, type Examination, textIn, textsIn } from '../client/verifier/examination.js';
import { textOf } from '../client/verifier/textOf.js';
import { type BundleHead, bundleHead } from '../client/verifier/bundleHead.js';
import { commitmentOf } from '../client/verifier/integrity.js';
import { captureOf, claimantOf, type JudgedToken } from '../client/verifier/time.js';

/** An organisation as the ledger knows it. */
export interface Named {
  readonly id: string;
  /** As the genesis document has it; empty for one that joined later. */
  readonly name: string;
}

/** The content, as far as it is disclosed. */
export interface ContentFacts {
  readonly commitment: Hex;
  /** Empty when the item is private or its digests are not at hand. */
  readonly digests: readonly TypedDigest[];
  /** The digests are on the ledger, or were made from the content that was compared. */
  readonly digestsFrom: 'ledger' | 'content' | 'nowhere';
  /** Names and lengths of the contents inside the bundle. */
  readonly files: readonly { readonly name: string; readonly length: number }[];
}

export interface CaptureFacts {
  readonly profile: string;
  readonly sealClass: string;
  readonly opened: Instant;
  readonly environment: 'passed' | 'failed' | 'unchecked';
  readonly tool: Hex;
  readonly collectors: readonly string[];
  readonly artefacts: number;
}

export interface PlatformFact {
  readonly kind: string;
  readonly platform: Named;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly auditors: readonly string[];
  /** Commitment of the document. */
  readonly document: string;
}

export interface ItemFacts {
  readonly item: string;
  readonly registration: BundleStep;
  readonly receipt: Receipt;
  readonly claimant: Named;
  /** Masked. */
  readonly submitter: string;
  readonly claim: string;
  readonly category: string;
  readonly content: ContentFacts;
  readonly capture: CaptureFacts | undefined;
  readonly tokens: readonly JudgedToken[];
  readonly platform: readonly PlatformFact[];
  readonly ledger: {
    readonly id: Hex;
    readonly origin: string;
    readonly head: BundleHead;
    /** The keys whose checkpoints count, as lines to pin. */
    readonly keys: readonly string[];
    readonly organisations: readonly Named[];
  };
}

/** What is judged: a bundle taken apart whose section A does not fail. */
export interface JudgedBundle {
  readonly exam: Examination;
  readonly tokens: readonly JudgedToken[];
  readonly content: ContentAtHand | undefined;
}

/** The facts. Throws a RangeError when the registration does not hold. */
export function itemFacts({ exam, tokens, content }: JudgedBundle): ItemFacts {
  const { registration, genesis, manifest } = exam;
  const receipt = parseReceipt(textOf(exam.files.get(PATH.receipt)) ?? '');
  const head = genesis === undefined ? '' : bundleHead(exam, genesis);
  const isSound = registration !== undefined && genesis !== undefined;
  if (!isSound || typeof receipt === 'string' || typeof head === 'string') {
    throw new RangeError('the registration does not hold');
  }
  const data = registeredData(registration);
  return {
    item: manifest.item,
    registration,
    receipt,
    claimant: namedIn(genesis, claimantOf(exam)),
    submitter: masked(textIn(data, 'registrant')),
    claim: textIn(data, 'claim'),
    category: textIn(data, 'category'),
    content: contentFacts(exam, data, content),
    capture: captureFacts(exam),
    tokens,
    platform: platformFacts(exam, genesis),
    ledger: {
      id: manifest.ledger,
      origin: genesis.origin,
      head,
      keys: genesis.checkpointKeys.map((key) => encodeVerifierKey({ origin: genesis.origin, key })),
      organisations: genesis.organisations,
    },
  };
}

function registeredData({ derived }: BundleStep): JsonObject {
  return derived.find(({ type }) => type.endsWith('Registered'))?.data ?? {};
}

function namedIn({ organisations }: Genesis, id: string): Named {
  return { id, name: organisations.find((each) => each.id === id)?.name ?? '' };
}

/** An actor's id with all but the first letter of the handle hidden. */
export function masked(actor: string): string {
  const [handle = '', organisation = ''] = actor.split('@');
  return `${handle.slice(0, 1)}***@${organisation}`;
}

function contentFacts(
  exam: Examination,
  data: JsonObject,
  given: ContentAtHand | undefined,
): ContentFacts {
  const commitment = commitmentOf(exam) ?? '';
  const listed = exam.manifest.files.filter(({ role }) => role === 'content');
  const files = listed.map(({ path, length }) => ({ name: path.slice('content/'.length), length }));
  const shown = digestsIn(data) ?? artefactDigests(exam, commitment);
  const common = { commitment, files };
  if (shown !== undefined) {
    return { ...common, digests: shown, digestsFrom: 'ledger' };
  }
  const inside = listed.flatMap(({ path }) => exam.files.get(path) ?? []).map(allDigests);
  const candidates = [...(given === undefined ? [] : [given.digests]), ...inside];
  // Without its salt a private item matches nothing, so what is shown is open.
  const open = candidates.find((digests) => matches(commitment, digests, undefined));
  if (open === undefined) {
    return { ...common, digests: [], digestsFrom: 'nowhere' };
  }
  const both = open.filter(({ algorithm }) => algorithm === 'sha-256' || algorithm === 'sm3');
  return { ...common, digests: both, digestsFrom: 'content' };
}

function digestsIn(data: JsonObject): readonly TypedDigest[] | undefined {
  const { digests } = data;
  return Array.isArray(digests) ? digests : undefined;
}

function artefactDigests(exam: Examination, commitment: Hex): readonly TypedDigest[] | undefined {
  const recorded = eventsOf(exam, 'ArtefactsRecorded')
    .flatMap(({ data }) => (data['artefacts'] ?? []) as readonly JsonValue[])
    .find((each) => isObject(each) && each['commitment'] === commitment);
  return isObject(recorded) ? digestsIn(recorded) : undefined;
}

function captureFacts(exam: Examination): CaptureFacts | undefined {
  const opened = captureOf(exam);
  if (opened === undefined) return undefined;
  const { data, step } = opened;
  const ofCapture = (type: string): BundleEvent | undefined =>
    eventsOf(exam, type).find((event) => event.data['capture'] === data['capture']);
  const result = ofCapture('EnvironmentChecked')?.data['result'];
  return {
    profile: textIn(data, 'profile'),
    sealClass: textIn(ofCapture('CaptureSealed')?.data ?? {}, 'class'),
    opened: step.time,
    environment: result === 'passed' || result === 'failed' ? result : 'unchecked',
    tool: textIn(data, 'tool'),
    collectors: textsIn(data, 'collectors').map(masked),
    artefacts: Number(ofCapture('CaptureClosed')?.data['count'] ?? 0),
  };
}

/** Facts that were recorded, endorsed and not withdrawn; D1 says which of them were in force. */
function platformFacts(exam: Examination, genesis: Genesis): readonly PlatformFact[] {
  const about = (type: string, fact: JsonValue | undefined): readonly BundleEvent[] =>
    eventsOf(exam, type).filter(({ data }) => data['fact'] === fact);
  return eventsOf(exam, 'PlatformFactRecorded')
    .filter(({ data }) => about('PlatformFactWithdrawn', data['fact']).length === 0)
    .map(({ data }) => ({
      kind: textIn(data, 'kind'),
      platform: namedIn(genesis, textIn(data, 'platform')),
      validFrom: textIn(data, 'validFrom'),
      validUntil: textIn(data, 'validUntil'),
      auditors: about('PlatformFactEndorsed', data['fact']).map((each) =>
        textIn(each.data, 'auditor'),
      ),
      document: isObject(data['document']) ? textIn(data['document'], 'commitment') : '',
    }));
}
