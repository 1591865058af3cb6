/**
 * Registrations: what one signed event put on record, a single item or a whole batch. It is the
 * registration that is time-stamped and sealed, and with a batch all of its members at once.
 */
import type { Hex } from '../../crypto/bytes.js';
import type { Instant } from '../../ledger/instant.js';
import type { StateReader } from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import { batchKey, type BatchRecord, itemKey, type ItemRecord } from './item.js';

/** What a token has to fit to. */
export interface Registration {
  readonly claimant: string;
  /** Block time of the registration. */
  readonly time: Instant;
}

/** The single item or the batch that the event with this hash registered, or ITEM_UNKNOWN. */
export function registrationOf(state: StateReader, hash: Hex): Registration | Refusal {
  const found = (state.get(itemKey(hash)) ?? state.get(batchKey(hash))) as
    ItemRecord | BatchRecord | undefined;
  const limit = 'the hash of an event that registered an item or a batch';
  return found ?? refuse('ITEM_UNKNOWN', { field: 'data.registration', limit, value: hash });
}

/** For the policy rule SELF: whose registration it is. */
export function registrationClaimant(
  { registration }: { readonly registration: Hex },
  state: StateReader,
): string | Refusal {
  const found = registrationOf(state, registration);
  return 'refused' in found ? found : found.claimant;
}
