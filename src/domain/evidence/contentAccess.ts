/**
 * Who gets at the content of an item through a server. Deposits are the claimant's. A reading takes
 * two things: something on the ledger that entitles the reader (contentReaders.ts), and a reading
 * that the same actor has just put on record, so that no content is read without an event
 * (invariant 11). It changes no state and is asked by the content gateway, but it is a rule, and
 * answers from the ledger's state alone.
 */
import type { StateReader } from '../domainModule.js';
import { activeSigner } from '../governance/authorize.js';
import { epochMilliseconds, type Instant } from '../../ledger/instant.js';
import { type Refusal, refuse } from '../refusals.js';
import { mayRead } from './contentReaders.js';
import { newestAccess } from './custody/access.js';
import { refuseUnbound } from './custody/undertaking.js';
import { itemRecord } from './item.js';

export interface ContentRequest {
  readonly actor: string;
  readonly key: string;
  readonly item: string;
  readonly method: 'deposit' | 'fetch';
}

/** How long a reading that was put on record may go on being read from the server. */
export const ACCESS_MS_MAX = 15 * 60 * 1_000;

/** Why `request` may not have the content at `now`, or undefined. */
export function refuseContentAccess(
  request: ContentRequest,
  state: StateReader,
  now: Instant,
): Refusal | undefined {
  const signer = activeSigner(request, state);
  if ('refused' in signer) return signer;
  const item = itemRecord(state, request.item);
  if (item === undefined) {
    const limit = 'a registered item';
    return refuse('ITEM_UNKNOWN', { field: 'item', limit, value: request.item });
  }
  const { organisation } = signer;
  if (request.method === 'fetch') return refuseReading(request, state, { organisation, now });
  if (item.claimant === organisation) return undefined;
  const limit = `an actor of ${item.claimant}`;
  return refuse('NOT_CLAIMANT', { field: 'actor', limit, value: request.actor });
}

function refuseReading(
  { item, actor }: ContentRequest,
  state: StateReader,
  { organisation, now }: { readonly organisation: string; readonly now: Instant },
): Refusal | undefined {
  const access = newestAccess(state, item, actor);
  const reader = { item, actor, organisation, record: access?.record, time: now };
  if (!mayRead(state, reader)) {
    const limit = 'its claimant, holder, or somebody whom the named record entitles';
    return refuse('NOT_READER', { field: 'actor', limit, value: actor });
  }
  const unbound = refuseUnbound(state, item, { actor, organisation });
  if (unbound !== undefined) return unbound;
  const since = access === undefined ? undefined : epochMilliseconds(access.time);
  if (since !== undefined && epochMilliseconds(now) - since <= ACCESS_MS_MAX) return undefined;
  const limit = `evidence.LogAccess by the same actor within ${ACCESS_MS_MAX / 60_000} minutes`;
  return refuse('ACCESS_NOT_LOGGED', { field: 'actor', limit, value: access?.time ?? 'none' });
}
