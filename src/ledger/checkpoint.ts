/**
 * The checkpoint (docs/formats.md §8; C2SP tlog-checkpoint): the log's head as a signed note. One
 * extension line carries the hash of the block header, so one signature covers the log and the
 * block.
 */
import { fromHex, type Hex, toHex, utf8 } from '../crypto/bytes.js';
import { fromBase64, toBase64 } from './base64.js';
import { HASH_BYTES } from './merkleHash.js';
import {
  ed25519KeyId,
  formatSignedNote,
  type NoteSignature,
  parseSignedNote,
} from './signedNote.js';

/** What a checkpoint says. */
export interface Checkpoint {
  /** The log's name; also the name of the keys that sign for it. */
  readonly origin: string;
  /** Entries in the log. */
  readonly size: number;
  /** RFC 9162 root over them. */
  readonly root: Hex;
  /** headerHash of the block that ends at `size`. */
  readonly headerHash: Hex;
}

/** An Ed25519 key that signs checkpoints. The private half stays behind `sign`. */
export interface CheckpointSigner {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Ed25519 signature (64 bytes) over `message`. */
  sign(message: Uint8Array): Uint8Array;
}

/** A suite's predicate: `key` is `<suite>:<hex>`. */
export type VerifySignature = (key: string, message: Uint8Array, signature: Hex) => boolean;

/** Whose checkpoints count. */
export interface CheckpointTrust {
  readonly origin: string;
  /** Ed25519 public keys, 64 hex characters each. */
  readonly keys: readonly Hex[];
  readonly verify: VerifySignature;
}

/** Why a note is not a checkpoint of the trusted log, in the order of the checks. */
export const CHECKPOINT_FAULTS = {
  CHECKPOINT_MALFORMED: 'the checkpoint is not a signed note with the four lines of this ledger',
  CHECKPOINT_ORIGIN: 'the checkpoint is of a log with another origin',
  CHECKPOINT_KEY: 'no key of the genesis document has signed the checkpoint',
  CHECKPOINT_SIGNATURE: 'a signature on the checkpoint is wrong',
} as const;

export type CheckpointFault = keyof typeof CHECKPOINT_FAULTS;

/** The outcome of verifyCheckpoint. */
export type CheckpointVerdict =
  | {
      readonly ok: true;
      readonly checkpoint: Checkpoint;
      /** The trusted keys that signed. */
      readonly keys: readonly Hex[];
      /** Signature lines in the note, those of unknown keys included. */
      readonly lines: number;
    }
  | { readonly ok: false; readonly code: CheckpointFault };

/** The suite of checkpoint keys; the note's key id type 0x01 stands for the same. */
const CHECKPOINT_SUITE = 'ed25519-strict-1';

/** The text that is signed: origin, size, root, header hash, a line each. */
export function encodeCheckpoint({ origin, size, root, headerHash }: Checkpoint): string {
  const [rootText, headerText] = [toBase64(fromHex(root)), toBase64(fromHex(headerHash))];
  return `${origin}\n${size}\n${rootText}\nheader ${headerText}\n`;
}

const LINES =
  /^(?<origin>[^\n]+)\n(?<size>0|[1-9]\d{0,15})\n(?<root>\S{44})\nheader (?<header>\S{44})\n$/;

/** The checkpoint in a note's text, or undefined unless encodeCheckpoint writes just this text. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const { origin, size: digits, root, header } = LINES.exec(text)?.groups ?? {};
  const size = Number(digits);
  const rootHash = readHash(root);
  const headerHash = readHash(header);
  if (origin === undefined || !Number.isSafeInteger(size)) return undefined;
  if (rootHash === undefined || headerHash === undefined) return undefined;
  return { origin, size, root: rootHash, headerHash };
}

function readHash(base64: string | undefined): Hex | undefined {
  const bytes = fromBase64(base64 ?? '');
  return bytes?.length === HASH_BYTES ? toHex(bytes) : undefined;
}

/** The signed note over `checkpoint`. Throws a RangeError when the origin cannot name a key. */
export function signCheckpoint(checkpoint: Checkpoint, signer: CheckpointSigner): string {
  const text = encodeCheckpoint(checkpoint);
  const { origin } = checkpoint;
  const keyId = ed25519KeyId(origin, signer.publicKey);
  const signature = toHex(signer.sign(utf8(text)));
  return formatSignedNote({ text, signatures: [{ name: origin, keyId, signature }] });
}

/**
 * Reads a checkpoint note and checks who signed it. Lines of unknown keys must be well-formed and
 * are otherwise ignored, as C2SP asks; a trusted key's line must verify, and one must be there.
 */
export function verifyCheckpoint(note: string, trust: CheckpointTrust): CheckpointVerdict {
  const parsed = parseSignedNote(note);
  if (parsed === undefined) return { ok: false, code: 'CHECKPOINT_MALFORMED' };
  const checkpoint = parseCheckpoint(parsed.text);
  if (checkpoint === undefined) return { ok: false, code: 'CHECKPOINT_MALFORMED' };
  if (checkpoint.origin !== trust.origin) return { ok: false, code: 'CHECKPOINT_ORIGIN' };
  const message = utf8(parsed.text);
  const signers: Hex[] = [];
  for (const line of parsed.signatures) {
    const candidates = keysOf(line, trust);
    if (candidates.length === 0) continue;
    const signer = candidates.find((key) =>
      trust.verify(`${CHECKPOINT_SUITE}:${key}`, message, line.signature),
    );
    if (signer === undefined) return { ok: false, code: 'CHECKPOINT_SIGNATURE' };
    signers.push(signer);
  }
  if (signers.length === 0) return { ok: false, code: 'CHECKPOINT_KEY' };
  return { ok: true, checkpoint, keys: signers, lines: parsed.signatures.length };
}

/** The trusted keys that the line may be by; more than one only when 4-byte key ids collide. */
function keysOf(line: NoteSignature, trust: CheckpointTrust): readonly Hex[] {
  if (line.name !== trust.origin) return [];
  return trust.keys.filter((key) => ed25519KeyId(trust.origin, fromHex(key)) === line.keyId);
}
