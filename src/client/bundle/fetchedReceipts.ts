/** The receipts of a bundle while it is collected: each fetched once, read for what they name. */
import type { DerivedEvent } from '../../ledger/derivedEvent.js';
import { parseReceipt } from '../../ledger/receipt.js';
import { readRecordedEntry } from '../../ledger/recordedEntry.js';
import type { EventBody } from '../../ledger/signedEvent.js';
import type { Endpoint } from '../graphqlRequest.js';
import { RequestRefused } from '../graphqlRequest.js';
import { fetchReceipt } from '../receipts.js';
import { organisationsIn } from './pinnedSubjects.js';

/** Receipts fetched at the same time. */
const AT_ONCE = 16;

/** A receipt with what is needed to ask on. */
export interface FetchedReceipt {
  readonly text: string;
  /** Position of the signed entry. */
  readonly position: number;
  readonly height: number;
  /** Size of the log that it was made at. */
  readonly size: number;
  readonly signer: string;
  readonly derived: readonly DerivedEvent[];
}

export class FetchedReceipts {
  readonly #endpoint: Endpoint;
  readonly #bySigned = new Map<number, FetchedReceipt>();
  readonly #asked = new Set<number>();

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** The receipt of the signed event that the entry at `position` belongs to. */
  async fetch(position: number): Promise<FetchedReceipt> {
    this.#asked.add(position);
    const receipt = readFetched(await fetchReceipt(this.#endpoint, position));
    this.#bySigned.set(receipt.position, receipt);
    return receipt;
  }

  async fetchAll(positions: readonly number[]): Promise<void> {
    const unknown = [...new Set(positions)].filter((position) => !this.#asked.has(position));
    for (let start = 0; start < unknown.length; start += AT_ONCE) {
      const group = unknown.slice(start, start + AT_ONCE);
      await Promise.all(group.map((position) => this.fetch(position)));
    }
  }

  /** In the order of the log. */
  all(): readonly FetchedReceipt[] {
    return [...this.#bySigned.values()].sort((left, right) => left.position - right.position);
  }

  /** What the receipts say, in the order of the log. */
  events(): readonly DerivedEvent[] {
    return this.all().flatMap(({ derived }) => derived);
  }

  /** Organisations that have a part in what the receipts say, sorted. */
  organisations(): readonly string[] {
    return organisationsIn(this.events());
  }

  signers(): readonly string[] {
    return [...new Set(this.all().map(({ signer }) => signer))].sort();
  }
}

function readFetched(text: string): FetchedReceipt {
  const receipt = parseReceipt(text);
  if (typeof receipt === 'string') throw unreadable(receipt);
  const entries = receipt.entries.map(readRecordedEntry);
  const [first, ...rest] = entries;
  if (typeof first !== 'object' || first.entry.kind !== 'signed') throw unreadable('first entry');
  const { height, size } = receipt.blockHeader;
  const derived = rest.flatMap((each) =>
    typeof each === 'object' && each.entry.kind === 'derived' ? [each.event] : [],
  ) as readonly DerivedEvent[];
  return {
    text,
    position: first.entry.position,
    height,
    size,
    signer: (first.event as EventBody).actor,
    derived,
  };
}

function unreadable(what: string): RequestRefused {
  const message = `the server sent a receipt that cannot be read: ${what}`;
  return new RequestRefused({ code: 'RECEIPT_UNREADABLE', message });
}
