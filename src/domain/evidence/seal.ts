/**
 * Sealing a registration: from here on its time no longer hangs on the word of whoever runs the
 * ledger. It takes tokens of two owners that have nothing to do with the claimant, the operator or
 * one another (invariant 6), and records what they prove: the interval, each owner's own bound, and
 * whatever is out of order in the times, said and not repaired (invariant 5). A registration is
 * sealed once; tokens may be added later, and the seal stays as it was.
 */
import type { Hex } from '../../crypto/bytes.js';
import type { Instant } from '../../ledger/instant.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { refuse } from '../refusals.js';
import { actionData, hex, object } from '../shape.js';
import {
  type FlaggedToken,
  flaggedTokens,
  lowerBound,
  type OwnerBound,
  ownerBounds,
  upperBound,
} from './provenInterval.js';
import { registrationClaimant, registrationOf } from './registration.js';
import { countedTokens, refuseTimeOwners } from './timeOwners.js';

export type ItemSealed = {
  /** Hash of the event that registered the item or the batch. */
  readonly registration: Hex;
  /** Time of the beacon's block. Absent: no capture, and so no lower bound. */
  readonly notBefore?: Instant;
  /** The earliest of the bounds. */
  readonly notAfter: Instant;
  /** One for each owner that counts. */
  readonly bounds: readonly OwnerBound[];
  readonly flags: readonly FlaggedToken[];
  /** The actor who signed. */
  readonly by: string;
};

const readSeal = actionData(object({ registration: hex(32) }));

const sealKey = (registration: Hex): string => `evidence/seal/${registration}`;

export const itemSealActions = {
  'evidence.SealItem': action({ read: readSeal, subject: registrationClaimant, decide }),
};

export const itemSealEvents = {
  'evidence.ItemSealed': event(evolve),
};

function decide(
  { actor, data: { registration } }: Action<ReturnType<typeof readSeal>>,
  state: StateReader,
): Decision {
  const found = registrationOf(state, registration);
  if ('refused' in found) return found;
  const before = state.get(sealKey(registration)) as Instant | undefined;
  if (before !== undefined) {
    const facts = { field: 'data.registration', limit: 'one seal', value: `sealed, ${before}` };
    return refuse('SEALED_BEFORE', facts);
  }
  const refusal = refuseTimeOwners(state, registration);
  if (refusal !== undefined) return refusal;
  const tokens = countedTokens(state, registration);
  const notBefore = lowerBound(state, registration);
  const bounds = ownerBounds(tokens);
  const sealed: ItemSealed = {
    registration,
    ...(notBefore === undefined ? {} : { notBefore }),
    notAfter: upperBound(bounds) as Instant,
    bounds,
    flags: flaggedTokens(tokens, notBefore),
    by: actor,
  };
  return [{ type: 'evidence.ItemSealed', data: sealed }];
}

function evolve({ registration, notAfter }: ItemSealed): StateWrite[] {
  return [[sealKey(registration), `not after ${notAfter}`]];
}
