/** Parses an entry of the log once, for all projections. */
import type { JsonObject } from '../crypto/canonicalJson.js';
import type { Entry } from '../ledger/entry.js';
import type { LogEntry } from './logReader.js';
import type { ProjectedEntry } from './projection.js';

/** The entry and its event's data. Throws a SyntaxError when the log holds no JSON there. */
export function projectedEntry(stored: LogEntry): ProjectedEntry {
  const entry = JSON.parse(stored.entry) as Entry;
  const event = JSON.parse(stored.event) as JsonObject;
  return { entry, data: entry.kind === 'derived' ? (event['data'] as JsonObject) : event };
}
