/**
 * The one receipt verifier: pure, synchronous, needs no server and runs in browsers. It makes the
 * checks of docs/formats.md §9 and §19 in their order and names the first that fails. What it
 * shows: the event was signed by the key it names, stands in the log of the pinned ledger at this
 * position and time, and led to exactly these derived events. What it cannot show: that the log has
 * not been forked since, which takes a newer checkpoint and a consistency proof.
 */
import { type Hex, utf8 } from '../crypto/bytes.js';
import { verifySignature } from '../crypto/suites.js';
import { type BlockHeader, headerHash } from './blockHeader.js';
import { CHECKPOINT_FAULTS, type CheckpointFault, verifyCheckpoint } from './checkpoint.js';
import {
  CERTIFICATE_FAULTS,
  type CertificateFault,
  genesisTrust,
  type Quorum,
  quorumOf,
  verifyCertificate,
} from './cometbft/verifyCertificate.js';
import type { DerivedEvent } from './derivedEvent.js';
import type { SignedEntry } from './entry.js';
import { encodeGenesis, type Genesis, genesisHash } from './genesis.js';
import type { Instant } from './instant.js';
import { verifyInclusion } from './merkleProof.js';
import { parseGenesis } from './parseGenesis.js';
import {
  type CertifiedReceipt,
  type CheckpointReceipt,
  parseReceipt,
  type Receipt,
} from './receipt.js';
import {
  ENTRY_FAULTS,
  type EntryFault,
  PLACE_FAULTS,
  type PlaceFault,
  placeFault,
  type RecordedEntry,
  readRecordedEntry,
} from './recordedEntry.js';
import { type EventBody, signingText } from './signedEvent.js';

/** What the reader trusts: the ledger's id, and the document that the id is the hash of. */
export interface ReceiptTrust {
  readonly ledger: Hex;
  /** The document's text, or the document. */
  readonly genesis: string | Genesis;
}

/** What can be wrong with what validators have to say of a receipt, in the order of the checks. */
export const CERTIFIED_RECEIPT_FAULTS = {
  CERTIFICATE_MISSING: 'validators keep this ledger, and the receipt has one operator’s word only',
  NO_VALIDATORS: 'the genesis document names no validators for a certificate to rest on',
  ...CERTIFICATE_FAULTS,
} as const;

/** What can be wrong with a receipt: every code, in the order of the checks. */
export const RECEIPT_FAULTS = {
  GENESIS_MISMATCH: 'the genesis document is not the one that the trusted ledger id names',
  NOT_CANONICAL: 'the receipt is not one line of canonical JSON with a newline, in UTF-8',
  MALFORMED: 'the receipt has not the members of its format',
  ...ENTRY_FAULTS,
  NOT_SIGNED_EVENT: 'the first entry is not a signed event, or another one is not derived',
  OTHER_LEDGER: 'the event or the block header is of another ledger',
  SUITE_NOT_ALLOWED: 'the genesis document does not allow the suite of the key',
  EVENT_SIGNATURE: 'the signature on the event is wrong',
  ...PLACE_FAULTS,
  CAUSE: 'a derived entry does not name the signed entry as its cause',
  DERIVED_COUNT: 'the number of derived entries is not the one in the signed entry',
  INCLUSION: 'the inclusion proof does not lead from the last entry to the root',
  HEADER: 'the block header does not hold these entries, or not this size',
  ...CHECKPOINT_FAULTS,
  CHECKPOINT_LINES: 'the checkpoint has not exactly one signature',
  CHECKPOINT_HEAD: 'the checkpoint is of another size, root or block header',
  ...CERTIFIED_RECEIPT_FAULTS,
} as const;

export type ReceiptFault = keyof typeof RECEIPT_FAULTS;

