/**
 * Superseding: the claimant says that another of its items now stands for this one. Nothing is
 * edited; the correction is a link, and both registrations stay in the log and provable
 * (在线诉讼规则 第16条, 电子签名法 第5条).
 */
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import { actionData, object, oneOf } from '../shape.js';
import { claimantOf, itemId, itemKey, type ItemRecord, itemRecord, ownActiveItem } from './item.js';

export const SUPERSEDE_REASONS = [
  'correction',
  'new-version',
  'format-migration',
  'duplicate',
  'other',
] as const;

interface Supersession {
  readonly item: string;
  readonly replacement: string;
  readonly reason: (typeof SUPERSEDE_REASONS)[number];
}

export type ItemSuperseded = {
  readonly item: string;
  readonly replacement: string;
  readonly reason: (typeof SUPERSEDE_REASONS)[number];
  /** The actor who signed. */
  readonly by: string;
};

export const supersedeActions = {
  'evidence.SupersedeItem': action({
    read: actionData(
      object({ item: itemId, replacement: itemId, reason: oneOf(SUPERSEDE_REASONS) }),
    ),
    subject: ({ item }, state) => claimantOf(item, state),
    decide: decideSupersede,
  }),
};

export const supersedeEvents = {
  'evidence.ItemSuperseded': event(evolveSuperseded),
};

function decideSupersede(
  { actor, organisation, data }: Action<Supersession>,
  state: StateReader,
): Decision {
  const own = ownActiveItem(state, data.item, organisation);
  if ('refused' in own) return own;
  const refusal = refuseReplacement(data, organisation, state);
  if (refusal !== undefined) return refusal;
  const superseded: ItemSuperseded = { ...data, by: actor };
  return [{ type: 'evidence.ItemSuperseded', data: superseded }];
}

/** Only an active item can replace another, so the links can never run in a circle. */
function refuseReplacement(
  { item, replacement }: Supersession,
  organisation: string,
  state: StateReader,
): Refusal | undefined {
  const facts = { field: 'data.replacement', value: replacement };
  if (replacement === item) {
    return refuse('REPLACEMENT_IS_SELF', { ...facts, limit: 'another item' });
  }
  const record = itemRecord(state, replacement);
  if (record === undefined) {
    return refuse('REPLACEMENT_UNKNOWN', { ...facts, limit: 'a registered item' });
  }
  if (record.claimant !== organisation) {
    const value = `${replacement} of ${record.claimant}`;
    return refuse('NOT_CLAIMANT', { ...facts, limit: `an item of ${organisation}`, value });
  }
  if (record.status === 'active') return undefined;
  const limit = 'an active item';
  return refuse('REPLACEMENT_NOT_ACTIVE', { ...facts, limit, value: record.status });
}

function evolveSuperseded({ item }: ItemSuperseded, state: StateReader): StateWrite[] {
  const record = itemRecord(state, item) as ItemRecord;
  return [[itemKey(item), { ...record, status: 'superseded' }]];
}
