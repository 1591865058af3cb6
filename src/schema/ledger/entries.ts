/** Reads entries from the log as GraphQL objects: single ones, ranges, and filtered pages. */
import type { LogReader } from '../../projections/logReader.js';
import type { Page, PageWindow } from '../connection.js';
import { pageOf } from '../connection.js';
import { decodeCursor, encodeCursor } from '../cursor.js';
import {
  DerivedEntryObject,
  type EntryObject,
  entryObject,
  type SignedEntryObject,
} from './entry.types.js';

/** Largest page of entries. */
export const ENTRY_PAGE_MAX = 1_000;

/** Entries that one filtered page may look at: bounds the time of a request over a long log. */
const SCANNED_MAX = 5_000;

const CHUNK = 500;

/** The entry at `position`, or undefined when the log is shorter. */
export function entryAt(log: LogReader, position: number): EntryObject | undefined {
  const [stored] = log.entries(position, 1);
  return stored?.position === position ? entryObject(stored) : undefined;
}

/** The derived entries of a signed one: they follow it at once. */
export function derivedOf(
  log: LogReader,
  { position, derivedCount }: Pick<SignedEntryObject, 'position' | 'derivedCount'>,
): DerivedEntryObject[] {
  if (derivedCount === 0) return [];
  return log
    .entries(position + 1, derivedCount)
    .map(entryObject)
    .filter((entry) => entry instanceof DerivedEntryObject);
}

/** Which entries a page wants: a range of positions, and a test. */
export interface EntrySelection {
  readonly from: number;
  /** Last position, inclusive. */
  readonly to: number;
  readonly matches: (entry: EntryObject) => boolean;
  readonly everyEntry: boolean;
}

/**
 * A page of entries. A filtered page looks at 5,000 entries at most; it may then hold fewer members
 * than asked for while it says that there are more, and its cursor goes on from where it stopped.
 */
export function entryPage(
  log: LogReader,
  selection: EntrySelection,
  window: PageWindow,
): Page<EntryObject> {
  const size = log.size();
  const { low, high } = bounds(selection, window, size);
  const found: { cursor: string; node: EntryObject }[] = [];
  let stopped: number | undefined;
  let scanned = 0;
  const chunk = selection.everyEntry ? window.limit + 1 : CHUNK;
  for (const entry of scan(log, { low, high, chunk, backward: window.backward })) {
    if (scanned === SCANNED_MAX) break;
    scanned += 1;
    stopped = entry.position;
    if (!selection.matches(entry)) continue;
    found.push({ cursor: encodeCursor('entries', [entry.position]), node: entry });
    if (found.length > window.limit) break;
  }
  const facts = {
    asOfPosition: size,
    totalCount: () =>
      selection.everyEntry
        ? Math.max(0, Math.min(selection.to, size - 1) - selection.from + 1)
        : null,
  };
  const page = pageOf(found, window, facts);
  const unread =
    found.length <= window.limit && scanned === SCANNED_MAX && scanned < high - low + 1;
  return unread ? continuesAt(page, stopped as number, window.backward) : page;
}

/** The page with its open end at `position`, the last one that was looked at. */
function continuesAt(
  page: Page<EntryObject>,
  position: number,
  backward: boolean,
): Page<EntryObject> {
  const cursor = encodeCursor('entries', [position]);
  const pageInfo = backward
    ? { ...page.pageInfo, hasPreviousPage: true, startCursor: cursor }
    : { ...page.pageInfo, hasNextPage: true, endCursor: cursor };
  return { ...page, pageInfo };
}

function bounds(
  selection: EntrySelection,
  window: PageWindow,
  size: number,
): { readonly low: number; readonly high: number } {
  let low = selection.from;
  let high = Math.min(selection.to, size - 1);
  const [after, before] = window.backward ? [window.end, window.start] : [window.start, window.end];
  if (after !== undefined) low = Math.max(low, cursorPosition(after, 'after') + 1);
  if (before !== undefined) high = Math.min(high, cursorPosition(before, 'before') - 1);
  return { low, high };
}

function cursorPosition(cursor: string, field: string): number {
  const [position] = decodeCursor(cursor, { order: 'entries', kinds: ['number'] }, field);
  return position as number;
}

interface Scan {
  readonly low: number;
  readonly high: number;
  /** Entries in one read. */
  readonly chunk: number;
  readonly backward: boolean;
}

function* scan(log: LogReader, { low, high, chunk, backward }: Scan): Generator<EntryObject> {
  for (let done = 0; done < high - low + 1; done += chunk) {
    const count = Math.min(chunk, high - low + 1 - done);
    const from = backward ? high - done - count + 1 : low + done;
    const read = log.entries(from, count);
    for (const stored of backward ? [...read].reverse() : read) yield entryObject(stored);
  }
}
