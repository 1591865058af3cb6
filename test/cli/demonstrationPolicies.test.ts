import { expect, test } from '@jest/globals';
import { DEMONSTRATION_POLICIES } from '../../src/cli/demonstrationPolicies.js';
import { makeDemonstration } from '../../src/cli/demonstration.js';
import { evidence } from '../../src/domain/evidence/evidence.js';
import { governance } from '../../src/domain/governance/governance.js';
import { START } from '../support/consortium.js';

test('every action of every domain has a policy of its own, and no policy lacks an action', () => {
  const actions = [governance, evidence].flatMap((module) => Object.keys(module.actions));
  const patterns = Object.keys(DEMONSTRATION_POLICIES).filter((pattern) => pattern !== '*');
  expect(patterns.sort()).toEqual(actions.sort());
});

test('every role that a policy names is held by somebody of an organisation that it lists', () => {
  const { genesis } = makeDemonstration(START);
  for (const [pattern, rule] of Object.entries(DEMONSTRATION_POLICIES)) {
    if (rule.rule === 'FORBIDDEN') continue;
    const able = genesis.actors.filter(({ id, roles }) => {
      const organisation = id.slice(id.indexOf('@') + 1);
      const isListed = rule.organisations?.includes(organisation) ?? true;
      return isListed && (rule.roles === undefined || roles.some((r) => rule.roles?.includes(r)));
    });
    expect([pattern, able.length > 0]).toEqual([pattern, true]);
  }
});

test('five organisations agree on changes of the rules', () => {
  const { genesis } = makeDemonstration(START);
  const admins = genesis.actors.filter(({ roles }) => roles.includes('admin'));
  expect(admins.map(({ id }) => id)).toHaveLength(5);
});
