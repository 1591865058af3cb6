/** Properties of the set of validators over random stories of additions, changes and removals. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import {
  powerShareLimit,
  type Validator,
  validatorSet,
} from '../../../src/domain/governance/validatorSet.js';
import { TOTAL_POWER_MAX } from '../../../src/ledger/cometbft/validatorSet.js';
import { powerChanges } from '../../../src/execution/powerChanges.js';
import { codeOf, type DomainLedger, ORGANISATIONS } from '../../support/domain.js';
import { addition, validatorLedger } from '../../support/validatorStories.js';

const ADMIN = 'admin@court';
const organisation = fc.constantFrom(...ORGANISATIONS);
const power = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant(TOTAL_POWER_MAX / 2));

type Request = readonly [type: string, data: JsonObject];

/** Signing is slow and the same every time. */
const additions = new Map(ORGANISATIONS.map((id) => [id, addition(id)]));

const request: fc.Arbitrary<Request> = fc.oneof(
  fc
    .tuple(organisation, power)
    .map(([id, given]): Request => [
      'governance.AddValidator',
      { ...(additions.get(id) as JsonObject), power: given },
    ]),
  fc
    .tuple(organisation, power)
    .map(([id, given]): Request => [
      'governance.ReweighValidator',
      { organisation: id, power: given },
    ]),
  organisation.map((id): Request => ['governance.RemoveValidator', { organisation: id }]),
  fc
    .constantFrom([1, 3], [2, 5], [1, 1])
    .map(([numerator, denominator]): Request => [
      'governance.SetPowerShareLimit',
      { numerator, denominator },
    ]),
);

const setOf = ({ state }: DomainLedger): readonly Validator[] => validatorSet(state) ?? [];
const shareOf = (set: readonly Validator[], id: string): number => {
  const total = set.reduce((sum, one) => sum + one.power, 0);
  return (set.find((one) => one.organisation === id)?.power ?? 0) / total;
};

/** Walks a story and shows each step that was accepted, with the set before and after it. */
function walk(
  story: readonly Request[],
  seen: (before: readonly Validator[], after: readonly Validator[], limit: number) => void,
): void {
  const ledger = validatorLedger({ court: 1, 'notary-office': 1, regulator: 1 });
  for (const [type, data] of story) {
    const before = setOf(ledger);
    const { numerator, denominator } = powerShareLimit(ledger.state);
    const code = codeOf(ledger.ask(ADMIN, type, data));
    if (code !== 'accepted') expect(setOf(ledger)).toEqual(before);
    else seen(before, setOf(ledger), numerator / denominator);
  }
}

const stories = fc.array(request, { minLength: 5, maxLength: 40 });

describe('whatever is asked', () => {
  it('there is always a validator, one an organisation, with keys of its own, in order', () => {
    fc.assert(
      fc.property(stories, (story) =>
        walk(story, (_, after) => {
          expect(after.length).toBeGreaterThan(0);
          const ids = after.map((one) => one.organisation);
          expect(ids).toEqual([...new Set(ids)].sort());
          expect(new Set(after.map((one) => one.validatorKey)).size).toBe(after.length);
          const total = after.reduce((sum, one) => sum + one.power, 0);
          expect(total).toBeLessThanOrEqual(TOTAL_POWER_MAX);
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('nobody’s share grows beyond the limit in force', () => {
    fc.assert(
      fc.property(stories, (story) =>
        walk(story, (before, after, limit) => {
          for (const id of ORGANISATIONS) {
            const share = shareOf(after, id);
            const grew = share > shareOf(before, id) + 1e-12;
            if (grew) expect(share).toBeLessThanOrEqual(limit + 1e-12);
          }
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('the changes told to an engine lead it from the first set to the last', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const powers = new Map<string, number>();
        let first = true;
        walk(story, (before, after) => {
          if (first) for (const one of before) powers.set(one.validatorKey, one.power);
          first = false;
          for (const { validatorKey, power: next } of powerChanges(before, after)) {
            if (next === 0) expect(powers.delete(validatorKey)).toBe(true);
            else powers.set(validatorKey, next);
          }
          expect(new Map(after.map((one) => [one.validatorKey, one.power]))).toEqual(powers);
        });
      }),
      { numRuns: 60 },
    );
  });
});
