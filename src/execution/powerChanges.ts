/** What an engine has to be told when a block has changed the set of validators. */
import type { Hex } from '../crypto/bytes.js';
import type { PowerChange, Validator } from './ports.js';

/**
 * The difference of two sets by validator key: one row a key whose power is another one, 0 for a
 * key that is gone, sorted by key.
 */
export function powerChanges(
  before: readonly Validator[],
  after: readonly Validator[],
): readonly PowerChange[] {
  const powers = new Map<Hex, number>(before.map(({ validatorKey }) => [validatorKey, 0]));
  for (const { validatorKey, power } of after) powers.set(validatorKey, power);
  for (const { validatorKey, power } of before) {
    if (powers.get(validatorKey) === power) powers.delete(validatorKey);
  }
  return [...powers.keys()]
    .sort()
    .map((validatorKey) => ({ validatorKey, power: powers.get(validatorKey) as number }));
}
