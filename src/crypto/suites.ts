/**
 * Signatures over key texts and hex, whatever the suite: what everything above this layer uses to
 * sign and to verify. Private keys are text of the same form, `<suite>:<hex>`.
 */
import { fromHex, type Hex, isHex, toHex, utf8 } from './bytes.js';
import { preparePublicKey } from './publicKey.js';
import { isSuiteName, SUITES, type SuiteName } from './suiteTable.js';

/** A key pair as text. */
export interface KeyPair {
  readonly publicKey: string;
  /** Secret. */
  readonly privateKey: string;
}

const HEX = /^(?:[0-9a-f]{2})+$/;

/**
 * True when `signature` (lower-case hex) by `publicKey` covers `message` (bytes, or a text that
 * stands for its UTF-8 form), as the key's suite defines it. False for everything else; never
 * throws.
 */
export function verifySignature(
  publicKey: string,
  message: Uint8Array | string,
  signature: Hex,
): boolean {
  const prepared = preparePublicKey(publicKey);
  if (prepared === undefined || !HEX.test(signature)) return false;
  return prepared.verify(toBytes(message), fromHex(signature));
}

/** The signature of `message` by `privateKey` in hex. Throws a RangeError for a faulty key. */
export function signMessage(privateKey: string, message: Uint8Array | string): Hex {
  return messageSigner(privateKey)(message);
}

/** signMessage for many messages with one key: the key is prepared once. */
export function messageSigner(privateKey: string): (message: Uint8Array | string) => Hex {
  const { suite, bytes } = parsePrivateKey(privateKey);
  const sign = SUITES[suite].signer(bytes);
  return (message) => toHex(sign(toBytes(message)));
}

/** A new key pair from the platform's cryptographic random source. */
export function generateKeyPair(suite: SuiteName): KeyPair {
  const privateKey = `${suite}:${toHex(SUITES[suite].generatePrivateKey())}`;
  return { privateKey, publicKey: publicKeyOf(privateKey) };
}

/** The public key text of `privateKey`. Throws a RangeError for a faulty key. */
export function publicKeyOf(privateKey: string): string {
  const { suite, bytes } = parsePrivateKey(privateKey);
  return `${suite}:${toHex(SUITES[suite].publicKeyOf(bytes))}`;
}

function parsePrivateKey(text: string): { readonly suite: SuiteName; readonly bytes: Uint8Array } {
  const colon = text.indexOf(':');
  const suite = text.slice(0, Math.max(colon, 0));
  const hex = text.slice(colon + 1);
  if (!isSuiteName(suite) || !isHex(hex, SUITES[suite].privateKeyBytes)) {
    // The text is secret, so the message does not repeat it.
    throw new RangeError('a private key is <suite>:<lower-case hex> of a known suite');
  }
  return { suite, bytes: fromHex(hex) };
}

function toBytes(message: Uint8Array | string): Uint8Array {
  return typeof message === 'string' ? utf8(message) : message;
}
