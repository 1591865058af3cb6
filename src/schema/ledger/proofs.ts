/** Merkle proofs over the log as GraphQL objects. */
import { toHex } from '../../crypto/bytes.js';
import { consistencyProof, inclusionProof, rootAt } from '../../ledger/merkleProof.js';
import { TileNodes } from '../../ledger/tileNodes.js';
import type { LogReader } from '../../projections/logReader.js';
import { LedgerError } from '../errors.js';
import type { ConsistencyProofObject, InclusionProofObject } from './proof.types.js';

// One for each log: expanded tiles are worth keeping between requests, and are bounded.
const nodesOfLog = new WeakMap<LogReader, TileNodes>();

/** The tree's nodes of `log`. */
export function treeNodes(log: LogReader): TileNodes {
  let nodes = nodesOfLog.get(log);
  if (nodes === undefined) {
    nodes = new TileNodes(log);
    nodesOfLog.set(log, nodes);
  }
  return nodes;
}

/** Proof that the entry at `position` is under the root of `size`. Throws BAD_USER_INPUT. */
export function entryInclusion(
  log: LogReader,
  position: number,
  size: number = log.size(),
): InclusionProofObject {
  requireRange('size', size, { min: 1, max: log.size() });
  requireRange('position', position, { min: 0, max: size - 1 });
  const nodes = treeNodes(log);
  const leafHash = toHex(nodes.node(0, position));
  const hashes = inclusionProof(position, size, nodes);
  return { index: position, size, leafHash, root: rootAt(nodes, size), hashes };
}

/** Proof that the log of `from` entries is the start of that of `to`. Throws BAD_USER_INPUT. */
export function logConsistency(
  log: LogReader,
  from: number,
  to: number = log.size(),
): ConsistencyProofObject {
  requireRange('to', to, { min: 1, max: log.size() });
  requireRange('from', from, { min: 1, max: to });
  const nodes = treeNodes(log);
  const hashes = consistencyProof(from, to, nodes);
  return { from, to, fromRoot: rootAt(nodes, from), toRoot: rootAt(nodes, to), hashes };
}

/** BAD_USER_INPUT for a value outside the range. */
export function requireRange(
  field: string,
  value: number,
  { min, max }: { readonly min: number; readonly max: number },
): void {
  if (value >= min && value <= max) return;
  const limit = `${min} to ${max}`;
  const facts = { field, limit, value: String(value) };
  throw new LedgerError('BAD_USER_INPUT', `${field} must be ${limit}, but is ${value}`, facts);
}
