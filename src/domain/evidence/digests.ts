/**
 * Typed digests: what an item says about a content. A digest names its algorithm and the content's
 * length, because a bare hex string could be any of several hashes. Two families are needed, so
 * that the fall of one hash leaves the other standing.
 */
import {
  DIGEST_ALGORITHMS,
  DIGEST_BYTES,
  type DigestAlgorithm,
} from '../../crypto/digestAlgorithm.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';
import { type Refusal, refuse } from '../refusals.js';
import { hex, integer, list, Malformed, object, oneOf, type Reader, text } from '../shape.js';

/** Which construction a digest comes from. Digests of one family tend to fall together. */
const FAMILY: { readonly [Algorithm in DigestAlgorithm]: 'sha-2' | 'sha-3' | 'sm3' } = {
  'sha-256': 'sha-2',
  'sha-512': 'sha-2',
  'sha3-256': 'sha-3',
  sm3: 'sm3',
};

const DIGESTS_MIN = 2;

const readDigest = object({
  algorithm: oneOf(DIGEST_ALGORITHMS),
  length: integer(0, Number.MAX_SAFE_INTEGER),
  value: text({ min: 64, max: 128, what: 'the digest in lower-case hex' }),
});

const VALUES = new Map(DIGEST_ALGORITHMS.map((name) => [name, hex(DIGEST_BYTES[name])]));

const digest: Reader<TypedDigest> = (value, field) => {
  const read = readDigest(value, field);
  VALUES.get(read.algorithm)?.(read.value, `${field}.value`);
  return read;
};

const readDigests = list(DIGESTS_MIN, DIGEST_ALGORITHMS.length, digest);

/** The digests of one item: sorted by algorithm, each once, each value of its own length. */
export const typedDigests: Reader<readonly TypedDigest[]> = (value, field) => {
  const digests = readDigests(value, field);
  for (let index = 1; index < digests.length; index += 1) {
    const [before, here] = [digests[index - 1] as TypedDigest, digests[index] as TypedDigest];
    if (before.algorithm < here.algorithm) continue;
    const limit = 'sorted by algorithm, each algorithm once';
    throw new Malformed(`${field}[${index}].algorithm`, limit, here.algorithm);
  }
  return digests;
};

/** DIGEST_LENGTHS or DIGEST_FAMILIES, when the digests cannot all speak of one content. */
export function refuseDigests(digests: readonly TypedDigest[], field: string): Refusal | undefined {
  const [first, ...others] = digests;
  if (first === undefined) return undefined;
  const other = others.findIndex(({ length }) => length !== first.length);
  if (other !== -1) {
    return refuse('DIGEST_LENGTHS', {
      field: `${field}[${other + 1}].length`,
      limit: `${first.length}`,
      value: `${others[other]?.length}`,
    });
  }
  if (others.some(({ algorithm }) => FAMILY[algorithm] !== FAMILY[first.algorithm]))
    return undefined;
  return refuse('DIGEST_FAMILIES', {
    field,
    limit: 'digests of at least two of the families sha-2, sha-3, sm3',
    value: digests.map(({ algorithm }) => algorithm).join(', '),
  });
}
