/** Parses an entry of the log for all projections: once, and its event only if one of them asks. */
import type { JsonObject } from '../crypto/canonicalJson.js';
import type { Entry } from '../ledger/entry.js';
import type { LogEntry } from './logReader.js';
import type { ProjectedEntry } from './projection.js';

/** The entry and its event's data. Throws a SyntaxError when the log holds no JSON there. */
export function projectedEntry(stored: LogEntry): ProjectedEntry {
  return new ParsedEntry(stored);
}

/**
 * A class, because an object with a getter of its own would be a hidden class of its own to V8,
 * kept with all its texts until the next full collection.
 */
class ParsedEntry implements ProjectedEntry {
  readonly entry: Entry;
  readonly event: string;
  #data: JsonObject | undefined;

  constructor({ entry, event }: LogEntry) {
    this.entry = JSON.parse(entry) as Entry;
    this.event = event;
  }

  get data(): JsonObject {
    return (this.#data ??= dataOf(this.entry, this.event));
  }
}

function dataOf({ kind }: Entry, text: string): JsonObject {
  const event = JSON.parse(text) as JsonObject;
  return kind === 'derived' ? (event['data'] as JsonObject) : event;
}
