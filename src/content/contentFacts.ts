/**
 * What is known of a content besides its bytes: its digests, and the salt of a private item. Kept
 * sealed under the content's own data key, so that destroying that key destroys them too: what is
 * left is no testable digest.
 */
import { concatBytes, type Hex, utf8 } from '../crypto/bytes.js';
import { canonicalJson, type JsonObject } from '../crypto/canonicalJson.js';
import type { TypedDigest } from '../ledger/itemCommitment.js';
import { seal, unseal } from './seal.js';

export interface ContentFacts {
  readonly item: string;
  /** Sorted by algorithm, of equal length. */
  readonly digests: readonly TypedDigest[];
  /** Of a private item: 32 bytes in hex. */
  readonly salt?: Hex;
}

/** Bytes of the content. */
export function lengthOf({ digests }: ContentFacts): number {
  return (digests[0] as TypedDigest).length;
}

const FACTS_PREFIX = 'civic-ledger/content-facts/v1\n';

/** The facts of the object `id`, sealed under its data key. */
export function sealFacts(dataKey: Uint8Array, facts: ContentFacts, id: Hex): Buffer {
  const text = canonicalJson(facts as unknown as JsonObject);
  return seal(dataKey, utf8(text), { context: factsContext(id) });
}

/** The facts again, or undefined when they were changed. */
export function unsealFacts(
  dataKey: Uint8Array,
  sealed: Uint8Array,
  id: Hex,
): ContentFacts | undefined {
  const text = unseal(dataKey, sealed, factsContext(id));
  return text === undefined ? undefined : (JSON.parse(text.toString('utf8')) as ContentFacts);
}

function factsContext(id: Hex): Uint8Array {
  return concatBytes(utf8(FACTS_PREFIX), Buffer.from(id, 'hex'));
}
