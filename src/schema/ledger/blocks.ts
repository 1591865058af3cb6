/** Pages of blocks, straight from the log. */
import type { LogReader } from '../../projections/logReader.js';
import { type Page, pageOf, type PageWindow } from '../connection.js';
import { decodeCursor, encodeCursor } from '../cursor.js';
import { BlockObject } from './block.types.js';

const ORDER = 'blocks';

/** A page of blocks in order of height. */
export function blockPage(log: LogReader, window: PageWindow): Page<BlockObject> {
  const newest = log.height();
  const [after, before] = window.backward ? [window.end, window.start] : [window.start, window.end];
  const low = after === undefined ? 0 : cursorHeight(after, 'after') + 1;
  const high = before === undefined ? newest : Math.min(newest, cursorHeight(before, 'before') - 1);
  const count = Math.max(0, Math.min(window.limit + 1, high - low + 1));
  const blocks = log.blocks(window.backward ? high - count + 1 : low, count);
  const read = (window.backward ? [...blocks].reverse() : blocks).map((block) => ({
    cursor: encodeCursor(ORDER, [block.height]),
    node: new BlockObject(block),
  }));
  return pageOf(read, window, { asOfPosition: log.size(), totalCount: () => newest + 1 });
}

function cursorHeight(cursor: string, field: string): number {
  return decodeCursor(cursor, { order: ORDER, kinds: ['number'] }, field)[0] as number;
}
