/**
 * UUIDs made of names (RFC 9562 §5.5, version 5), for formats that want their identifiers to end in
 * one. SHA-1 spreads names here and protects nothing: what is named stands by its own hash beside.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { concatBytes, fromHex, type Hex, toHex, utf8 } from './bytes.js';

/** The UUID of `name` under the name space of a ledger: the first 16 bytes of its id. */
export function nameUuid(ledger: Hex, name: string): string {
  const bytes = sha1(concatBytes(fromHex(ledger).subarray(0, 16), utf8(name))).subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts
    .slice(1)
    .map((end, index) => hex.slice(cuts[index], end))
    .join('-');
}
