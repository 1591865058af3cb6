/** Parses an entry of the log for all projections: once, and its event only if one of them asks. */
import type { JsonObject } from '../crypto/canonicalJson.js';
import type { Entry } from '../ledger/entry.js';
import type { LogEntry } from './logReader.js';
import type { ProjectedEntry } from './projection.js';

/** The entry and its event's data. Throws a SyntaxError when the log holds no JSON there. */
export function projectedEntry({ entry: entryText, event }: LogEntry): ProjectedEntry {
  const entry = JSON.parse(entryText) as Entry;
  let data: JsonObject | undefined;
  return {
    entry,
    event,
    get data() {
      return (data ??= dataOf(entry, event));
    },
  };
}

function dataOf({ kind }: Entry, text: string): JsonObject {
  const event = JSON.parse(text) as JsonObject;
  return kind === 'derived' ? (event['data'] as JsonObject) : event;
}
