/**
 * The set of validators as the state has it, and the rules of a change that look at the whole of
 * it. More than a third of the voting power can stop the ledger, more than two thirds can decide
 * alone: no change makes an organisation's share larger than the limit on the ledger, which is a
 * third until the members agree on another.
 */
import type { Hex } from '../../crypto/bytes.js';
import { TOTAL_POWER_MAX } from '../../ledger/cometbft/validatorSet.js';
import type { GenesisValidator } from '../../ledger/genesis.js';
import type { StateReader, StateWrite } from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';

/** A validator: the keys that one organisation's node votes and speaks with. */
export type Validator = GenesisValidator;

/** The largest part of all power that a change may give to one organisation. */
export type PowerShare = { readonly numerator: number; readonly denominator: number };

export const VALIDATORS_MAX = 100;
/** Both numbers of a PowerShare. */
export const SHARE_NUMBER_MAX = 100;

const VALIDATORS_KEY = 'governance/validators';
const SHARE_KEY = 'governance/power-share';
const validatorKeyKey = (key: Hex): string => `governance/validator-key/${key}`;

/** Until the members agree on another. */
export const POWER_SHARE_DEFAULT: PowerShare = { numerator: 1, denominator: 3 };

/**
 * The validators, sorted by organisation; undefined on a ledger whose genesis names none, which one
 * operator keeps.
 */
export function validatorSet(state: StateReader): readonly Validator[] | undefined {
  return state.get(VALIDATORS_KEY) as readonly Validator[] | undefined;
}

/** The organisation that has used a validator key, or undefined when none ever has. */
export function validatorKeyHolder(key: Hex, state: StateReader): string | undefined {
  return state.get(validatorKeyKey(key)) as string | undefined;
}

export function powerShareLimit(state: StateReader): PowerShare {
  return (state.get(SHARE_KEY) as PowerShare | undefined) ?? POWER_SHARE_DEFAULT;
}

/** The set with `changed` in the place of its organisation's validator, or beside the others. */
export function withValidator(set: readonly Validator[], changed: Validator): readonly Validator[] {
  return [...withoutValidator(set, changed.organisation), changed].sort(byOrganisation);
}

export function withoutValidator(
  set: readonly Validator[],
  organisation: string,
): readonly Validator[] {
  return set.filter((validator) => validator.organisation !== organisation);
}

/** Why the set may not become `next`, or undefined when it may. */
export function refuseSet(
  next: readonly Validator[],
  state: StateReader,
  field: string,
): Refusal | undefined {
  const total = totalPower(next);
  if (next.length === 0) {
    const facts = { field, limit: 'a validator besides the last one', value: 'the last one' };
    return refuse('LAST_VALIDATOR', facts);
  }
  if (next.length > VALIDATORS_MAX) {
    const limit = `at most ${VALIDATORS_MAX} validators`;
    return refuse('VALIDATORS_FULL', { field, limit, value: `${next.length}` });
  }
  if (total > TOTAL_POWER_MAX) {
    const limit = `a total power of at most ${TOTAL_POWER_MAX}`;
    return refuse('TOTAL_POWER_EXCEEDED', { field, limit, value: `${total}` });
  }
  return refuseShares(next, state, field);
}

export function writeSet(set: readonly Validator[]): StateWrite {
  return [VALIDATORS_KEY, set];
}

/** Its organisation has the key for ever: a vote of long ago must name one organisation. */
export function writeKeyHolder({ validatorKey, organisation }: Validator): StateWrite {
  return [validatorKeyKey(validatorKey), organisation];
}

export function writeShareLimit({ numerator, denominator }: PowerShare): StateWrite {
  return [SHARE_KEY, { numerator, denominator }];
}

/** Shares that only shrink are never in the way, however large they are. */
function refuseShares(
  next: readonly Validator[],
  state: StateReader,
  field: string,
): Refusal | undefined {
  const before = validatorSet(state) ?? [];
  const { numerator, denominator } = powerShareLimit(state);
  const [totalBefore, total] = [before, next].map((set) => BigInt(totalPower(set))) as [
    bigint,
    bigint,
  ];
  for (const { organisation, power } of next) {
    const share = BigInt(power);
    const shareBefore = BigInt(before.find((one) => one.organisation === organisation)?.power ?? 0);
    const isAbove = share * BigInt(denominator) > total * BigInt(numerator);
    const isMore = share * totalBefore > shareBefore * total;
    if (!isAbove || !isMore) continue;
    const limit = `at most ${numerator}/${denominator} of the power for one organisation`;
    return refuse('POWER_SHARE', { field, limit, value: `${power}/${total} for ${organisation}` });
  }
  return undefined;
}

function totalPower(set: readonly Validator[]): number {
  return set.reduce((sum, { power }) => sum + power, 0);
}

function byOrganisation(left: Validator, right: Validator): number {
  return left.organisation < right.organisation ? -1 : 1;
}
