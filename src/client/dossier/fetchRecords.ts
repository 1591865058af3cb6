/**
 * Records of signed events with one proof for all of them, asked for some hundred at a time. The
 * proofs of the parts have every hash that the proof of the whole needs: a subtree without any of
 * its leaves is one in that part whose leaf lies beside it.
 */
import type { Hex } from '../../crypto/bytes.js';
import { inclusionSetRanges } from '../../ledger/inclusionSet.js';
import { LogRecordsDocument } from '../gen/operations.js';
import { type Endpoint, graphqlRequest, RequestRefused } from '../graphqlRequest.js';

/** Requests at the same time. */
const AT_ONCE = 4;

/** A record with what is needed to ask on. */
export interface FetchedRecord {
  readonly text: string;
  /** Position of the signed entry, and of the last one that it led to. */
  readonly position: number;
  readonly last: number;
  readonly height: number;
  readonly signer: string;
}

interface RecordMembers {
  readonly events: readonly { readonly actor: string }[];
  readonly first: { readonly height: number; readonly position: number };
}

/** Records while they are collected, all proven under one size of the log. */
export class FetchedRecords {
  readonly #endpoint: Endpoint;
  /** Size of the log. */
  readonly size: number;
  readonly #byPosition = new Map<number, FetchedRecord>();
  readonly #hashes = new Map<string, Hex>();

  constructor(endpoint: Endpoint, size: number) {
    this.#endpoint = endpoint;
    this.size = size;
  }

  /** Fetches the signed events of the entries at `positions`, `atOnce` in a request. */
  async fetch(
    positions: readonly number[],
    atOnce: number,
    onFetched: (done: number) => void = () => {},
  ): Promise<void> {
    const wanted = [...new Set(positions)].sort((left, right) => left - right);
    const groups: (readonly number[])[] = [];
    for (let start = 0; start < wanted.length; start += atOnce) {
      groups.push(wanted.slice(start, start + atOnce));
    }
    let done = 0;
    for (let start = 0; start < groups.length; start += AT_ONCE) {
      await Promise.all(groups.slice(start, start + AT_ONCE).map((group) => this.#ask(group)));
      done = Math.min(wanted.length, done + AT_ONCE * atOnce);
      onFetched(done);
    }
  }

  async #ask(positions: readonly number[]): Promise<void> {
    const variables = { positions: [...positions], size: this.size };
    const { logRecords } = await graphqlRequest(this.#endpoint, LogRecordsDocument, variables);
    const records = logRecords.records.map(readRecord);
    for (const record of records) this.#byPosition.set(record.position, record);
    const ranges = inclusionSetRanges(placesOf(records), this.size);
    ranges.forEach(({ start, end }, index) => {
      this.#hashes.set(`${start}-${end}`, logRecords.hashes[index] ?? '');
    });
  }

  /** In the order of the log. */
  all(): readonly FetchedRecord[] {
    return [...this.#byPosition.values()].sort((left, right) => left.position - right.position);
  }

  /** The proof of all records. */
  proof(): { readonly hashes: readonly Hex[]; readonly size: number } {
    const ranges = inclusionSetRanges(placesOf(this.all()), this.size);
    const hashes = ranges.map(({ start, end }) => this.#hashes.get(`${start}-${end}`) ?? '');
    return { hashes, size: this.size };
  }
}

function placesOf(records: readonly FetchedRecord[]): readonly number[] {
  return records.map(({ last }) => last);
}

function readRecord(text: string): FetchedRecord {
  try {
    const { events, first } = JSON.parse(text) as RecordMembers;
    const { height, position } = first;
    const signer = (events[0] as { readonly actor: string }).actor;
    return { text, position, last: position + events.length - 1, height, signer };
  } catch {
    const message = 'the server sent a record that cannot be read';
    throw new RequestRefused({ code: 'RECORD_UNREADABLE', message });
  }
}
