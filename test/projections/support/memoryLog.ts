/**
 * A log in memory, in the real formats: bodies, derived events, chained entries and their hashes.
 * Blocks have no headers here, because no projection reads one.
 */
import { fromHex, type Hex } from '../../../src/crypto/bytes.js';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import {
  type DerivedEvent,
  derivedEventHash,
  encodeDerivedEvent,
} from '../../../src/ledger/derivedEvent.js';
import { type Entry, encodeEntry, entryHash, NO_PREVIOUS } from '../../../src/ledger/entry.js';
import {
  encodeGenesis,
  type Genesis,
  GENESIS_TYPE,
  genesisHash,
} from '../../../src/ledger/genesis.js';
import type { Instant } from '../../../src/ledger/instant.js';
import { encodeBody, eventHash } from '../../../src/ledger/signedEvent.js';
import type { LogEntry, LogReader } from '../../../src/projections/logReader.js';

/** What a test says happened: an action and what the rules made of it. */
export interface Happening {
  readonly actor: string;
  readonly type: string;
  readonly data: JsonObject;
  /** From the action's event hash to the facts that follow. */
  readonly derived: (hash: Hex) => readonly DerivedEvent[];
}

export const KEY_OF_TESTS = `ed25519-strict-1:${'ab'.repeat(32)}`;
const FIRST_MILLISECOND = Date.UTC(2026, 10, 23);

export class MemoryLog implements LogReader {
  readonly ledger: Hex;
  readonly #entries: LogEntry[] = [];
  #height = -1;
  #previous: Hex = NO_PREVIOUS;

  constructor(genesis: Genesis) {
    const text = encodeGenesis(genesis);
    this.ledger = genesisHash(text);
    this.#height = 0;
    this.#append({ kind: 'genesis', ...this.#fields(GENESIS_TYPE, this.ledger) }, text);
  }

  /** Appends one block; returns the event hash of each happening. */
  add(happenings: readonly Happening[]): readonly Hex[] {
    this.#height += 1;
    return happenings.map((happening) => this.#happen(happening));
  }

  size(): number {
    return this.#entries.length;
  }

  entries(from: number, limit: number): readonly LogEntry[] {
    return this.#entries.slice(from, from + limit);
  }

  height(): number {
    return this.#height;
  }

  leafHashes(from: number, count: number): Uint8Array {
    const hashes = this.#entries.slice(from, from + count).map(({ entry }) => entryHash(entry));
    return fromHex(hashes.join(''));
  }

  block = (): undefined => undefined;
  blockAt = (): undefined => undefined;
  blocks = (): readonly never[] => [];
  findId = (): undefined => undefined;
  tile = (): undefined => undefined;

  #happen({ actor, type, data, derived }: Happening): Hex {
    const cause = this.size();
    const notAfter = this.#time();
    const id = `id-${cause}`;
    const body = encodeBody({
      ledger: this.ledger,
      type,
      actor,
      key: KEY_OF_TESTS,
      id,
      notAfter,
      data,
    });
    const hash = eventHash(body);
    const facts = derived(hash);
    const signature = 'cd'.repeat(64);
    const count = facts.length;
    this.#append({ kind: 'signed', derived: count, signature, ...this.#fields(type, hash) }, body);
    for (const fact of facts) {
      const text = encodeDerivedEvent(fact);
      const fields = this.#fields(fact.type, derivedEventHash(text));
      this.#append({ kind: 'derived', cause, ...fields }, text);
    }
    return hash;
  }

  #append(entry: Entry, event: string): void {
    const text = encodeEntry(entry);
    this.#entries.push({ position: entry.position, entry: text, event });
    this.#previous = entryHash(text);
  }

  #fields(type: string, event: Hex) {
    const height = this.#height;
    const time = this.#time();
    return { position: this.size(), previous: this.#previous, height, time, type, event };
  }

  #time(): Instant {
    return new Date(FIRST_MILLISECOND + this.#height * 1000).toISOString() as Instant;
  }
}
