/**
 * The one shape of a read model: a fold of the log into tables. A projection sees every entry once,
 * in order, inside one transaction with its position; replaying an entry it has seen is the
 * runner's mistake, not its own.
 */
import type { Database } from 'better-sqlite3';
import type { JsonObject } from '../crypto/canonicalJson.js';
import type { Entry } from '../ledger/entry.js';

/** An entry as projections see it: parsed once for all of them. */
export interface ProjectedEntry {
  readonly entry: Entry;
  /** The event's text, for who needs little of it. */
  readonly event: string;
  /**
   * Of a derived event its data; of a signed event its whole body (ledger, type, actor, key, id,
   * notAfter, data); of the genesis entry the genesis document. Read at the first use.
   */
  readonly data: JsonObject;
}

/** Prepared for one database connection. */
export interface ProjectionWriter {
  /** Folds one entry into the tables. Called inside the runner's transaction. */
  apply(entry: ProjectedEntry): void;
  /** Writes what `apply` has put aside. Called once before the runner commits. */
  flush?(): void;
}

export interface Projection {
  /** Also the prefix of its tables. */
  readonly name: string;
  /** Raised when the tables or the fold change: the runner then rebuilds from position 0. */
  readonly version: number;
  /** `CREATE TABLE` and `CREATE INDEX` statements. */
  readonly tables: string;
  /** Prepares the statements. */
  writer(database: Database): ProjectionWriter;
}
