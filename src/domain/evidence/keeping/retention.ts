/**
 * Retention: until when an item's content has to be kept. A period can be set and made longer,
 * never shorter (个人信息保护法 第47条: while it runs, content is restricted instead of erased).
 */
import type { Instant } from '../../../ledger/instant.js';
import { action, type Action, type Decision, event, type StateReader } from '../../domainModule.js';
import { refuse } from '../../refusals.js';
import { actionData, instant, object, oneOf } from '../../shape.js';
import { claimantOf, itemId, ownClaimedItem } from '../item.js';

/** On what the period rests. */
export const RETENTION_BASES = ['law', 'contract', 'order', 'archive'] as const;

export type RetentionSet = {
  readonly item: string;
  /** Last instant at which the content has to be there. */
  readonly until: Instant;
  readonly basis: (typeof RETENTION_BASES)[number];
  readonly by: string;
};

const setting = object({ item: itemId, until: instant, basis: oneOf(RETENTION_BASES) });

export const retentionActions = {
  'evidence.SetRetention': action({
    read: actionData(setting),
    subject: ({ item }, state) => claimantOf(item, state),
    decide: decideSet,
  }),
};

export const retentionEvents = {
  'evidence.RetentionSet': event(({ item, until }: RetentionSet) => [[retentionKey(item), until]]),
};

const retentionKey = (item: string): string => `evidence/retention/${item}`;

/** Until when the item's content has to be kept, or undefined. */
export function retainedUntil(state: StateReader, item: string): Instant | undefined {
  return state.get(retentionKey(item)) as Instant | undefined;
}

function decideSet(
  { actor, organisation, data }: Action<ReturnType<typeof setting>>,
  state: StateReader,
): Decision {
  const own = ownClaimedItem(state, data.item, organisation);
  if ('refused' in own) return own;
  const before = retainedUntil(state, data.item);
  if (before !== undefined && data.until < before) {
    const facts = { field: 'data.until', limit: `not before ${before}`, value: data.until };
    return refuse('RETENTION_SHORTENED', facts);
  }
  const retention: RetentionSet = { ...data, by: actor };
  return [{ type: 'evidence.RetentionSet', data: retention }];
}