/** What a receipt that verifies has shown. */
export interface ReceiptFacts {
  readonly ledger: Hex;
  /** Position of the signed entry. */
  readonly position: number;
  readonly height: number;
  readonly time: Instant;
  /** Hash of the signed event. */
  readonly eventHash: Hex;
  /** What was signed. */
  readonly body: EventBody;
  /** All that it led to; `ledger.Refused` among them means that the rules said no. */
  readonly derived: readonly DerivedEvent[];
  /** Entries in the log as of the checkpoint. */
  readonly size: number;
  readonly root: Hex;
  /** The key of genesis that signed the checkpoint, where one operator's word counts. */
  readonly checkpointKey?: Hex;
  /** Who decided the block, where validators keep the ledger. One of the two is there. */
  readonly quorum?: Quorum;
}

/** The outcome: facts, or the first check that failed. */
export type ReceiptVerdict =
  | ({ readonly ok: true } & ReceiptFacts)
  | { readonly ok: false; readonly code: ReceiptFault; readonly message: string };

/**
 * Verifies a receipt against what the reader trusts. Hand over the file's bytes where there are
 * bytes: decoding them first can hide a damaged byte. Never throws.
 */
export function verifyReceipt(receipt: Uint8Array | string, trust: ReceiptTrust): ReceiptVerdict {
  return receiptVerifier(trust)(receipt);
}

/** verifyReceipt for many receipts of one ledger: reads and hashes the genesis document once. */
export function receiptVerifier(
  trust: ReceiptTrust,
): (receipt: Uint8Array | string) => ReceiptVerdict {
  const genesis = trustedGenesis(trust);
  const pinned = genesis && { genesis, ledger: trust.ledger };
  return (receipt) => {
    const outcome = pinned === undefined ? 'GENESIS_MISMATCH' : check(receipt, pinned);
    if (typeof outcome !== 'string') return { ok: true, ...outcome };
    return { ok: false, code: outcome, message: RECEIPT_FAULTS[outcome] };
  };
}

/** A genesis document that is the one whose hash was pinned. */
interface PinnedLedger {
  readonly genesis: Genesis;
  readonly ledger: Hex;
}

function trustedGenesis({ genesis, ledger }: ReceiptTrust): Genesis | undefined {
  try {
    const text = typeof genesis === 'string' ? genesis : encodeGenesis(genesis);
    return genesisHash(text) === ledger ? parseGenesis(text) : undefined;
  } catch {
    // An object that has no canonical form is no genesis document.
    return undefined;
  }
}

