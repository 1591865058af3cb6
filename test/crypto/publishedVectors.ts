/** Reads the published vectors of test/vectors (its README.md says where each comes from). */
import { readFileSync } from 'node:fs';
import type { Hex } from '../../src/crypto/bytes.js';

/** One signature with the published verdict. */
export interface SignatureCase {
  readonly case: number;
  readonly key: Hex;
  readonly message: Hex;
  readonly signature: Hex;
  readonly valid: boolean;
}

/** One RFC 8785 sample, both sides as hex of UTF-8. */
export interface CanonicalSample {
  readonly case: string;
  readonly input: Hex;
  readonly output: Hex;
}

export function signatureCases(file: string): readonly SignatureCase[] {
  return lines(file) as readonly SignatureCase[];
}

export function canonicalSamples(): readonly CanonicalSample[] {
  return lines('jcs/samples.jsonl') as readonly CanonicalSample[];
}

function lines(file: string): readonly unknown[] {
  const text = readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}
