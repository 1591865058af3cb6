/**
 * Whose word on the time counts. Owners are counted, never tokens and never authorities; none of
 * them may be the claimant, run this ledger, or be related to either (invariant 6, 在线诉讼规则
 * 第17条 第2项: interest between platform and parties). A relation counts from both ends of the way:
 * a token that was attached under one stays set apart, and one declared later sets it apart too.
 */
import type { Hex } from '../../crypto/bytes.js';
import type { StateReader } from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import { type AttachedToken, attachedTokens, type TimestampRelation } from './attachedTokens.js';
import { registrationOf } from './registration.js';
import { areRelated } from './standing/relation.js';
import { ledgerOperators } from './timeAuthority.js';

/** How many unrelated owners a seal takes. */
export const TIME_OWNERS_MIN = 2;

/** How `owner` stands, at present, to a registration of `claimant`. */
export function timestampRelation(
  state: StateReader,
  owner: string,
  claimant: string,
): TimestampRelation {
  if (owner === claimant) return 'claimant';
  const operators = ledgerOperators(state);
  if (operators.includes(owner)) return 'ledger-operator';
  const isRelated = [claimant, ...operators].some((other) => areRelated(state, owner, other));
  return isRelated ? 'related' : 'independent';
}

/** The tokens of a registration that count: independent when attached, and still. */
export function countedTokens(state: StateReader, registration: Hex): readonly AttachedToken[] {
  return standings(state, registration).flatMap(({ token, relation }) =>
    relation === 'independent' ? [token] : [],
  );
}

/** Owners of the authorities whose tokens count for a registration: each once, sorted. */
export function independentTimeOwners(state: StateReader, registration: Hex): readonly string[] {
  return ownersOf(countedTokens(state, registration));
}

/** Why the owners of a registration's tokens do not suffice for a seal, or undefined. */
export function refuseTimeOwners(state: StateReader, registration: Hex): Refusal | undefined {
  const owners = independentTimeOwners(state, registration);
  const field = 'data.registration';
  if (owners.length < TIME_OWNERS_MIN) {
    const limit = `tokens of ${TIME_OWNERS_MIN} owners, none the claimant, an operator or related`;
    const value = [`${owners.length} counted`, ...setApart(state, registration)].join('; ');
    return refuse('TIME_OWNERS_TOO_FEW', { field, limit, value });
  }
  const isPair = owners.some((one) =>
    owners.some((other) => other !== one && !areRelated(state, one, other)),
  );
  if (isPair) return undefined;
  const limit = `${TIME_OWNERS_MIN} owners that are not related to one another`;
  const value = `${owners.length}, all related: ${owners.join(', ')}`;
  return refuse('TIME_OWNERS_RELATED', { field, limit, value });
}

/** Those that do not count, each with its reason: `court (claimant)`. */
function setApart(state: StateReader, registration: Hex): readonly string[] {
  const apart = standings(state, registration).filter(({ relation }) => relation !== 'independent');
  return [...new Set(apart.map(({ token, relation }) => `${token.owner} (${relation})`))].sort();
}

function standings(state: StateReader, registration: Hex) {
  const found = registrationOf(state, registration);
  if ('refused' in found) return [];
  return attachedTokens(state, registration).map((token) => {
    const isApart = token.relation !== 'independent';
    const now = timestampRelation(state, token.owner, found.claimant);
    return { token, relation: isApart ? token.relation : now };
  });
}

function ownersOf(tokens: readonly AttachedToken[]): readonly string[] {
  return [...new Set(tokens.map(({ owner }) => owner))].sort();
}
