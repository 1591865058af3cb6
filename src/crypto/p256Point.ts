/** The uncompressed SEC 1 form of a P-256 key, which certificates carry (RFC 5480 §2.2). */
import { p256 } from '@noble/curves/nist.js';
import { fromHex } from './bytes.js';

const SUITE = 'p256-sha256:';

/** 65 bytes for `p256-sha256:<33 bytes in hex>`. Throws a RangeError for keys of other suites. */
export function uncompressedP256(publicKey: string): Uint8Array {
  if (!publicKey.startsWith(SUITE)) throw new RangeError(`the key is not of the suite ${SUITE}`);
  return p256.Point.fromBytes(fromHex(publicKey.slice(SUITE.length))).toBytes(false);
}
