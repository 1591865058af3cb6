/** Evidence data for tests: digests and commitments made by node:crypto, not by the checker. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../src/crypto/canonicalJson.js';

export type AlgorithmName = 'sha-256' | 'sha-512' | 'sha3-256' | 'sm3';

const NODE_NAMES: { readonly [Name in AlgorithmName]: string } = {
  'sha-256': 'sha256',
  'sha-512': 'sha512',
  'sha3-256': 'sha3-256',
  sm3: 'sm3',
};

export interface Digest {
  readonly algorithm: AlgorithmName;
  readonly length: number;
  readonly value: string;
}

/** Typed digests of the UTF-8 text `content`, in the order of `algorithms`. */
export function digestsOf(
  content: string,
  algorithms: readonly AlgorithmName[] = ['sha-256', 'sm3'],
): readonly Digest[] {
  const bytes = Buffer.from(content);
  return algorithms.map((algorithm) => ({
    algorithm,
    length: bytes.length,
    value: createHash(NODE_NAMES[algorithm]).update(bytes).digest('hex'),
  }));
}

/** The open commitment, put together by hand from docs/formats.md. */
export function commitmentOf(digests: readonly Digest[]): string {
  const members = digests.map(
    ({ algorithm, length, value }) =>
      `{"algorithm":"${algorithm}","length":${length},"value":"${value}"}`,
  );
  const text = `civic-ledger/evidence-item/v1\n{"digests":[${members.join(',')}]}`;
  return createHash('sha256').update(text).digest('hex');
}

/** Data of evidence.RegisterItem with open digests; `part` replaces members of the item. */
export function openItem(content: string, part: JsonObject = {}): JsonObject {
  const digests = digestsOf(content);
  const commitment = commitmentOf(digests);
  const item = { commitment, digests: digests.map((digest) => ({ ...digest })) };
  return { item: { ...item, category: 'document', claim: 'custodian', ...part } };
}

/** RFC 9162 §2.1.1, in its recursive form, over commitments as leaf data. */
export function rootOf(commitments: readonly string[]): string {
  const hash = (...parts: readonly Buffer[]): Buffer =>
    createHash('sha256').update(Buffer.concat(parts)).digest();
  const over = (leaves: readonly Buffer[]): Buffer => {
    if (leaves.length === 1) return hash(Buffer.of(0), leaves[0]!);
    let split = 1;
    while (split * 2 < leaves.length) split *= 2;
    return hash(Buffer.of(1), over(leaves.slice(0, split)), over(leaves.slice(split)));
  };
  return over(commitments.map((commitment) => Buffer.from(commitment, 'hex'))).toString('hex');
}

/** Data of evidence.RegisterBatch over `leaves`; `part` replaces members. */
export function batchOf(leaves: readonly string[], part: JsonObject = {}): JsonObject {
  const batch = { root: rootOf(leaves), count: leaves.length, leaves };
  return { ...batch, category: 'log-record', claim: 'collector', ...part };
}

/** `count` different commitments. */
export function commitments(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => commitmentOf(digestsOf(`content ${index}`)));
}
