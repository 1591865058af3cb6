/**
 * Finding items by a value of theirs. The view evidence_lookup has a row for the event hash (of a
 * batch: pointing at its first member), for the commitment and for each digest: the value's first
 * 48 bits and the item's sequence. Forty-eight bits are few enough to fit a number and a small
 * index, and enough that strangers rarely meet; whoever reads compares the full value in
 * evidence_items.
 *
 * Members of a batch share the batch's hash, so that their own ids are not in the table: the item
 * `<hash>.<index>` is found as the batch `<hash>`, at `first_sequence + index`.
 */
import type { Database } from 'better-sqlite3';
import type { Hex } from '../../crypto/bytes.js';

const PREFIX_HEX_LENGTH = 12;

/** The key of evidence_lookup for a hash, commitment or digest value. */
export function lookupPrefix(value: Hex): number {
  return Number.parseInt(value.slice(0, PREFIX_HEX_LENGTH), 16);
}

/** The two parts of a batch member's id, `<event hash>.<index>`. */
export interface BatchMember {
  readonly batch: Hex;
  readonly index: number;
}

const MEMBER_ID = /^([0-9a-f]{64})\.(0|[1-9]\d{0,4})$/;

/** The parts of `item` when it has the form of a batch member's id, else undefined. */
export function batchMember(item: string): BatchMember | undefined {
  const match = MEMBER_ID.exec(item);
  return match === null ? undefined : { batch: match[1] as Hex, index: Number(match[2]) };
}

/** Rows of one run: few enough pages that a small transaction may touch them all. */
const ROWS_PER_RUN = 8_192;
const RUNS = 32;
/** Rows that wait in runs, at most. */
export const RECENT_ROWS_MAX = ROWS_PER_RUN * RUNS;
/** Rows that one INSERT takes: most of the cost of a small row is the call. */
const ROWS_PER_INSERT = 64;

/**
 * The tables behind evidence_lookup. Hashes fall anywhere in an index: inserted one by one into a
 * large one, each row costs a page. So new rows go into small sorted runs, and when all runs are
 * full they are merged into the large index at once, many rows to a page. Which row is where
 * depends on the log alone and not on the size of transactions, so that two folds of one log are
 * equal table by table.
 */
export const LOOKUP_TABLES = `
  CREATE TABLE evidence_lookup_recent (
    run INTEGER NOT NULL,
    prefix INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (run, prefix, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE evidence_lookup_merged (
    prefix INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (prefix, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE VIEW evidence_lookup AS
    SELECT prefix, sequence FROM evidence_lookup_merged
    UNION ALL
    SELECT prefix, sequence FROM evidence_lookup_recent
    WHERE run IN (${Array.from({ length: RUNS }, (_, run) => run).join(', ')});
`;

/** Takes lookup rows during a transaction and inserts them, sorted, before it commits. */
export class LookupRows {
  readonly #insertOne;
  readonly #insertMany;
  readonly #storedRows;
  readonly #merge;
  #prefixes: number[] = [];
  #sequences: number[] = [];
  /** Rows in evidence_lookup_recent, those put aside not counted; undefined: not looked up yet. */
  #stored: number | undefined;

  constructor(database: Database) {
    const into = 'INSERT INTO evidence_lookup_recent VALUES ';
    this.#insertOne = database.prepare<number[]>(`${into} (?, ?, ?)`);
    const rows = Array.from({ length: ROWS_PER_INSERT }, () => '(?, ?, ?)').join(', ');
    this.#insertMany = database.prepare<[number[]]>(`${into} ${rows}`);
    // All runs before the last one are full.
    this.#storedRows = database
      .prepare<[], number>(
        `SELECT count(*) + ifnull(max(run), 0) * ${ROWS_PER_RUN} FROM evidence_lookup_recent
         WHERE run = (SELECT max(run) FROM evidence_lookup_recent)`,
      )
      .pluck();
    this.#merge = [
      `INSERT INTO evidence_lookup_merged
       SELECT prefix, sequence FROM evidence_lookup_recent ORDER BY prefix, sequence`,
      'DELETE FROM evidence_lookup_recent',
    ].map((sql) => database.prepare(sql));
  }

  /** Makes the item at `sequence` found by each of `values`. */
  add(values: readonly Hex[], sequence: number): void {
    const prefixes = values.map(lookupPrefix);
    prefixes.forEach((prefix, index) => {
      // Two values of one item may have one prefix, by chance or by intent: one row finds both.
      if (prefixes.indexOf(prefix) === index) this.#addRow(prefix, sequence);
    });
  }

  /** Inserts what was added, so that queries of this transaction find it. */
  flush(): void {
    const first = this.#countStored();
    const total = first + this.#prefixes.length;
    for (let row = first; row < total;) {
      const run = Math.floor(row / ROWS_PER_RUN);
      const end = Math.min(total, (run + 1) * ROWS_PER_RUN);
      this.#insertRun(run, row - first, end - first);
      row = end;
    }
    this.#prefixes = [];
    this.#sequences = [];
    this.#stored = total;
  }

  /** Inserts what was added and keeps nothing in memory: to be called before each commit. */
  finish(): void {
    this.flush();
    this.#stored = undefined;
  }

  #addRow(prefix: number, sequence: number): void {
    this.#prefixes.push(prefix);
    this.#sequences.push(sequence);
    if (this.#countStored() + this.#prefixes.length < RECENT_ROWS_MAX) return;
    this.flush();
    for (const statement of this.#merge) statement.run();
    this.#stored = 0;
  }

  #countStored(): number {
    this.#stored ??= this.#storedRows.get() as number;
    return this.#stored;
  }

  /** Inserts the rows put aside from index `from` to before `to`, sorted, into one run. */
  #insertRun(run: number, from: number, to: number): void {
    const [prefixes, sequences] = [this.#prefixes, this.#sequences];
    const order = Uint32Array.from({ length: to - from }, (_, index) => from + index);
    order.sort((left, right) => (prefixes[left] as number) - (prefixes[right] as number));
    const whole = order.length - (order.length % ROWS_PER_INSERT);
    for (let next = 0; next < whole; next += ROWS_PER_INSERT) {
      const parameters: number[] = [];
      for (const index of order.subarray(next, next + ROWS_PER_INSERT)) {
        parameters.push(run, prefixes[index] as number, sequences[index] as number);
      }
      this.#insertMany.run(parameters);
    }
    for (const index of order.subarray(whole)) {
      this.#insertOne.run(run, prefixes[index] as number, sequences[index] as number);
    }
  }
}
