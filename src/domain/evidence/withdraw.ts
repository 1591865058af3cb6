/**
 * Withdrawing: the claimant no longer stands by an item. Its registration and every proof of it
 * stay; what is new is the later, equally provable fact that the claim was withdrawn.
 */
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { actionData, object, oneOf } from '../shape.js';
import { claimantOf, itemId, itemKey, type ItemRecord, itemRecord, ownActiveItem } from './item.js';

export const WITHDRAW_REASONS = [
  'registered-in-error',
  'rights-dispute',
  'duplicate',
  'other',
] as const;

interface Withdrawal {
  readonly item: string;
  readonly reason: (typeof WITHDRAW_REASONS)[number];
}

export type ItemWithdrawn = {
  readonly item: string;
  readonly reason: (typeof WITHDRAW_REASONS)[number];
  /** The actor who signed. */
  readonly by: string;
};

export const withdrawActions = {
  'evidence.WithdrawItem': action({
    read: actionData(object({ item: itemId, reason: oneOf(WITHDRAW_REASONS) })),
    subject: ({ item }, state) => claimantOf(item, state),
    decide: decideWithdraw,
  }),
};

export const withdrawEvents = {
  'evidence.ItemWithdrawn': event(evolveWithdrawn),
};

function decideWithdraw(
  { actor, organisation, data }: Action<Withdrawal>,
  state: StateReader,
): Decision {
  const own = ownActiveItem(state, data.item, organisation);
  if ('refused' in own) return own;
  const withdrawn: ItemWithdrawn = { ...data, by: actor };
  return [{ type: 'evidence.ItemWithdrawn', data: withdrawn }];
}

function evolveWithdrawn({ item }: ItemWithdrawn, state: StateReader): StateWrite[] {
  const record = itemRecord(state, item) as ItemRecord;
  return [[itemKey(item), { ...record, status: 'withdrawn' }]];
}
