/** One step of the log as the provenance formats read it: who signed what, and what followed. */
import type { Hex } from '../../crypto/bytes.js';
import type { JsonObject, JsonValue } from '../../crypto/canonicalJson.js';
import { parseReceipt } from '../../ledger/receipt.js';
import {
  type EntryFault,
  readRecordedEntry,
  type RecordedEntry,
} from '../../ledger/recordedEntry.js';

/** A signed event with the events that the rules derived from it. */
export interface RecordedStep {
  /** Position of the signed entry. */
  readonly position: number;
  /** Block time. */
  readonly time: string;
  /** Hash of the signed event. */
  readonly eventHash: Hex;
  readonly actor: string;
  /** What was asked for: `evidence.OfferCustody`. */
  readonly action: string;
  readonly derived: readonly { readonly type: string; readonly data: JsonObject }[];
}

/** The entries of one receipt as they were read, each of them or what is wrong with it. */
export type ReadEntries = readonly (RecordedEntry | EntryFault)[];

/** The steps in `receipts`, each once, in the order of the log; unreadable ones left out. */
export function recordedSteps(receipts: readonly string[]): readonly RecordedStep[] {
  return stepsOfEntries(
    receipts.flatMap((text): readonly ReadEntries[] => {
      const receipt = parseReceipt(text);
      return typeof receipt === 'string' ? [] : [receipt.entries.map(readRecordedEntry)];
    }),
  );
}

/** The same for receipts whose entries have been read already. */
export function stepsOfEntries(receipts: readonly ReadEntries[]): readonly RecordedStep[] {
  const byPosition = new Map<number, RecordedStep>();
  for (const entries of receipts) {
    const step = stepOf(entries);
    if (step !== undefined) byPosition.set(step.position, step);
  }
  return [...byPosition.values()].sort((left, right) => left.position - right.position);
}

function stepOf([first, ...rest]: ReadEntries): RecordedStep | undefined {
  if (typeof first !== 'object' || first.entry.kind !== 'signed') return undefined;
  const { actor, type } = first.event as { readonly actor: string; readonly type: string };
  const { position, time, event } = first.entry;
  const derived = rest.flatMap((each) =>
    typeof each === 'object' && each.entry.kind === 'derived' ? [each.event] : [],
  ) as RecordedStep['derived'];
  return { position, time, eventHash: event, actor, action: type, derived };
}

/** The members of a list; none when it is no list. */
export function membersOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
