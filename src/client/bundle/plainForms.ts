/** Keys and Merkle paths in the forms that openssl and a shell can read. */
import { concatBytes, fromHex } from '../../crypto/bytes.js';
import { toBase64 } from '../../ledger/base64.js';
import type { ReceiptInclusion } from '../../ledger/receipt.js';

/** DER before the key bytes in a SubjectPublicKeyInfo (RFC 8410 §4, RFC 5480 §2), by suite. */
const SPKI_PREFIX: { readonly [suite: string]: string } = {
  'ed25519-strict-1': '302a300506032b6570032100',
  'p256-sha256': '3039301306072a8648ce3d020106082a8648ce3d030107032200',
  'sm2-sm3': '3039301306072a8648ce3d020106082a811ccf5501822d032200',
};

/** A public key `<suite>:<hex>` as PEM; empty for a suite that this page does not know. */
export function publicKeyPem(key: string): string {
  const [suite = '', hex = ''] = key.split(':');
  const prefix = SPKI_PREFIX[suite];
  if (prefix === undefined || !/^(?:[0-9a-f]{2})+$/.test(hex)) return '';
  const body = toBase64(concatBytes(fromHex(prefix), fromHex(hex)));
  return `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`;
}

/**
 * The path of an inclusion proof (RFC 9162 §2.1.3.2), a line for each sibling from the leaf up:
 * on which side it stands, and its hash.
 */
export function merklePathText({ index, size, hashes }: ReceiptInclusion): string {
  let [node, last] = [index, size - 1];
  let text = '';
  for (const hash of hashes) {
    const isLeft = node % 2 === 1 || node === last;
    text += `${isLeft ? 'left' : 'right'} ${hash}\n`;
    // On the right edge a node without a sibling stands for its parent too.
    while (isLeft && node % 2 === 0 && node !== 0) {
      [node, last] = [node / 2, Math.floor(last / 2)];
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return text;
}
