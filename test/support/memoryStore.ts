/**
 * The executor's store in memory: nothing is durable, nothing is slow. For replays that must not
 * depend on the machine's SQLite, and for comparing a ledger with a straight run of its own events.
 */
import type { BlockRecord, CommitStore, EntryRecord, Head } from '../../src/execution/ports.js';

export interface MemoryStore extends CommitStore {
  /** Every committed block that added entries, in order. */
  readonly heads: readonly Head[];
}

/** An empty store. */
export function memoryStore(): MemoryStore {
  const heads: Head[] = [];
  const entries: EntryRecord[] = [];
  const state = new Map<string, string>();
  const ids = new Map<string, { readonly eventHash: string; readonly position: number }>();
  const tiles = new Map<string, Uint8Array>();
  let head: Head | undefined;
  const commit = (record: BlockRecord): void => {
    head = record.head;
    if (record.entries.length > 0) heads.push(record.head);
    entries.push(...record.entries);
    for (const { name, eventHash, position } of record.usedIds)
      ids.set(name, { eventHash, position });
    for (const [key, value] of record.changes) {
      if (value === null) state.delete(key);
      else state.set(key, value);
    }
    for (const { level, index, hashes } of record.fullTiles) tiles.set(`${level}/${index}`, hashes);
  };
  return {
    heads,
    commit,
    head: () => head,
    readState: (key) => state.get(key),
    findId: (name) => ids.get(name),
    headerOfSize: (size) => heads.find(({ header }) => header.size === size)?.headerText,
    entry: (position) => entries[position],
    prunedOutcome: () => undefined,
    tile: (level, index) => tiles.get(`${level}/${index}`),
  };
}