function check(input: Uint8Array | string, pinned: PinnedLedger): ReceiptFacts | ReceiptFault {
  const text = typeof input === 'string' ? input : decodeUtf8(input);
  if (text === undefined) return 'NOT_CANONICAL';
  const receipt = parseReceipt(text);
  if (typeof receipt === 'string') return receipt;
  const group = readGroup(receipt);
  if (typeof group === 'string') return group;
  const fault =
    signatureFault(group, receipt.blockHeader, pinned) ??
    chainFault(group, receipt.blockHeader) ??
    headFault(group, receipt);
  if (fault !== undefined) return fault;
  const voucher =
    'certificate' in receipt
      ? checkCertificate(receipt, pinned)
      : checkCheckpoint(receipt, pinned.genesis);
  return typeof voucher === 'string'
    ? voucher
    : { ...facts(group, receipt.blockHeader), ...voucher };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A signed entry and what it caused. */
interface Group {
  readonly signed: SignedEntry;
  readonly body: EventBody;
  readonly bodyText: string;
  readonly all: readonly RecordedEntry[];
  readonly derived: readonly DerivedEvent[];
}

function readGroup({ entries }: Receipt): Group | EntryFault | 'NOT_SIGNED_EVENT' {
  const all: RecordedEntry[] = [];
  for (const texts of entries) {
    const recorded = readRecordedEntry(texts);
    if (typeof recorded === 'string') return recorded;
    all.push(recorded);
  }
  const [first, ...rest] = all;
  const derived = rest.filter(isDerived).map(({ event }) => event);
  if (!isSigned(first) || derived.length < rest.length) return 'NOT_SIGNED_EVENT';
  return { signed: first.entry, body: first.event, bodyText: first.eventText, all, derived };
}

function isSigned(
  recorded: RecordedEntry | undefined,
): recorded is RecordedEntry & { entry: SignedEntry; event: EventBody } {
  return recorded?.entry.kind === 'signed';
}

function isDerived(recorded: RecordedEntry): recorded is RecordedEntry & { event: DerivedEvent } {
  return recorded.entry.kind === 'derived';
}

function signatureFault(
  { signed, body, bodyText }: Group,
  header: BlockHeader,
  { genesis, ledger }: PinnedLedger,
): ReceiptFault | undefined {
  if (body.ledger !== ledger || header.ledger !== ledger) return 'OTHER_LEDGER';
  const allowed = genesis.suites.some((suite) => body.key.startsWith(`${suite}:`));
  if (!allowed) return 'SUITE_NOT_ALLOWED';
  const message = utf8(signingText(bodyText));
  return verifySignature(body.key, message, signed.signature) ? undefined : 'EVENT_SIGNATURE';
}

function chainFault(
  { signed, all }: Group,
  block: BlockHeader,
): PlaceFault | ReceiptFault | undefined {
  let { position, previous } = signed;
  for (const { entry, hash } of all) {
    const fault = placeFault(entry, { position, previous, block });
    if (fault !== undefined) return fault;
    if (entry.kind === 'derived' && entry.cause !== signed.position) return 'CAUSE';
    position += 1;
    previous = hash;
  }
  return signed.derived === all.length - 1 ? undefined : 'DERIVED_COUNT';
}

function headFault({ signed, all }: Group, receipt: Receipt): ReceiptFault | undefined {
  const { blockHeader: header, inclusion } = receipt;
  const last = all[all.length - 1] as RecordedEntry;
  const { index, size, hashes } = inclusion;
  const proven =
    index === last.entry.position &&
    verifyInclusion({ leafHash: last.hash, index, size, root: header.root, hashes });
  if (!proven) return 'INCLUSION';
  return header.size === size && header.first <= signed.position ? undefined : 'HEADER';
}

function checkCheckpoint(
  { header: text, blockHeader: header, checkpoint: note }: CheckpointReceipt,
  genesis: Genesis,
): Pick<ReceiptFacts, 'checkpointKey'> | CheckpointFault | ReceiptFault {
  const { origin, checkpointKeys, validators } = genesis;
  if (validators !== undefined) return 'CERTIFICATE_MISSING';
  const verdict = verifyCheckpoint(note, { origin, keys: checkpointKeys, verify: verifySignature });
  if (!verdict.ok) return verdict.code;
  // Lines of unknown keys are not covered by any signature: a byte in them could change unseen.
  if (verdict.lines !== 1) return 'CHECKPOINT_LINES';
  const { size, root, headerHash: hash } = verdict.checkpoint;
  const same = size === header.size && root === header.root && hash === headerHash(text);
  return same ? { checkpointKey: verdict.keys[0] as Hex } : 'CHECKPOINT_HEAD';
}

function checkCertificate(
  { header: text, certificate }: CertifiedReceipt,
  { genesis, ledger }: PinnedLedger,
): Pick<ReceiptFacts, 'quorum'> | CertificateFault | ReceiptFault {
  const trust = genesisTrust(ledger, genesis);
  if (trust === undefined) return 'NO_VALIDATORS';
  const verdict = verifyCertificate(certificate, { ...trust, appHash: headerHash(text) });
  if (!verdict.ok) return verdict.code;
  return { quorum: quorumOf(certificate, verdict.validators, genesis.validators ?? []) };
}

function facts({ signed, body, derived }: Group, header: BlockHeader): ReceiptFacts {
  return {
    ledger: header.ledger,
    position: signed.position,
    height: header.height,
    time: header.time,
    eventHash: signed.event,
    body,
    derived,
    size: header.size,
    root: header.root,
  };
}
