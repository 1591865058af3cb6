/**
 * Who may deposit and fetch the content of an item: an actor who can sign now, of the organisation
 * whose claim the item is. It changes no state and is asked by the content gateway, but it is a
 * rule, and answers from the ledger's state alone.
 */
import type { StateReader } from '../domainModule.js';
import { activeSigner } from '../governance/authorize.js';
import { type Refusal, refuse } from '../refusals.js';
import { itemRecord } from './item.js';

export interface ContentRequest {
  readonly actor: string;
  readonly key: string;
  readonly item: string;
}

/** Why `request` may not have the content, or undefined. */
export function refuseContentAccess(
  request: ContentRequest,
  state: StateReader,
): Refusal | undefined {
  const signer = activeSigner(request, state);
  if ('refused' in signer) return signer;
  const item = itemRecord(state, request.item);
  if (item === undefined) {
    const limit = 'a registered item';
    return refuse('ITEM_UNKNOWN', { field: 'item', limit, value: request.item });
  }
  if (item.claimant === signer.organisation) return undefined;
  const limit = `an actor of ${item.claimant}`;
  return refuse('NOT_CLAIMANT', { field: 'actor', limit, value: request.actor });
}
