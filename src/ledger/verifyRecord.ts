/**
 * A record held against what the reader trusts: the event is signed by the key that it names, for
 * this ledger. That it stands in the log is what an inclusion proof of its last entry shows; the
 * chain of hashes, rebuilt, authenticates those before it.
 */
import { fromHex, type Hex, utf8 } from '../crypto/bytes.js';
import { verifySignature } from '../crypto/suites.js';
import type { DerivedEvent } from './derivedEvent.js';
import { entryHash, type SignedEntry } from './entry.js';
import type { Genesis } from './genesis.js';
import type { PlacedLeaf } from './inclusionSet.js';
import { parseRecord } from './logRecord.js';
import { parseBody, parseDerivedEvent } from './parseEvent.js';
import type { EntryTexts } from './recordedEntry.js';
import { signingText } from './signedEvent.js';
import type { ReceiptFacts, ReceiptFault } from './verifyReceipt.js';

/** What a record shows once its last entry is proven. */
export interface RecordFacts extends Pick<
  ReceiptFacts,
  'position' | 'height' | 'time' | 'eventHash' | 'body' | 'derived'
> {
  /** Its last entry, for the proof. */
  readonly leaf: PlacedLeaf;
}

/** The outcome: facts, or the first check that failed. The leaf is that of the record as it is. */
export type RecordVerdict =
  RecordFacts | { readonly fault: ReceiptFault; readonly leaf?: PlacedLeaf };

/** Verifies the record in `text`. Never throws. */
export function verifyRecord(
  text: string,
  { genesis, ledger }: { readonly genesis: Genesis; readonly ledger: Hex },
): RecordVerdict {
  const entries = parseRecord(text);
  const [first, ...rest] = entries ?? [];
  if (entries === undefined || first === undefined) return { fault: 'MALFORMED' };
  const signed = JSON.parse(first.entry) as SignedEntry;
  const { position, height, time, event: eventHash } = signed;
  const leaf = lastLeaf(entries, position);
  const body = parseBody(first.event);
  const derived = rest.map(({ event }) => parseDerivedEvent(event));
  if (body === undefined || !derived.every(isEvent)) return { fault: 'EVENT_MALFORMED', leaf };
  if (body.ledger !== ledger) return { fault: 'OTHER_LEDGER', leaf };
  const isAllowed = genesis.suites.some((suite) => body.key.startsWith(`${suite}:`));
  if (!isAllowed) return { fault: 'SUITE_NOT_ALLOWED', leaf };
  const message = utf8(signingText(first.event));
  if (!verifySignature(body.key, message, signed.signature)) {
    return { fault: 'EVENT_SIGNATURE', leaf };
  }
  return { position, height, time, eventHash, body, derived, leaf };
}

function isEvent(event: DerivedEvent | undefined): event is DerivedEvent {
  return event !== undefined;
}

function lastLeaf(entries: readonly EntryTexts[], position: number): PlacedLeaf {
  const last = entries.at(-1) as EntryTexts;
  return { index: position + entries.length - 1, leafHash: fromHex(entryHash(last.entry)) };
}
