/**
 * The C2SP signed note: a text and, after a blank line, signature lines
 * `— <key name> <base64(key id ‖ signature)>`. A signature covers the text with its last newline.
 * The reader is strict: what it accepts, formatSignedNote writes again byte for byte.
 */
import { concatBytes, fromHex, type Hex, toHex, utf8 } from '../crypto/bytes.js';
import { sha256 } from '../crypto/sha256.js';
import { fromBase64, toBase64 } from './base64.js';

/** One signature line. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes that say which of the name's keys signed. */
  readonly keyId: Hex;
  readonly signature: Hex;
}

/** A note taken apart. */
export interface SignedNote {
  /** What is signed; ends with a newline. */
  readonly text: string;
  /** At least one. */
  readonly signatures: readonly NoteSignature[];
}

/** Signature lines that a reader looks at, at most. */
export const NOTE_SIGNATURES_MAX = 100;

const KEY_ID_BYTES = 4;
const ED25519_TYPE = 0x01;

const CONTROL_OR_LONE_SURROGATE = /[\0-\x09\x0b-\x1f\p{Surrogate}]/u;
// U+0085 is a space to Unicode but not to JavaScript.
const KEY_NAME = /^[^\s\u0085+]+$/;
const SIGNATURE_LINE = /^— (\S+) (\S+)$/;

/** The key id of an Ed25519 key: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
export function ed25519KeyId(name: string, publicKey: Uint8Array): Hex {
  const input = concatBytes(utf8(`${name}\n`), Uint8Array.of(ED25519_TYPE), publicKey);
  return toHex(sha256(input).subarray(0, KEY_ID_BYTES));
}

/** The note's text form. Throws a RangeError when a part would not be read back as it is. */
export function formatSignedNote(note: SignedNote): string {
  const lines = note.signatures.map(
    ({ name, keyId, signature }) => `— ${name} ${toBase64(fromHex(keyId + signature))}\n`,
  );
  const formatted = `${note.text}\n${lines.join('')}`;
  if (parseSignedNote(formatted)?.text !== note.text) {
    throw new RangeError('a note needs text that ends with a newline, key names without spaces');
  }
  return formatted;
}

/** The parts of `note`, or undefined when it has not exactly the form above. */
export function parseSignedNote(note: string): SignedNote | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split === -1 || !note.endsWith('\n') || CONTROL_OR_LONE_SURROGATE.test(note))
    return undefined;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > NOTE_SIGNATURES_MAX) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === undefined) return undefined;
    signatures.push(signature);
  }
  return { text: note.slice(0, split + 1), signatures };
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  const match = SIGNATURE_LINE.exec(line);
  const [, name, base64] = match ?? [];
  if (name === undefined || base64 === undefined || !KEY_NAME.test(name)) return undefined;
  const bytes = fromBase64(base64);
  if (bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
  return {
    name,
    keyId: toHex(bytes.subarray(0, KEY_ID_BYTES)),
    signature: toHex(bytes.subarray(KEY_ID_BYTES)),
  };
}
