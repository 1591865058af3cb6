/**
 * The guard against locking everybody out: a change after which no policy could be changed any more
 * is refused, because nothing on the ledger could ever mend it.
 *
 * It asks about governance.SetPolicy alone: with that action every other rule can be restored.
 * Setting the exact policy of governance.SetPolicy to FORBIDDEN is allowed: that is no accident but
 * a decision to freeze the rules. Revoking a key as compromised is allowed whatever it leads to.
 */
import type { StateReader, StateWrite } from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import {
  eligibleOrganisations,
  isCounting,
  isReachable,
  requiredApprovals,
  ruleFor,
} from './policyRule.js';
import { afterWrites, policyRecord } from './state.js';

const SET_POLICY = 'governance.SetPolicy';
const APPROVE = 'governance.ApproveProposal';

/** RULES_UNCHANGEABLE when `writes` would take away the last way to change a policy. */
export function refuseUnchangeableRules(
  writes: readonly StateWrite[],
  state: StateReader,
  offender: { readonly field: string; readonly value: string },
): Refusal | undefined {
  const after = afterWrites(state, writes);
  if (isFrozenOnPurpose(after) || canChangeRules(after) || !canChangeRules(state)) return undefined;
  return refuse('RULES_UNCHANGEABLE', {
    ...offender,
    limit: `enough organisations that can still meet the policy of ${SET_POLICY}`,
  });
}

function isFrozenOnPurpose(state: StateReader): boolean {
  return policyRecord(state, SET_POLICY)?.rule === 'FORBIDDEN';
}

/** True when the policy of SetPolicy can be met, by approvals where it needs several. */
function canChangeRules(state: StateReader): boolean {
  const rule = ruleFor(SET_POLICY, state);
  if (!isReachable(rule, state)) return false;
  const eligible = eligibleOrganisations(rule, state);
  const required = requiredApprovals(rule, eligible.length);
  return required <= 1 || countApprovers(eligible, state) >= required;
}

/** How many of `organisations` the policy of approvals lets approve. */
function countApprovers(organisations: readonly string[], state: StateReader): number {
  const rule = ruleFor(APPROVE, state);
  if (!isCounting(rule)) return 0;
  const approvers = new Set(eligibleOrganisations(rule, state));
  return organisations.filter((id) => approvers.has(id)).length;
}
