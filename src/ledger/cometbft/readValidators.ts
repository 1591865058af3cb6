/**
 * Reads sets of validators from outside. Strict: each key once, powers that can be added up, and
 * CometBFT's order, so that a set has one spelling.
 */
import { isHex } from '../../crypto/bytes.js';
import type { JsonValue } from '../../crypto/canonicalJson.js';
import { hasMembers, isCount, isObject } from '../recordShape.js';
import { type CometValidator, inCometOrder, TOTAL_POWER_MAX, totalPower } from './validatorSet.js';

const KEY_BYTES = 32;

/** `value` as a set in CometBFT's order, or undefined. */
export function readValidators(
  value: JsonValue | undefined,
): readonly CometValidator[] | undefined {
  if (!Array.isArray(value) || !value.every(isValidator)) return undefined;
  const validators = value as unknown as readonly CometValidator[];
  if (!isSoundSet(validators)) return undefined;
  const ordered = inCometOrder(validators);
  return ordered.every(({ key }, at) => key === validators[at]?.key) ? validators : undefined;
}

/** True for the validators of a genesis document, as far as certificates depend on them. */
export function areGenesisValidators(value: JsonValue): boolean {
  if (!Array.isArray(value)) return false;
  const set = (value as readonly JsonValue[]).map((one) =>
    isObject(one) && typeof one['organisation'] === 'string'
      ? { key: one['validatorKey'], power: one['power'] }
      : {},
  ) as readonly JsonValue[];
  return set.every(isValidator) && isSoundSet(set as unknown as readonly CometValidator[]);
}

/** True when the set can decide: not empty, no key twice, no more power than can be counted. */
function isSoundSet(validators: readonly CometValidator[]): boolean {
  const keys = new Set(validators.map(({ key }) => key));
  return keys.size > 0 && keys.size === validators.length && isCountable(validators);
}

function isCountable(validators: readonly CometValidator[]): boolean {
  // Each is at most the total, so that the sum of all of them stays exact.
  const fits = validators.every(({ power }) => power <= TOTAL_POWER_MAX);
  return fits && totalPower(validators) <= TOTAL_POWER_MAX;
}

function isValidator(value: JsonValue): boolean {
  if (!isObject(value) || !hasMembers(value, 'key,power')) return false;
  const { key, power } = value;
  return isHex(key, KEY_BYTES) && isCount(power) && power > 0;
}
