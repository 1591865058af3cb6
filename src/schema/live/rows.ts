/** Rows of the feeds, straight from the log: every position is looked at once, in order. */
import type { FeedOptions, FeedRow } from '../../projections/feed.js';
import type { LogEntry, LogReader } from '../../projections/logReader.js';
import { BlockObject, type CheckpointObject } from '../ledger/block.types.js';

/** Entries that one read of the log takes. */
const CHUNK = 256;

/** Rows of the entries for which `item` gives something. */
export function entryRows<Item>(
  log: LogReader,
  item: (stored: LogEntry) => Item | undefined,
): FeedOptions<Item>['read'] {
  return (from, upTo, limit) => {
    const rows: FeedRow<Item>[] = [];
    let next = from;
    while (next < upTo && rows.length < limit) {
      const chunk = log.entries(next, Math.min(CHUNK, upTo - next));
      if (chunk.length === 0) break;
      for (const stored of chunk) {
        const found = item(stored);
        if (found !== undefined) rows.push({ position: stored.position, item: found });
        if (rows.length === limit) break;
      }
      next += chunk.length;
    }
    return rows;
  };
}

/** Rows of the checkpoints, each at the last position of its block. */
export function checkpointRows(log: LogReader): FeedOptions<CheckpointObject>['read'] {
  return (from, upTo, limit) => {
    const first = log.blockAt(from);
    if (first === undefined) return [];
    return log
      .blocks(first.height, limit)
      .map((block) => new BlockObject(block))
      .map(({ size, checkpoint }) => ({ position: size - 1, item: checkpoint }))
      .filter(({ position }) => position < upTo);
  };
}
