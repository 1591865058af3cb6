/**
 * The entry: one place in the log (docs/formats.md §4). An entry carries the hash of one event and
 * the hash of the entry before it; its canonical JSON text is the leaf of the RFC 9162 tree. The
 * event's own text is stored beside the entry, so that entries stay small enough for tile bundles.
 */
import type { Hex } from '../crypto/bytes.js';
import { sha256Hex } from '../crypto/sha256.js';
import type { Instant } from './instant.js';

/** `previous` of the entry at position 0. */
export const NO_PREVIOUS: Hex = '0'.repeat(64);

interface EntryFields {
  /** 0, 1, 2 …, gap-free over the whole log. */
  readonly position: number;
  /** Hash of the entry at `position - 1`, or NO_PREVIOUS. */
  readonly previous: Hex;
  /** The block this entry became final in. */
  readonly height: number;
  /** The block's time. */
  readonly time: Instant;
  /** The event's type, repeated here so that bundles can be filtered without the events. */
  readonly type: string;
  /** Hash of the event's text (eventHash, derivedEventHash or genesisHash, by kind). */
  readonly event: Hex;
}

/** Position 0: the genesis document. Its event hash is the ledger's id. */
export interface GenesisEntry extends EntryFields {
  readonly kind: 'genesis';
}

/** A signed event in its place. */
export interface SignedEntry extends EntryFields {
  readonly kind: 'signed';
  /** How many derived entries follow with this entry as their cause: makes a receipt complete. */
  readonly derived: number;
  readonly signature: Hex;
}

/** A derived event in its place. */
export interface DerivedEntry extends EntryFields {
  readonly kind: 'derived';
  /** Position of the signed entry that caused it; null when the genesis or the clock did. */
  readonly cause: number | null;
}

export type Entry = GenesisEntry | SignedEntry | DerivedEntry;

/**
 * The canonical JSON text of an entry. Written out by hand because every value is known to need no
 * escaping (hex, digits, instants, type names) and this is the hottest formatting in the server;
 * a test holds it equal to canonicalJson.
 */
export function encodeEntry(entry: Entry): string {
  const tail =
    `"height":${entry.height},"kind":"${entry.kind}","position":${entry.position},` +
    `"previous":"${entry.previous}",`;
  const end = `"time":"${entry.time}","type":"${entry.type}"}`;
  switch (entry.kind) {
    case 'genesis':
      return `{"event":"${entry.event}",${tail}${end}`;
    case 'signed':
      return (
        `{"derived":${entry.derived},"event":"${entry.event}",${tail}` +
        `"signature":"${entry.signature}",${end}`
      );
    case 'derived':
      return `{"cause":${entry.cause},"event":"${entry.event}",${tail}${end}`;
  }
}

/**
 * The entry's hash, which is also its RFC 9162 §2.1.1 leaf hash: SHA-256(0x00 ‖ text). One hash
 * serves the chain and the tree.
 */
export function entryHash(text: string): Hex {
  return sha256Hex(leafOf(text));
}

/**
 * The text of an entry and its hash. Cut out of the text that was hashed, and not the text that was
 * hashed with a byte before it: hashing has put together the pieces of that one, once for all.
 */
export function encodeWithHash(entry: Entry): { readonly text: string; readonly hash: Hex } {
  const leaf = leafOf(encodeEntry(entry));
  return { hash: sha256Hex(leaf), text: leaf.slice(1) };
}

function leafOf(text: string): string {
  return `\0${text}`;
}
