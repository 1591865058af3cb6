/**
 * An entry together with its event, read and held against one another and against the entry before:
 * what a receipt and an exported log have in common. Signatures are not looked at here.
 */
import type { Hex } from '../crypto/bytes.js';
import type { BlockHeader } from './blockHeader.js';
import { type DerivedEvent, derivedEventHash } from './derivedEvent.js';
import {
  type DerivedEntry,
  type Entry,
  entryHash,
  type GenesisEntry,
  type SignedEntry,
} from './entry.js';
import { type Genesis, GENESIS_TYPE, genesisHash } from './genesis.js';
import { parseEntry } from './parseEntry.js';
import { parseBody, parseDerivedEvent } from './parseEvent.js';
import { parseGenesis } from './parseGenesis.js';
import { type EventBody, eventHash } from './signedEvent.js';

/** The two texts as they are stored, exported and put into receipts. */
export interface EntryTexts {
  readonly entry: string;
  readonly event: string;
}

/** An entry and its event, consistent with one another. */
export type RecordedEntry = { readonly hash: Hex; readonly eventText: string } & (
  | { readonly entry: GenesisEntry; readonly event: Genesis }
  | { readonly entry: SignedEntry; readonly event: EventBody }
  | { readonly entry: DerivedEntry; readonly event: DerivedEvent }
);

/** What can be wrong with an entry and its event, in the order of the checks. */
export const ENTRY_FAULTS = {
  ENTRY_MALFORMED: 'the entry is not the canonical text of an entry',
  EVENT_MALFORMED: 'the event is not the canonical text of an event of the entry’s kind',
  EVENT_HASH: 'the entry does not carry the hash of the event',
  EVENT_TYPE: 'the entry does not carry the type of the event',
} as const;

/** What can be wrong with an entry's place, in the order of the checks. */
export const PLACE_FAULTS = {
  POSITION: 'the position is not one more than that of the entry before',
  PREVIOUS_HASH: 'the entry does not carry the hash of the entry before',
  BLOCK: 'the height or the time is not that of the block',
} as const;

export type EntryFault = keyof typeof ENTRY_FAULTS;
export type PlaceFault = keyof typeof PLACE_FAULTS;

/** Reads both texts and holds them against one another; the first fault when they do not fit. */
export function readRecordedEntry({
  entry: text,
  event: eventText,
}: EntryTexts): RecordedEntry | EntryFault {
  const entry = parseEntry(text);
  if (entry === undefined) return 'ENTRY_MALFORMED';
  const read = readEvent(entry, eventText);
  if (read === undefined) return 'EVENT_MALFORMED';
  if (read.hash !== entry.event) return 'EVENT_HASH';
  if (read.type !== entry.type) return 'EVENT_TYPE';
  return { entry, event: read.event, hash: entryHash(text), eventText } as RecordedEntry;
}

interface ReadEvent {
  readonly event: RecordedEntry['event'];
  readonly type: string;
  readonly hash: Hex;
}

function readEvent(entry: Entry, text: string): ReadEvent | undefined {
  switch (entry.kind) {
    case 'genesis': {
      const event = parseGenesis(text);
      return event && { event, type: GENESIS_TYPE, hash: genesisHash(text) };
    }
    case 'signed': {
      const event = parseBody(text);
      return event && { event, type: event.type, hash: eventHash(text) };
    }
    case 'derived': {
      const event = parseDerivedEvent(text);
      return event && { event, type: event.type, hash: derivedEventHash(text) };
    }
  }
}

/** Where an entry has to stand. */
export interface Place {
  readonly position: number;
  readonly previous: Hex;
  readonly block: Pick<BlockHeader, 'height' | 'time'>;
}

/** The first fault of an entry's place, or undefined. */
export function placeFault(entry: Entry, place: Place): PlaceFault | undefined {
  if (entry.position !== place.position) return 'POSITION';
  if (entry.previous !== place.previous) return 'PREVIOUS_HASH';
  const { height, time } = place.block;
  return entry.height === height && entry.time === time ? undefined : 'BLOCK';
}
