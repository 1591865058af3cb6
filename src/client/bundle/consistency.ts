/**
 * How the receipts of a bundle hang together: for every size of the log that one of them was made
 * at, the RFC 9162 consistency proof to the bundle's head. Without it each receipt could be of a
 * log of its own.
 */
import { type Hex, isHex } from '../../crypto/bytes.js';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import { HASH_BYTES } from '../../ledger/merkleHash.js';
import { parseCanonical } from '../../ledger/parseEvent.js';
import { hasMembers, isCount, isObject } from '../../ledger/recordShape.js';

/** From a smaller size to the head's. */
export interface ConsistencyStep {
  readonly from: number;
  readonly hashes: readonly Hex[];
}

/** The file's text: canonical JSON, ascending sizes. */
export function encodeConsistency(steps: readonly ConsistencyStep[]): string {
  const sorted = [...steps].sort((left, right) => left.from - right.from);
  return `${canonicalJson(sorted.map(({ from, hashes }) => ({ from, hashes })))}\n`;
}

/** The steps in `text`, or undefined unless it is such a file. */
export function parseConsistency(text: string): readonly ConsistencyStep[] | undefined {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1)) : undefined;
  if (!Array.isArray(value)) return undefined;
  const steps = value as readonly JsonValue[];
  const ascending = steps.every((step, index) => {
    const before = steps[index - 1];
    return isStep(step) && (before === undefined || fromOf(before) < fromOf(step));
  });
  return ascending ? (steps as unknown as readonly ConsistencyStep[]) : undefined;
}

function isStep(value: JsonValue): boolean {
  if (!isObject(value) || !hasMembers(value, 'from,hashes')) return false;
  const { from, hashes } = value;
  return (
    isCount(from) &&
    Array.isArray(hashes) &&
    hashes.every((hash: JsonValue) => isHex(hash, HASH_BYTES))
  );
}

function fromOf(step: JsonValue): number {
  return (step as unknown as ConsistencyStep).from;
}
