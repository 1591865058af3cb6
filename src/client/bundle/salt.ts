/** The salt of a private item, with the digests that were committed to: what its holder keeps. */
import { type Hex, isHex } from '../../crypto/bytes.js';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import { DIGEST_ALGORITHMS, type DigestAlgorithm } from '../../crypto/digestAlgorithm.js';
import { SALT_BYTES, type TypedDigest } from '../../ledger/itemCommitment.js';
import { parseCanonical } from '../../ledger/parseEvent.js';
import { hasMembers, isObject } from '../../ledger/recordShape.js';

/** A salt and the algorithms that it was used with. */
export interface BundledSalt {
  readonly salt: Hex;
  readonly algorithms: readonly DigestAlgorithm[];
}

/** The file's text. */
export function encodeSalt(salt: Hex, digests: readonly TypedDigest[]): string {
  const algorithms = digests.map(({ algorithm }) => algorithm).sort();
  return `${canonicalJson({ algorithms, salt })}\n`;
}

/** The salt in `text`, or undefined unless it is such a file. */
export function parseSalt(text: string): BundledSalt | undefined {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1)) : undefined;
  if (!isObject(value) || !hasMembers(value, 'algorithms,salt')) return undefined;
  const { algorithms, salt } = value;
  const fits =
    isHex(salt, SALT_BYTES) &&
    Array.isArray(algorithms) &&
    algorithms.length > 0 &&
    algorithms.every((name: JsonValue) => DIGEST_ALGORITHMS.includes(name as DigestAlgorithm)) &&
    areAscending(algorithms as readonly string[]);
  return fits ? (value as unknown as BundledSalt) : undefined;
}

/** As encodeSalt has them: one set of algorithms has one spelling. */
function areAscending(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || (names[index - 1] as string) < name);
}
