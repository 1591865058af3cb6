/**
 * Builds one block: gives each event its entry, chains the hashes, extends the tree, and closes the
 * header. Knows formats, not rules.
 */
import type { Hex } from '../crypto/bytes.js';
import {
  type BlockHeader,
  encodeHeader,
  headerHash,
  NO_PREVIOUS_HEADER,
} from '../ledger/blockHeader.js';
import { type DerivedEvent, derivedEventHash, encodeDerivedEvent } from '../ledger/derivedEvent.js';
import { encodeWithHash, type Entry, NO_PREVIOUS } from '../ledger/entry.js';
import { GENESIS_TYPE } from '../ledger/genesis.js';
import type { Instant } from '../ledger/instant.js';
import type { MerkleTree } from '../ledger/merkleTree.js';
import type { EntryRecord, Head, OrderedEvent } from './ports.js';

/** Where the new block continues. */
export interface BlockStart {
  readonly ledger: Hex;
  readonly time: Instant;
  /** Undefined before the genesis block. */
  readonly parent: Head | undefined;
  /** The tree as of the parent; the builder appends to it. */
  readonly tree: MerkleTree;
}

export class BlockBuilder {
  readonly height: number;
  readonly #start: BlockStart;
  readonly #first: number;
  readonly #records: EntryRecord[] = [];
  #previous: Hex;

  constructor(start: BlockStart) {
    this.#start = start;
    this.height = start.parent === undefined ? 0 : start.parent.header.height + 1;
    this.#first = start.parent?.header.size ?? 0;
    this.#previous = start.parent?.lastEntryHash ?? NO_PREVIOUS;
  }

  /** The entries so far. */
  get records(): readonly EntryRecord[] {
    return this.#records;
  }

  /** Position of the next entry. */
  get position(): number {
    return this.#first + this.#records.length;
  }

  addGenesis(text: string): void {
    const { ledger } = this.#start;
    this.#add({ kind: 'genesis', ...this.#fields(GENESIS_TYPE, ledger) }, text);
  }

  /** Adds a signed event and what it led to; returns the signed entry's position. */
  addSigned(event: OrderedEvent, type: string, derived: readonly DerivedEvent[]): number {
    const cause = this.position;
    const { hash, signature, body } = event;
    const count = derived.length;
    this.#add({ kind: 'signed', signature, derived: count, ...this.#fields(type, hash) }, body);
    for (const fact of derived) {
      const text = encodeDerivedEvent(fact);
      const fields = this.#fields(fact.type, derivedEventHash(text));
      this.#add({ kind: 'derived', cause, ...fields }, text);
    }
    return cause;
  }

  /** Closes the block over the state commitment after it. */
  close(state: Hex, engineHeight: number): Head {
    const { ledger, time, parent, tree } = this.#start;
    const header: BlockHeader = {
      ledger,
      height: this.height,
      time,
      previous: parent?.headerHash ?? NO_PREVIOUS_HEADER,
      first: this.#first,
      size: this.position,
      root: tree.root(),
      state,
    };
    const headerText = encodeHeader(header);
    return {
      header,
      headerText,
      headerHash: headerHash(headerText),
      lastEntryHash: this.#previous,
      engineHeight,
    };
  }

  #fields(type: string, event: Hex) {
    return {
      position: this.position,
      previous: this.#previous,
      height: this.height,
      time: this.#start.time,
      type,
      event,
    };
  }

  #add(entry: Entry, event: string): void {
    const { text, hash } = encodeWithHash(entry);
    this.#records.push({ entry: text, hash, event });
    this.#start.tree.append(hash);
    this.#previous = hash;
  }
}
