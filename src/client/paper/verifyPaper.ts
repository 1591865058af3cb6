/**
 * Verifies a certificate on paper: the text of its QR codes, the file, and the log's key that the
 * reader has pinned. No server, no PDF, and nothing of the paper is believed but what the log's
 * signature covers. The codes may be photographed by anybody; a changed character fails.
 */
import { type Hex, utf8 } from '../../crypto/bytes.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import { verifySignature } from '../../crypto/suites.js';
import { parseCheckpoint, verifyCheckpoint } from '../../ledger/checkpoint.js';
import type { SignedEntry } from '../../ledger/entry.js';
import { verifyInclusion } from '../../ledger/merkleProof.js';
import { parseSignedNote } from '../../ledger/signedNote.js';
import { type RecordedEntry, readRecordedEntry } from '../../ledger/recordedEntry.js';
import { type EventBody, signingText } from '../../ledger/signedEvent.js';
import { parseTlogProof, type TlogProof } from '../../ledger/tlogProof.js';
import type { DerivedEvent } from '../../ledger/derivedEvent.js';
import { textIn } from '../verifier/examination.js';
import { filled, type Status, worst } from '../verifier/finding.js';
import { type ContentAtHand, matches } from '../verifier/content.js';
import type { Sentence } from '../verifier/sentences.js';
import { readScan } from './paperCodes.js';
import { parsePaperRecord } from './paperRecord.js';
import {
  PAPER_LIMITS,
  PAPER_SENTENCES,
  type PaperCheck,
  type PaperSentence,
} from './paperSentences.js';

/** What the reader has pinned: taken from the ledger’s publication, never from the paper. */
export interface PaperTrust {
  readonly origin: string;
  /** Ed25519 public keys whose checkpoints count, 64 hex characters each. */
  readonly keys: readonly Hex[];
  /** The ledger's id, where the reader has pinned that too. */
  readonly ledger?: Hex | undefined;
}

export interface PaperLine extends Sentence {
  readonly check: PaperCheck;
  readonly status: Status;
  readonly sentence: PaperSentence;
}

export interface PaperReport {
  /** 0 all holds, 1 a check failed, 2 something is not proven, 3 the scan is not whole. */
  readonly code: 0 | 1 | 2 | 3;
  readonly lines: readonly PaperLine[];
  readonly limits: Sentence;
}

type Values = Readonly<Record<string, string | number>>;
type Outcome = readonly [Status, PaperSentence, Values?];

/** Verifies what a scanner read. Never throws for what the text is. */
export function verifyPaper(scan: string, trust: PaperTrust, content?: ContentAtHand): PaperReport {
  const read = readCodes(scan);
  if (!('entries' in read)) return report({ P1: [read.status, read.sentence] });
  const outcomes = {
    P1: ['PASS', 'SCAN_WHOLE'],
    P2: eventOutcome(read),
    P3: placeOutcome(read),
    P4: logOutcome(read, trust),
    P5: signatureOutcome(read),
    P6: contentOutcome(read, content),
  } as const satisfies { readonly [Check in PaperCheck]: Outcome };
  return report(outcomes);
}

/** The codes taken apart: the entries as they would have to stand in the log. */
interface PaperCodesRead {
  readonly proof: TlogProof;
  readonly entries: readonly RecordedEntry[];
  readonly signed: SignedEntry;
  readonly body: EventBody;
  readonly bodyText: string;
  readonly derived: readonly DerivedEvent[];
}

function readCodes(
  scan: string,
): PaperCodesRead | { readonly status: Status; readonly sentence: PaperSentence } {
  const fault = (sentence: PaperSentence) => ({ status: 'FAIL' as const, sentence });
  const { proof: proofText, record } = readScan(scan);
  if (proofText === undefined) return fault('PROOF_MISSING');
  if (record === undefined) return fault('RECORD_MISSING');
  const proof = parseTlogProof(proofText);
  if (proof === undefined) return fault('PROOF_MALFORMED');
  const entries = (parsePaperRecord(record) ?? []).map(readRecordedEntry);
  if (!entries.every((entry) => typeof entry !== 'string')) return fault('RECORD_MALFORMED');
  const [first] = entries;
  if (first?.entry.kind !== 'signed') return fault('RECORD_MALFORMED');
  const derived = entries.slice(1).map(({ event }) => event as DerivedEvent);
  const { entry: signed, event, eventText: bodyText } = first;
  return { proof, entries, signed, body: event as EventBody, bodyText, derived };
}

