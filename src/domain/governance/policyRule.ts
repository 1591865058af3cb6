/**
 * The meaning of a policy rule (docs/rules/governance.md §2). ANY, AT_LEAST, MAJORITY and ALL count
 * organisations, never keys: an organisation counts once, however many of its actors sign.
 *
 * The organisations that count are the listed ones (absent: all) that are active and have at least
 * one actor who can sign in one of the rule's roles. One that nobody can sign for does not block
 * the others: a newcomer counts from its first such actor on, one that lost them all no longer.
 */
import type { PolicyRule } from '../../ledger/genesis.js';
import type { StateReader } from '../domainModule.js';
import { activeOrganisations, organisationRecord, policyRecord } from './state.js';

/** What holds when no pattern matches. */
const FORBIDDEN: PolicyRule = { rule: 'FORBIDDEN' };

/**
 * The rule in force for an action type: that of the most specific pattern (the type itself,
 * `<domain>.*`, `*`); without any, FORBIDDEN.
 */
export function ruleFor(type: string, state: StateReader): PolicyRule {
  return (
    policyRecord(state, type) ??
    policyRecord(state, `${type.slice(0, type.indexOf('.'))}.*`) ??
    policyRecord(state, '*') ??
    FORBIDDEN
  );
}

/** True for the rules that count organisations. */
export function isCounting(rule: PolicyRule): boolean {
  return rule.rule !== 'SELF' && rule.rule !== 'FORBIDDEN';
}

/** True when the rule lists the organisation, or lists none. */
export function listsOrganisation(rule: PolicyRule, organisation: string): boolean {
  return rule.organisations === undefined || rule.organisations.includes(organisation);
}

/** True when one of `roles` is among the rule's, or the rule names none. */
export function matchesRoles(rule: PolicyRule, roles: readonly string[]): boolean {
  return rule.roles === undefined || roles.some((role) => rule.roles?.includes(role));
}

/** The sorted ids of the organisations that count under `rule` now. */
export function eligibleOrganisations(rule: PolicyRule, state: StateReader): readonly string[] {
  return activeOrganisations(state).filter(
    (id) => listsOrganisation(rule, id) && hasSigner(rule, id, state),
  );
}

/** How many of `eligible` organisations have to agree; 1 for the rules that count none. */
export function requiredApprovals(rule: PolicyRule, eligible: number): number {
  switch (rule.rule) {
    case 'AT_LEAST':
      return rule.atLeast ?? 1;
    case 'MAJORITY':
      return Math.trunc(eligible / 2) + 1;
    case 'ALL':
      return Math.max(eligible, 1);
    case 'ANY':
    case 'SELF':
    case 'FORBIDDEN':
      return 1;
  }
}

/** True when enough organisations count under a counting rule for it to be met at all. */
export function isReachable(rule: PolicyRule, state: StateReader): boolean {
  const eligible = eligibleOrganisations(rule, state).length;
  return isCounting(rule) && eligible >= requiredApprovals(rule, eligible);
}

/** True when some actor of the organisation can sign in one of the rule's roles. */
export function hasSigner(rule: PolicyRule, organisation: string, state: StateReader): boolean {
  const signers = organisationRecord(state, organisation)?.signers;
  if (signers === undefined) return false;
  if (rule.roles === undefined) return signers.total > 0;
  return signers.byRole.some(([role]) => rule.roles?.includes(role));
}
