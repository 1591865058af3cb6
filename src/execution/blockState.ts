/**
 * The state while one block executes: what the block has changed so far, over the committed state.
 */
import { canonicalJson, type JsonValue } from '../crypto/canonicalJson.js';
import type { StateReader, StateWrite } from '../domain/domainModule.js';
import type { StateChange } from '../ledger/stateCommitment.js';

export class BlockState implements StateReader {
  readonly #committed: StateReader;
  readonly #changes = new Map<string, JsonValue | null>();

  constructor(committed: StateReader) {
    this.#committed = committed;
  }

  get(key: string): JsonValue | undefined {
    const changed = this.#changes.get(key);
    if (changed !== undefined) return changed ?? undefined;
    return this.#committed.get(key);
  }

  apply(writes: readonly StateWrite[]): void {
    for (const [key, value] of writes) this.#changes.set(key, value);
  }

  /** Each changed key's value after the block. */
  changes(): ReadonlyMap<string, JsonValue | null> {
    return this.#changes;
  }

  /** The same, as it is committed to and stored: sorted by key, values as canonical JSON. */
  sortedChanges(): readonly StateChange[] {
    const keys = [...this.#changes.keys()].sort();
    return keys.map((key) => {
      const value = this.#changes.get(key) as JsonValue | null;
      return [key, value === null ? null : canonicalJson(value)];
    });
  }
}
