/**
 * The store behind the executor that re-executes a log: instead of writing a block it compares it
 * with the block that the log holds. The executor is the one that made the log, so what matches
 * here has the right chain, roots, permissions, refusals and state.
 */
import type { Hex } from '../../crypto/bytes.js';
import { sha256Hex } from '../../crypto/sha256.js';
import type { BlockRecord, CommitStore, EntryRecord, Head } from '../../execution/ports.js';
import type { BlockHeader } from '../../ledger/blockHeader.js';
import type { Entry } from '../../ledger/entry.js';
import type { Finding } from './finding.js';
import type { BlockTexts } from '../../ledger/logVerifier.js';
import type { EntryTexts } from '../../ledger/recordedEntry.js';
import { SpillingMap } from './spillingMap.js';

/**
 * The first difference between what the log says and what the rules give. Ends the re-execution.
 */
export class Difference extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.what);
    this.name = 'Difference';
    this.finding = finding;
  }
}

/** The hash was cut out of an entry's text and would keep all of it in memory. */
function ownCopy(hash: Hex): Hex {
  return Buffer.from(hash, 'latin1').toString('latin1');
}

const NOWHERE = -1;
const DISTINCT_VALUES_MAX = 10_000;
const HEADERS_IN_MEMORY_MAX = 20_000;

export class AuditStore implements CommitStore {
  /** The state as the log gives it, for comparison with what the database keeps. */
  readonly state = new SpillingMap();
  /** Event hash by idempotency name. */
  readonly usedIds = new SpillingMap();
  /** SHA-256 of each complete Merkle tile, by `<level>/<index>`. */
  readonly tiles = new Map<string, Hex>();
  readonly #headers = new SpillingMap(HEADERS_IN_MEMORY_MAX);
  readonly #values = new Map<string, string>();
  #head: Head | undefined;
  #expected: BlockTexts | undefined;

  /** The block that the next commit has to equal. */
  expect(block: BlockTexts): void {
    this.#expected = block;
  }

  head(): Head | undefined {
    return this.#head;
  }

  commit({ head, entries, usedIds, changes, fullTiles }: BlockRecord): void {
    const expected = this.#expected;
    if (expected === undefined) throw new Error('commit without an expected block');
    const first = this.#head?.header.size ?? 0;
    compareEntries(entries, expected.entries, first);
    if (head.headerText !== expected.header) throw headerDifference(head, expected.header, first);
    for (const [key, value] of changes)
      this.state.set(key, value === null ? null : this.#one(value));
    for (const { name, eventHash } of usedIds) this.usedIds.set(name, ownCopy(eventHash));
    for (const { level, index, hashes } of fullTiles) {
      this.tiles.set(`${level}/${index}`, sha256Hex(hashes));
    }
    this.#headers.set(`${head.header.size}`, head.headerText);
    this.#head = head;
  }

  readState(key: string): string | undefined {
    return this.state.get(key);
  }

  /** The position is of no use here: a repeated event is a difference wherever it was first. */
  findId(name: string): { readonly eventHash: Hex; readonly position: number } | undefined {
    const eventHash = this.usedIds.get(name);
    return eventHash === undefined ? undefined : { eventHash, position: NOWHERE };
  }

  headerOfSize(size: number): string | undefined {
    return this.#headers.get(`${size}`);
  }

  /** Only asked for what a repeated event first led to; a log never holds one. */
  entry(): EntryRecord | undefined {
    return undefined;
  }

  /** A log that is audited is read whole. */
  prunedOutcome(): undefined {
    return undefined;
  }

  /** Only asked for at the start of a longer tree; this one starts empty. */
  tile(): Uint8Array | undefined {
    return undefined;
  }

  close(): void {
    this.state.close();
    this.usedIds.close();
    this.#headers.close();
  }

  /** Most items have one of a few values: each is kept once. */
  #one(value: string): string {
    const known = this.#values.get(value);
    if (known !== undefined) return known;
    if (this.#values.size < DISTINCT_VALUES_MAX) this.#values.set(value, value);
    return value;
  }
}

function compareEntries(
  made: readonly EntryRecord[],
  stored: readonly EntryTexts[],
  first: number,
): void {
  for (let index = 0; index < stored.length; index += 1) {
    const [mine, its] = [made[index], stored[index] as EntryTexts];
    if (mine?.entry === its.entry && mine.event === its.event) continue;
    throw entryDifference(mine, its, first + index);
  }
  if (made.length > stored.length) {
    const what = 'the rules give another entry here, but the block ends before it';
    throw new Difference({ position: first + stored.length, check: 'entry', what });
  }
}

function entryDifference(
  mine: EntryRecord | undefined,
  its: EntryTexts,
  position: number,
): Difference {
  const what =
    mine === undefined
      ? 'the block has an entry that the rules do not give'
      : mine.event !== its.event
        ? eventDifference(mine, its)
        : fieldDifference('entry', mine.entry, its.entry);
  return new Difference({ position, check: 'entry', what });
}

function eventDifference(mine: EntryRecord, its: EntryTexts): string {
  const { kind } = JSON.parse(mine.entry) as Entry;
  if (kind !== 'derived') return 'the event is not the one that the entry names';
  return `the rules give ${shortened(mine.event)}, but the log holds ${shortened(its.event)}`;
}

function headerDifference(head: Head, stored: string, position: number): Difference {
  const what = `block ${head.header.height}: ${fieldDifference('header', head.headerText, stored)}`;
  return new Difference({ position, check: 'header', what });
}

/** Names the first field in which two canonical objects differ. */
function fieldDifference(name: string, made: string, stored: string): string {
  let other: { readonly [field: string]: unknown };
  try {
    other = JSON.parse(stored) as typeof other;
  } catch {
    return `the ${name} is not JSON`;
  }
  const mine = JSON.parse(made) as BlockHeader | Entry;
  for (const [field, value] of Object.entries(mine)) {
    if (other?.[field] === value) continue;
    const found = shortened(JSON.stringify(other?.[field]) ?? 'nothing');
    return `${field} of the ${name} is ${found}, but must be ${JSON.stringify(value)}`;
  }
  return `the ${name} is not in canonical form`;
}

const SHOWN_CHARACTERS_MAX = 160;

function shortened(text: string): string {
  return text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}…` : text;
}
