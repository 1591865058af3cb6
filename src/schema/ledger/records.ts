/**
 * Many signed events with all that they led to, and one proof for all of them: what a bundle of a
 * hundred thousand items is collected from, some hundred events a request.
 */
import { encodeRecord } from '../../ledger/logRecord.js';
import { inclusionSetProof } from '../../ledger/inclusionSet.js';
import { rootAt } from '../../ledger/merkleProof.js';
import type { LogEntry, LogReader } from '../../projections/logReader.js';
import { LedgerError } from '../errors.js';
import { assertWithin, limitExceeded } from '../limits.js';
import { signedGroupAt } from '../receiptService.js';
import type { LogRecordsObject } from './proof.types.js';
import { requireRange, treeNodes } from './proofs.js';

/** Events that one request may ask for. */
export const RECORDS_MAX = 1_000;

/** Characters of all records of an answer: a batch of 10,000 items has 1.4 million. */
const CHARACTERS_MAX = 32 * 1024 * 1024;

/**
 * The records of the signed events that the entries at `positions` belong to, in the order of the
 * log. Throws BAD_USER_INPUT, NOT_FOUND, or LIMIT_EXCEEDED when they are too much for one answer.
 */
export function logRecords(
  log: LogReader,
  positions: readonly number[],
  size: number = log.size(),
): LogRecordsObject {
  assertWithin('positions', positions.length, RECORDS_MAX);
  requireRange('positions', positions.length, { min: 1, max: RECORDS_MAX });
  requireRange('size', size, { min: 1, max: log.size() });
  const groups = new Map<number, readonly LogEntry[]>();
  let characters = 0;
  for (const position of positions) {
    const group = groupAt(log, position);
    const first = (group[0] as LogEntry).position;
    if (groups.has(first)) continue;
    groups.set(first, group);
    characters += group.reduce((sum, { event }) => sum + event.length, 0);
    if (characters > CHARACTERS_MAX) {
      throw limitExceeded('positions', CHARACTERS_MAX, `${characters} characters of records`);
    }
  }
  const ordered = [...groups.entries()].sort(([left], [right]) => left - right);
  const places = ordered.map(([, group]) => (group.at(-1) as LogEntry).position);
  requireRange('positions', places.at(-1) as number, { min: 0, max: size - 1 });
  const nodes = treeNodes(log);
  return {
    size,
    root: rootAt(nodes, size),
    records: ordered.map(([, group]) => encodeRecord(group)),
    hashes: inclusionSetProof(places, size, nodes),
  };
}

function groupAt(log: LogReader, position: number): readonly LogEntry[] {
  const group = signedGroupAt(log, position);
  if (group !== undefined) return group;
  const limit = 'positions of signed events, or of what followed from them';
  const facts = { field: 'positions', limit, value: String(position) };
  throw new LedgerError('NOT_FOUND', `no signed event at position ${position}`, facts);
}
