/**
 * The interval in which a registered content is proven to have come about (invariant 4): not before
 * the block of the beacon that its capture carries, not after the earliest time that an independent
 * token vouches for, accuracy added. What a party says of the time has no part in it.
 */
import type { Hex } from '../../crypto/bytes.js';
import type { Instant } from '../../ledger/instant.js';
import type { StateReader } from '../domainModule.js';
import type { AttachedToken, TimeFlag } from './attachedTokens.js';

/** The best that one owner vouches for. */
export type OwnerBound = {
  readonly owner: string;
  readonly authority: string;
  readonly serial: string;
  readonly notAfter: Instant;
};

/** Something out of order in the times around one token. */
export type FlaggedToken = {
  readonly flag: TimeFlag;
  readonly authority: string;
  readonly serial: string;
};

/** Where the lower bound of a batch lies that came out of a capture. */
export const lowerBoundKey = (registration: Hex): string => `evidence/not-before/${registration}`;

/** The lower bound of a registration; undefined without a capture. */
export function lowerBound(state: StateReader, registration: Hex): Instant | undefined {
  return state.get(lowerBoundKey(registration)) as Instant | undefined;
}

/** The earliest bound of each owner, sorted by owner. */
export function ownerBounds(tokens: readonly AttachedToken[]): readonly OwnerBound[] {
  const earliest = new Map<string, OwnerBound>();
  for (const { owner, authority, serial, notAfter } of tokens) {
    const known = earliest.get(owner);
    if (known !== undefined && known.notAfter <= notAfter) continue;
    earliest.set(owner, { owner, authority, serial, notAfter });
  }
  return [...earliest.values()].sort((left, right) => (left.owner < right.owner ? -1 : 1));
}

/** The earliest of all bounds; undefined without any. */
export function upperBound(bounds: readonly Pick<OwnerBound, 'notAfter'>[]): Instant | undefined {
  return bounds
    .map(({ notAfter }) => notAfter)
    .reduce<Instant | undefined>(
      (least, one) => (least === undefined || one < least ? one : least),
      undefined,
    );
}

/** Everything out of order around the tokens, in their order. */
export function flaggedTokens(
  tokens: readonly AttachedToken[],
  notBefore: Instant | undefined,
): readonly FlaggedToken[] {
  return tokens.flatMap(({ authority, serial, notAfter, flags }) => {
    const isBefore = notBefore !== undefined && notAfter < notBefore;
    const all: readonly TimeFlag[] = isBefore ? [...flags, 'before-beacon'] : flags;
    return all.map((flag) => ({ flag, authority, serial }));
  });
}
