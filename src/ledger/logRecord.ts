/**
 * A record (docs/formats.md §21, §23): a signed event with all that it led to, and of their entries
 * only what cannot be worked out from them. Types, hashes, the chain between the entries and their
 * number follow, so that whoever rebuilds them gets the leaves that are in the log, or others,
 * which then are not.
 */
import { type Hex, isHex } from '../crypto/bytes.js';
import { canonicalJson, type JsonObject, type JsonValue } from '../crypto/canonicalJson.js';
import { derivedEventHash } from './derivedEvent.js';
import { encodeEntry, entryHash } from './entry.js';
import { isInstant } from './instant.js';
import { HASH_BYTES } from './merkleHash.js';
import { EVENT_DEPTH_MAX, parseCanonical } from './parseEvent.js';
import type { EntryTexts } from './recordedEntry.js';
import { hasMembers, isCount, isObject, isTypeName } from './recordShape.js';
import { eventHash } from './signedEvent.js';

/** Where the signed entry is, and by whose signature. */
interface FirstEntry {
  readonly height: number;
  readonly position: number;
  readonly previous: Hex;
  readonly signature: Hex;
  readonly time: string;
}

const RECORD_DEPTH_MAX = EVENT_DEPTH_MAX + 2;
const SIGNATURE = /^(?:[0-9a-f]{2}){1,512}$/;

/** The record of a signed entry and all its derived ones: canonical JSON. */
export function encodeRecord(entries: readonly EntryTexts[]): string {
  const { height, position, previous, signature, time } = JSON.parse(
    entries[0]?.entry ?? '{}',
  ) as JsonObject;
  // The events are canonical already, and so are the members around them in this order.
  const first = canonicalJson({ height, position, previous, signature, time } as JsonObject);
  return `{"events":[${entries.map(({ event }) => event).join(',')}],"first":${first}}`;
}

/** The entries of a record, rebuilt; undefined when the text is no record. */
export function parseRecord(text: string): readonly EntryTexts[] | undefined {
  const value = parseCanonical(text, RECORD_DEPTH_MAX);
  if (!isObject(value) || !hasMembers(value, 'events,first')) return undefined;
  const { events, first } = value;
  const fits = Array.isArray(events) && events.length > 0 && events.every(isEvent);
  if (!fits || !isFirstEntry(first)) return undefined;
  return rebuilt(events as readonly JsonObject[], first as unknown as FirstEntry);
}

function isEvent(value: JsonValue): boolean {
  return isObject(value) && isTypeName(value['type']);
}

function isFirstEntry(value: JsonValue | undefined): boolean {
  if (!isObject(value) || !hasMembers(value, 'height,position,previous,signature,time')) {
    return false;
  }
  const { height, position, previous, signature, time } = value;
  return (
    isCount(height) &&
    isCount(position) &&
    isHex(previous, HASH_BYTES) &&
    typeof signature === 'string' &&
    SIGNATURE.test(signature) &&
    isInstant(time)
  );
}

function rebuilt(events: readonly JsonObject[], first: FirstEntry): readonly EntryTexts[] {
  const { height, signature } = first;
  const time = first.time as never;
  let { previous } = first;
  return events.map((value, index) => {
    const event = canonicalJson(value);
    const type = value['type'] as string;
    const position = first.position + index;
    const common = { height, position, previous, time, type };
    const entry =
      index === 0
        ? encodeEntry({
            ...common,
            kind: 'signed',
            event: eventHash(event),
            derived: events.length - 1,
            signature,
          })
        : encodeEntry({
            ...common,
            kind: 'derived',
            event: derivedEventHash(event),
            cause: first.position,
          });
    previous = entryHash(entry);
    return { entry, event };
  });
}
