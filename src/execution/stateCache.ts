/**
 * The state as rules read it: parsed values of the keys used last, a bound on their number, and the
 * store behind them. State may be far larger than memory.
 */
import type { JsonValue } from '../crypto/canonicalJson.js';
import { GenerationCache } from '../crypto/generationCache.js';
import type { CommitStore } from './ports.js';

/** A key known to be absent: caching it saves the look-up as well. */
const ABSENT = Symbol('absent');

/** Committed state, cached. */
export class StateCache {
  readonly #store: CommitStore;
  readonly #values: GenerationCache<JsonValue | typeof ABSENT>;

  constructor(store: CommitStore, keysMax: number) {
    this.#store = store;
    this.#values = new GenerationCache(keysMax);
  }

  /** The committed value of `key`, or undefined. */
  get(key: string): JsonValue | undefined {
    const cached = this.#values.get(key);
    if (cached !== undefined) return cached === ABSENT ? undefined : cached;
    const text = this.#store.readState(key);
    const value = text === undefined ? ABSENT : (JSON.parse(text) as JsonValue);
    this.#values.set(key, value);
    return value === ABSENT ? undefined : value;
  }

  /** Takes over what a block changed, after the block is durable. Null means the key is gone. */
  committed(changes: ReadonlyMap<string, JsonValue | null>): void {
    for (const [key, value] of changes) this.#values.set(key, value ?? ABSENT);
  }
}
