/**
 * What the second code of a certificate holds (docs/formats.md §21): the registration's events, and
 * of their entries only what cannot be worked out from them. Types, hashes, the chain between the
 * entries and their number follow, so that whoever rebuilds them gets the leaf that the proof in
 * the first code is of, or another one, which it then is not.
 */
import { deflateSync, inflateSync } from 'fflate';
import { type Hex, isHex, utf8 } from '../../crypto/bytes.js';
import { canonicalJson, type JsonObject, type JsonValue } from '../../crypto/canonicalJson.js';
import { derivedEventHash } from '../../ledger/derivedEvent.js';
import { encodeEntry, entryHash } from '../../ledger/entry.js';
import { isInstant } from '../../ledger/instant.js';
import { HASH_BYTES } from '../../ledger/merkleHash.js';
import { EVENT_DEPTH_MAX, parseCanonical } from '../../ledger/parseEvent.js';
import type { Receipt } from '../../ledger/receipt.js';
import type { EntryTexts } from '../../ledger/recordedEntry.js';
import { hasMembers, isCount, isObject, isTypeName } from '../../ledger/recordShape.js';
import { eventHash } from '../../ledger/signedEvent.js';

/** Where the signed entry is, and by whose signature. */
interface FirstEntry {
  readonly height: number;
  readonly position: number;
  readonly previous: Hex;
  readonly signature: Hex;
  readonly time: string;
}

const RECORD_DEPTH_MAX = EVENT_DEPTH_MAX + 2;
/** More than fits on the pages of a certificate. */
const TEXT_BYTES_MAX = 1_048_576;
const SIGNATURE = /^(?:[0-9a-f]{2}){1,512}$/;

/** The record of a receipt's entries, compressed (RFC 1951). */
export function encodePaperRecord({ entries }: Receipt): Uint8Array {
  const first = JSON.parse(entries[0]?.entry ?? '{}') as JsonObject;
  const { height, position, previous, signature, time } = first;
  const record = {
    events: entries.map(({ event }) => JSON.parse(event) as JsonValue),
    first: { height, position, previous, signature, time },
  };
  return deflateSync(utf8(canonicalJson(record as JsonValue)), { level: 9 });
}

/** The entries of a record, rebuilt; undefined when the bytes are no record. */
export function parsePaperRecord(bytes: Uint8Array): readonly EntryTexts[] | undefined {
  const value = parseCanonical(inflated(bytes) ?? '', RECORD_DEPTH_MAX);
  if (!isObject(value) || !hasMembers(value, 'events,first')) return undefined;
  const { events, first } = value;
  if (!Array.isArray(events) || !events.every(isEvent) || !isFirstEntry(first)) return undefined;
  return rebuilt(events as readonly JsonObject[], first as unknown as FirstEntry);
}

function inflated(bytes: Uint8Array): string | undefined {
  try {
    const text = inflateSync(bytes, { out: new Uint8Array(TEXT_BYTES_MAX) });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    return undefined;
  }
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
