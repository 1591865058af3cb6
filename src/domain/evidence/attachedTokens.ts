/** The tokens of a registration as the state remembers them: whose they are and what they bound. */
import type { Hex } from '../../crypto/bytes.js';
import type { Instant } from '../../ledger/instant.js';
import type { StateReader } from '../domainModule.js';

/** How the owner of an authority stands to a registration. Only `independent` ones are counted. */
export type TimestampRelation = 'independent' | 'claimant' | 'ledger-operator' | 'related';

/**
 * What is out of order in the times around a token though no clock is off by more than it may be.
 * It is said and never repaired (invariant 5).
 */
export type TimeFlag =
  'before-registration' | 'after-attachment' | 'before-beacon' | 'accuracy-unstated';

export type AttachedToken = {
  readonly authority: string;
  /** Decimal. */
  readonly serial: string;
  readonly owner: string;
  /** When it was attached. */
  readonly relation: TimestampRelation;
  /** The token's time with its accuracy added, to the next full millisecond. */
  readonly notAfter: Instant;
  readonly flags: readonly TimeFlag[];
};

export const tokensKey = (registration: Hex): string => `evidence/timestamps/${registration}`;

/** All tokens of a registration, in the order of attaching. */
export function attachedTokens(state: StateReader, registration: Hex): readonly AttachedToken[] {
  return (state.get(tokensKey(registration)) as readonly AttachedToken[] | undefined) ?? [];
}
