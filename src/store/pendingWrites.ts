/**
 * Writes to an index over random keys, gathered until they can be written in key order.
 *
 * A random key dirties a page of its own, and a page costs many times the row (4 KiB to the
 * write-ahead log and later to the file). So new keys wait here, in memory and in the journal that
 * made them durable, and go to the table a bucket at a time. A bucket is a key prefix: its keys lie
 * beside one another in the table, and share pages.
 */

interface Bucket<Value> {
  /** Height of the oldest block with a write in here: the journal is needed from there on. */
  readonly since: number;
  readonly writes: Map<string, Value>;
}

export class PendingWrites<Value> {
  readonly #bucketOf: (key: string) => string;
  /** In the order in which they came into being, so that the first is the oldest. */
  readonly #buckets = new Map<string, Bucket<Value>>();
  #size = 0;

  /** `bucketOf` gives a prefix of the key; equal prefixes are written together. */
  constructor(bucketOf: (key: string) => string) {
    this.#bucketOf = bucketOf;
  }

  /** The value that waits to be written under `key`, or undefined when none does. */
  get(key: string): Value | undefined {
    return this.#buckets.get(this.#bucketOf(key))?.writes.get(key);
  }

  /** Adds the write that block `height` made; it replaces an older one of the same key. */
  add(key: string, value: Value, height: number): void {
    const name = this.#bucketOf(key);
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      bucket = { since: height, writes: new Map() };
      this.#buckets.set(name, bucket);
    }
    this.#size -= bucket.writes.size;
    bucket.writes.set(key, value);
    this.#size += bucket.writes.size;
  }

  /**
   * Hands the oldest buckets to `write`, each in key order, until at most `remaining` writes wait.
   */
  flushTo(remaining: number, write: (key: string, value: Value) => void): void {
    for (const [name, { writes }] of this.#buckets) {
      if (this.#size <= remaining) return;
      for (const key of [...writes.keys()].sort()) write(key, writes.get(key) as Value);
      this.#size -= writes.size;
      this.#buckets.delete(name);
    }
  }

  /** Height of the oldest block that has a write waiting, or undefined when none waits. */
  oldestHeight(): number | undefined {
    const first = this.#buckets.values().next();
    return first.done ? undefined : first.value.since;
  }
}
