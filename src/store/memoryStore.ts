/**
 * CommitStore in memory: for re-execution, where the log exists elsewhere and only the roots count.
 * Keeps state and used ids, but of the log no more than the executor reads again.
 */
import type { Hex } from '../crypto/bytes.js';
import type { BlockRecord, CommitStore, EntryRecord, Head } from '../execution/ports.js';

export class MemoryStore implements CommitStore {
  readonly #state = new Map<string, string>();
  readonly #ids = new Map<string, { readonly eventHash: Hex; readonly position: number }>();
  readonly #entries = new Map<number, EntryRecord>();
  readonly #tiles = new Map<string, Uint8Array>();
  readonly #keepsLog: boolean;
  #head: Head | undefined;

  /** With `keepsLog` false, entries and tiles are dropped as soon as they are committed. */
  constructor({ keepsLog }: { readonly keepsLog: boolean }) {
    this.#keepsLog = keepsLog;
  }

  head(): Head | undefined {
    return this.#head;
  }

  commit({ head, entries, usedIds, changes, fullTiles }: BlockRecord): void {
    this.#head = head;
    for (const { name, eventHash, position } of usedIds) {
      this.#ids.set(name, { eventHash, position });
    }
    for (const [key, value] of changes) {
      if (value === null) this.#state.delete(key);
      else this.#state.set(key, value);
    }
    if (!this.#keepsLog) return;
    entries.forEach((entry, index) => this.#entries.set(head.header.first + index, entry));
    for (const { level, index, hashes } of fullTiles) this.#tiles.set(`${level}/${index}`, hashes);
  }

  readState(key: string): string | undefined {
    return this.#state.get(key);
  }

  findId(name: string): { readonly eventHash: Hex; readonly position: number } | undefined {
    return this.#ids.get(name);
  }

  entry(position: number): EntryRecord | undefined {
    return this.#entries.get(position);
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.#tiles.get(`${level}/${index}`);
  }

  /** Every state key with its value, sorted by key: to compare with another store. */
  state(): readonly (readonly [string, string])[] {
    return [...this.#state].sort(([left], [right]) => (left < right ? -1 : 1));
  }
}
