/**
 * Reads block headers from outside (docs/formats.md §5). Strict: what is accepted is, byte for
 * byte, what encodeHeader writes.
 */
import { isHex } from '../crypto/bytes.js';
import type { JsonValue } from '../crypto/canonicalJson.js';
import { type BlockHeader, encodeHeader } from './blockHeader.js';
import { isInstant } from './instant.js';
import { HASH_BYTES } from './merkleHash.js';
import { hasMembers, isCount, isObject } from './recordShape.js';

/** The header in `text`, or undefined unless encodeHeader writes exactly this text for it. */
export function parseHeader(text: string): BlockHeader | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
  const header = readHeader(value);
  return header !== undefined && encodeHeader(header) === text ? header : undefined;
}

/** `value` as a header, or undefined. Its members must be sorted, as canonical JSON has them. */
export function readHeader(value: JsonValue | undefined): BlockHeader | undefined {
  if (!isObject(value)) return undefined;
  if (!hasMembers(value, 'first,height,ledger,previous,root,size,state,time')) return undefined;
  const { first, height, ledger, previous, root, size, state, time } = value;
  const hashes = [ledger, previous, root, state];
  const fits =
    isCount(first) &&
    isCount(height) &&
    isCount(size) &&
    // A block has at least one entry.
    first < size &&
    isInstant(time) &&
    hashes.every((hash) => isHex(hash, HASH_BYTES));
  return fits ? (value as unknown as BlockHeader) : undefined;
}
