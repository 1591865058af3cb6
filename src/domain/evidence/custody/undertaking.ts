/**
 * Secrecy: an item can be marked so that nobody but its claimant reads its content without having
 * signed an undertaking first (知产证据规定 第26条).
 */
import type { Hex } from '../../../crypto/bytes.js';
import { action, type Action, type Decision, event, type StateReader } from '../../domainModule.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, object } from '../../shape.js';
import { type Content, content, refuseContent } from '../content.js';
import { claimantOf, itemId, itemRecord, ownClaimedItem } from '../item.js';

export type SecrecyRequired = { readonly item: string; readonly by: string };

export type UndertakingGiven = {
  /** Hash of the signed event. */
  readonly undertaking: Hex;
  readonly item: string;
  /** The text that was undertaken. */
  readonly document: Content;
  /** Who is bound by it. */
  readonly by: string;
};

const requiring = object({ item: itemId });
const giving = object({ item: itemId, document: content });

export const undertakingActions = {
  'evidence.RequireUndertaking': action({
    read: actionData(requiring),
    subject: ({ item }, state) => claimantOf(item, state),
    decide: decideRequire,
  }),
  'evidence.GiveUndertaking': action({ read: actionData(giving), decide: decideGive }),
};

export const undertakingEvents = {
  'evidence.SecrecyRequired': event(({ item }: SecrecyRequired) => [[secretKey(item), true]]),
  'evidence.UndertakingGiven': event(({ item, by }: UndertakingGiven) => [
    [undertakingKey(item, by), true],
  ]),
};

const secretKey = (item: string): string => `evidence/secret/${item}`;
const undertakingKey = (item: string, actor: string): string =>
  `evidence/undertaking/${item}/${actor}`;

/** True when the actor has undertaken to keep the item secret. */
export function hasUndertaken(state: StateReader, item: string, actor: string): boolean {
  return state.get(undertakingKey(item, actor)) !== undefined;
}

/** UNDERTAKING_MISSING when the item is secret, and the actor a stranger who has not undertaken. */
export function refuseUnbound(
  state: StateReader,
  item: string,
  reader: { readonly actor: string; readonly organisation: string },
): Refusal | undefined {
  const { actor, organisation } = reader;
  const isFree =
    state.get(secretKey(item)) === undefined ||
    itemRecord(state, item)?.claimant === organisation ||
    hasUndertaken(state, item, actor);
  if (isFree) return undefined;
  const limit = 'an actor who has given an undertaking for this item';
  return refuse('UNDERTAKING_MISSING', { field: 'actor', limit, value: actor });
}

function decideRequire(
  { actor, organisation, data: { item } }: Action<{ readonly item: string }>,
  state: StateReader,
): Decision {
  const own = ownClaimedItem(state, item, organisation);
  if ('refused' in own) return own;
  const required: SecrecyRequired = { item, by: actor };
  return [{ type: 'evidence.SecrecyRequired', data: required }];
}

function decideGive(
  { actor, hash, data }: Action<ReturnType<typeof giving>>,
  state: StateReader,
): Decision {
  const claimant = claimantOf(data.item, state);
  if (typeof claimant === 'object') return claimant;
  const refusal = refuseContent(data.document, 'data.document');
  if (refusal !== undefined) return refusal;
  const given: UndertakingGiven = { undertaking: hash, ...data, by: actor };
  return [{ type: 'evidence.UndertakingGiven', data: given }];
}
