/** The newest block that a reader of the log sees. */
import type { Head } from '../execution/ports.js';
import { type BlockHeader, headerHash } from '../ledger/blockHeader.js';
import { StoreUnusable } from './schema.js';
import type { SqliteLogReader } from './sqliteLogReader.js';

/** Throws StoreUnusable when the log has no block yet. */
export function headOf(log: SqliteLogReader): Pick<Head, 'header' | 'headerHash'> {
  const row = log.block(log.height());
  if (row === undefined) throw new StoreUnusable('the log has no block yet');
  return { header: JSON.parse(row.header) as BlockHeader, headerHash: headerHash(row.header) };
}