function report(outcomes: { readonly [Check in PaperCheck]?: Outcome }): PaperReport {
  const lines = (['P1', 'P2', 'P3', 'P4', 'P5', 'P6'] as const).map((check): PaperLine => {
    const [status, sentence, values] = outcomes[check] ?? ['NOT CHECKED', 'NOT_REACHED'];
    return { check, status, sentence, ...filled(PAPER_SENTENCES[sentence], values ?? {}) };
  });
  const status = worst(lines.map((line) => line.status));
  const isScanned = lines[0]?.status === 'PASS';
  const code = !isScanned ? 3 : status === 'FAIL' ? 1 : status === 'NOT PROVEN' ? 2 : 0;
  return { code, lines, limits: PAPER_LIMITS };
}

/** The registration among what the event led to. */
function registrationIn({ derived }: PaperCodesRead): JsonObject | undefined {
  const registered = derived.find(({ type }) => /^evidence\.(?:Item|Batch)Registered$/.test(type));
  return registered?.data;
}

function eventOutcome(read: PaperCodesRead): Outcome {
  const data = registrationIn(read);
  if (data !== undefined) {
    const claimant = textIn(data, 'claimant');
    return ['PASS', 'EVENT_REGISTERED', { event: read.signed.event, claimant }];
  }
  const isRefused = read.derived.some(({ type }) => type === 'ledger.Refused');
  if (isRefused) return ['FAIL', 'EVENT_REFUSED'];
  return ['FAIL', 'EVENT_FAULT', { code: 'NOT_EVIDENCE' }];
}

function placeOutcome({ proof, entries, signed }: PaperCodesRead): Outcome {
  const head = parseCheckpoint(parseSignedNote(proof.checkpoint)?.text ?? '');
  const last = entries.at(-1) as RecordedEntry;
  const isProven =
    head !== undefined &&
    proof.index === last.entry.position &&
    verifyInclusion({ leafHash: last.hash, ...proof, size: head.size, root: head.root });
  if (!isProven) return ['FAIL', 'PLACE_FAULT'];
  const { position, height, time } = signed;
  return ['PASS', 'PLACE_SOUND', { position, height, time }];
}

function logOutcome({ proof, body }: PaperCodesRead, { ledger, ...log }: PaperTrust): Outcome {
  const verdict = verifyCheckpoint(proof.checkpoint, { ...log, verify: verifySignature });
  if (!verdict.ok) return ['FAIL', 'LOG_FAULT', { code: verdict.code }];
  // Lines of unknown keys are not covered by any signature: a byte in them could change unseen.
  if (verdict.lines !== 1) return ['FAIL', 'LOG_FAULT', { code: 'CHECKPOINT_LINES' }];
  if (ledger !== undefined && body.ledger !== ledger) {
    return ['FAIL', 'LEDGER_OTHER', { found: body.ledger }];
  }
  const { origin, size } = verdict.checkpoint;
  return ['PASS', 'LOG_SIGNED', { origin, size }];
}

function signatureOutcome({ body, bodyText, signed }: PaperCodesRead): Outcome {
  const isSigned = verifySignature(body.key, utf8(signingText(bodyText)), signed.signature);
  return isSigned ? ['PASS', 'EVENT_SIGNED', { actor: body.actor }] : ['FAIL', 'EVENT_SIGNATURE'];
}

function contentOutcome(read: PaperCodesRead, content: ContentAtHand | undefined): Outcome {
  const data = registrationIn(read);
  if (data === undefined) return ['NOT CHECKED', 'NOT_REACHED'];
  if (content === undefined) return ['NOT PROVEN', 'CONTENT_NOT_GIVEN'];
  const { leaves, commitment, digests: shown } = data;
  const commitments = Array.isArray(leaves) ? (leaves as readonly unknown[]) : [commitment];
  const { digests, salt } = content;
  const index = commitments.findIndex((each) => matches(String(each), digests, salt));
  if (index === -1) {
    const isOpen = shown !== undefined || salt !== undefined;
    return isOpen ? ['FAIL', 'CONTENT_DIFFERS'] : ['NOT PROVEN', 'SALT_NEEDED'];
  }
  const event = read.signed.event;
  const item = leaves === undefined ? event : `${event}.${index}`;
  return ['PASS', 'CONTENT_MATCHES', { length: digests[0]?.length ?? 0, item }];
}
