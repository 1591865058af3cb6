/**
 * Turns a table of folds, one per derived event type, into a ProjectionWriter. Only derived entries
 * are facts: a signed entry may carry any type name its sender liked, the name of an event
 * included, and still have been refused.
 */
import type { JsonObject } from '../crypto/canonicalJson.js';
import type { DerivedEntry } from '../ledger/entry.js';
import type { Genesis } from '../ledger/genesis.js';
import type { ProjectedEntry, ProjectionWriter } from './projection.js';

/** What one event does to the tables. */
export type EventFold = (data: JsonObject, entry: DerivedEntry) => void;

export interface EventFolds {
  /** What the genesis document does to the tables. */
  readonly genesis?: (genesis: Genesis) => void;
  /** By full event type, for example `evidence.ItemRegistered`. Other events pass by. */
  readonly events: { readonly [type: string]: EventFold };
  readonly flush?: () => void;
}

/** A writer that hands each derived entry to the fold of its type. */
export function eventWriter({ genesis, events, flush }: EventFolds): ProjectionWriter {
  const folds = new Map(Object.entries(events));
  const apply = (projected: ProjectedEntry): void => {
    const { entry } = projected;
    if (entry.kind === 'derived') folds.get(entry.type)?.(projected.data, entry);
    else if (entry.kind === 'genesis') genesis?.(projected.data as unknown as Genesis);
  };
  return flush === undefined ? { apply } : { apply, flush };
}

/**
 * Gives the data of an event its type. The log holds only events that the rules have produced, so
 * the shape is known; a column that must not be null refuses what is missing all the same.
 */
export function onEvent<Data>(fold: (data: Data, entry: DerivedEntry) => void): EventFold {
  return fold as unknown as EventFold;
}
