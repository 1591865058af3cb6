/**
 * A reference to a content that lies outside the log: a file, a report, a certificate. What the log
 * holds is the commitment and, where the content is neither personal nor guessable, its digests in
 * two families (个人信息保护法 第6条: no more than needed).
 */
import type { Hex } from '../../crypto/bytes.js';
import { canonicalJson } from '../../crypto/canonicalJson.js';
import { openCommitment, type TypedDigest } from '../../ledger/itemCommitment.js';
import { type Refusal, refuse } from '../refusals.js';
import { hex, object, optional, type Reader } from '../shape.js';
import { refuseDigests, typedDigests } from './digests.js';

/** A TypedDigest as event data. */
export type TypedDigestData = { readonly [Name in keyof TypedDigest]: TypedDigest[Name] };

export type Content = {
  readonly commitment: Hex;
  /** Absent: the commitment is salted, and the digests are the holder's to show. */
  readonly digests?: readonly TypedDigestData[];
};

/** Reads `{commitment, digests?}`. */
export const content = object({
  commitment: hex(32),
  digests: optional(typedDigests),
}) as Reader<Content>;

/**
 * Why the digests cannot be those of the commitment, or undefined. `field` is the content's path.
 */
export function refuseContent(
  { commitment, digests }: { readonly commitment: Hex; readonly digests?: Content['digests'] },
  field: string,
): Refusal | undefined {
  if (digests === undefined) return undefined;
  const refusal = refuseDigests(digests, `${field}.digests`);
  if (refusal !== undefined) return refusal;
  const limit = openCommitment(digests);
  if (commitment === limit) return undefined;
  return refuse('COMMITMENT_MISMATCH', { field: `${field}.commitment`, limit, value: commitment });
}

/** True when both name the same content by the same means. */
export function isSameContent(left: Content, right: Content): boolean {
  return canonicalJson(left) === canonicalJson(right);
}
