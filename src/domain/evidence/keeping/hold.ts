/**
 * Legal holds: by order of a court or a regulator an item stays as and where it is. A hold beats
 * erasure, release to anybody but a court, and the destruction of keys (invariant 12). Several
 * holds may lie on one item; it is free when the last is lifted.
 */
import type { Hex } from '../../../crypto/bytes.js';
import {
  action,
  type Action,
  type BlockContext,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, hex, object } from '../../shape.js';
import { itemIds, refuseUnknownItems } from '../items.js';
import {
  changed,
  inCharge,
  ownRecordAt,
  type Owned,
  type RecordKind,
  recordKey,
} from '../records.js';
import { refuseCapacity } from '../standing/accreditation.js';

export type HoldPlaced = {
  /** Hash of the signed event. */
  readonly hold: Hex;
  readonly organisation: string;
  readonly items: readonly string[];
  /** SHA-256 over the order's number: names the order to those who have it. */
  readonly order: Hex;
  readonly by: string;
};

export type HoldLifted = { readonly hold: Hex; readonly order: Hex; readonly by: string };

type HoldRecord = Owned & {
  readonly status: 'placed' | 'lifted';
  readonly items: readonly string[];
};

const HOLD: RecordKind = {
  prefix: 'hold',
  what: 'a legal hold',
  unknown: 'HOLD_UNKNOWN',
  wrongStatus: 'HOLD_LIFTED',
};

const placing = object({ items: itemIds, order: hex(32) });
const lifting = object({ hold: hex(32), order: hex(32) });

export const holdActions = {
  'evidence.PlaceHold': action({ read: actionData(placing), decide: decidePlace }),
  'evidence.LiftHold': action({
    read: actionData(lifting),
    subject: ({ hold: id }, state) => inCharge(HOLD, { id, field: 'data.hold' }, state),
    decide: decideLift,
  }),
};

export const holdEvents = {
  'evidence.HoldPlaced': event(evolvePlaced),
  'evidence.HoldLifted': event(evolveLifted),
};

/** State key of the holds that lie on an item. */
const heldKey = (item: string): string => `evidence/held/${item}`;

function holdsOn(state: StateReader, item: string): readonly Hex[] {
  return (state.get(heldKey(item)) as readonly Hex[] | undefined) ?? [];
}

/** ITEM_HELD when a hold lies on the item. */
export function refuseHeld(state: StateReader, item: string, field: string): Refusal | undefined {
  const [hold] = holdsOn(state, item);
  if (hold === undefined) return undefined;
  return refuse('ITEM_HELD', { field, limit: 'an item without a legal hold', value: hold });
}

function decidePlace(
  { actor, organisation, hash, data }: Action<ReturnType<typeof placing>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const refusal =
    refuseHoldingOrganisation(state, organisation, time) ??
    refuseUnknownItems(state, data.items, 'data.items');
  if (refusal !== undefined) return refusal;
  const placed: HoldPlaced = { hold: hash, organisation, ...data, by: actor };
  return [{ type: 'evidence.HoldPlaced', data: placed }];
}

/** A court or a regulator may; of anybody else it is said that it is no court. */
function refuseHoldingOrganisation(
  state: StateReader,
  organisation: string,
  time: BlockContext['time'],
): Refusal | undefined {
  const question = { organisation, time, field: 'actor' };
  const notCourt = refuseCapacity(state, { ...question, capacity: 'court' });
  if (notCourt === undefined) return undefined;
  const notRegulator = refuseCapacity(state, { ...question, capacity: 'regulator' });
  return notRegulator === undefined ? undefined : notCourt;
}

function evolvePlaced(placed: HoldPlaced, state: StateReader): StateWrite[] {
  const { hold, organisation, items } = placed;
  const record: HoldRecord = { organisation, status: 'placed', items };
  const onItems = items.map((item): StateWrite => [heldKey(item), [...holdsOn(state, item), hold]]);
  return [[recordKey(HOLD, hold), record], ...onItems];
}

function decideLift(
  { actor, organisation, data }: Action<ReturnType<typeof lifting>>,
  state: StateReader,
): Decision {
  const step = { id: data.hold, field: 'data.hold', from: ['placed'], organisation };
  const record = ownRecordAt<HoldRecord>(state, HOLD, step);
  if ('refused' in record) return record;
  const lifted: HoldLifted = { ...data, by: actor };
  return [{ type: 'evidence.HoldLifted', data: lifted }];
}

function evolveLifted({ hold: id }: HoldLifted, state: StateReader): StateWrite[] {
  const { items } = state.get(recordKey(HOLD, id)) as HoldRecord;
  const onItems = items.map((item): StateWrite => {
    const left = holdsOn(state, item).filter((hold) => hold !== id);
    return [heldKey(item), left.length === 0 ? null : left];
  });
  return [changed(state, HOLD, { id, status: 'lifted' }), ...onItems];
}
