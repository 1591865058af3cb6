/**
 * A log's key as one line, to be published and pinned (C2SP signed-note, "verifier key"):
 * `<name>+<key id in hex>+<base64(0x01 ‖ Ed25519 public key)>`.
 */
import { concatBytes, fromHex, type Hex, toHex } from '../crypto/bytes.js';
import { fromBase64, toBase64 } from './base64.js';
import { ed25519KeyId } from './signedNote.js';

export interface VerifierKey {
  /** The log's origin. */
  readonly origin: string;
  /** Ed25519 public key, 64 hex characters. */
  readonly key: Hex;
}

const ED25519_TYPE = Uint8Array.of(0x01);
const KEY_BYTES = 32;

/** The line of a log's key. */
export function encodeVerifierKey({ origin, key }: VerifierKey): string {
  const bytes = fromHex(key);
  const encoded = toBase64(concatBytes(ED25519_TYPE, bytes));
  return `${origin}+${ed25519KeyId(origin, bytes)}+${encoded}`;
}

/** The key in `line`, or undefined unless encodeVerifierKey writes just this line. */
export function parseVerifierKey(line: string): VerifierKey | undefined {
  const [origin = '', , ...rest] = line.split('+');
  const bytes = fromBase64(rest.join('+'));
  if (bytes?.length !== KEY_BYTES + 1) return undefined;
  const found = { origin, key: toHex(bytes.subarray(1)) };
  return encodeVerifierKey(found) === line ? found : undefined;
}
