/** Lists of items in an action: up to a hundred, each once, all of them registered. */
import type { StateReader } from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import { set } from '../shape.js';
import { itemId, itemRecord } from './item.js';

/** Items that one action may name. */
const ITEMS_MAX = 100;

/** Reads a list of item ids, sorted. */
export const itemIds = set(1, ITEMS_MAX, itemId);

/** ITEM_UNKNOWN for the first of `ids` that is not registered. */
export function refuseUnknownItems(
  state: StateReader,
  ids: readonly string[],
  field: string,
): Refusal | undefined {
  for (const [index, id] of ids.entries()) {
    if (itemRecord(state, id) !== undefined) continue;
    const facts = { field: `${field}[${index}]`, limit: 'a registered item', value: id };
    return refuse('ITEM_UNKNOWN', facts);
  }
  return undefined;
}

/** The claimants of items that are registered, sorted, each once. */
export function claimantsOf(state: StateReader, ids: readonly string[]): readonly string[] {
  const claimants = ids.flatMap((id) => itemRecord(state, id)?.claimant ?? []);
  return [...new Set(claimants)].sort();
}
