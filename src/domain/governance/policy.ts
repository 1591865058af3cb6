/**
 * Policies: which organisations and roles may ask for which action, and how many must agree. A
 * policy is itself changed by an action under a policy.
 */
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { PolicyRule } from '../../ledger/genesis.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import {
  actionData,
  integer,
  Malformed,
  nullable,
  object,
  oneOf,
  optional,
  type Reader,
  set,
  text,
} from '../shape.js';
import { organisationId, role } from './identifiers.js';
import { activeOrganisation } from './organisation.js';
import { refuseUnchangeableRules } from './rulesChangeable.js';
import { policyKey, policyRecord } from './state.js';

export type PolicySet = {
  readonly pattern: string;
  /** A PolicyRule; null: no policy of its own for this pattern any more. */
  readonly policy: JsonObject | null;
};

/** What a policy is about: an action type, all actions of a domain, or all actions. */
export const policyPattern = text({
  min: 1,
  max: 100,
  pattern: /^(?:\*|[a-z][a-z0-9]*\.(?:\*|[A-Z][A-Za-z0-9]*))$/,
  what: 'an action type, <domain>.* or *',
});

const RULES = ['ANY', 'ALL', 'MAJORITY', 'AT_LEAST', 'SELF', 'FORBIDDEN'] as const;
const ORGANISATIONS_MAX = 1000;

const readRule = object({
  rule: oneOf(RULES),
  atLeast: optional(integer(1, ORGANISATIONS_MAX)),
  organisations: optional(set(1, ORGANISATIONS_MAX, organisationId)),
  roles: optional(set(1, 64, role)),
});

/** A policy's rule, with `atLeast` exactly where it means something. */
export const policyRule: Reader<PolicyRule> = (value, field) => {
  const rule = readRule(value, field);
  const isNumbered = rule.rule === 'AT_LEAST';
  if (isNumbered !== (rule.atLeast !== undefined)) {
    const limit = isNumbered ? 'a number of organisations' : `absent with ${rule.rule}`;
    throw new Malformed(`${field}.atLeast`, limit, rule.atLeast);
  }
  const listed = rule.organisations?.length ?? ORGANISATIONS_MAX;
  if (rule.atLeast !== undefined && rule.atLeast > listed) {
    const limit = `at most the number of listed organisations, ${listed}`;
    throw new Malformed(`${field}.atLeast`, limit, rule.atLeast);
  }
  return rule as PolicyRule;
};

export const policyActions = {
  'governance.SetPolicy': action({
    read: actionData(object({ pattern: policyPattern, policy: nullable(policyRule) })),
    decide: decideSet,
  }),
};

export const policyEvents = {
  'governance.PolicySet': event(evolveSet),
};

function decideSet(
  { data }: Action<{ readonly pattern: string; readonly policy: PolicyRule | null }>,
  state: StateReader,
): Decision {
  const { pattern, policy } = data;
  if (policy === null && policyRecord(state, pattern) === undefined) {
    const limit = 'a pattern that has a policy';
    return refuse('POLICY_UNKNOWN', { field: 'data.pattern', limit, value: pattern });
  }
  const listed = refuseListed(policy?.organisations ?? [], state);
  if (listed !== undefined) return listed;
  const policySet: PolicySet = { pattern, policy: policy as JsonObject | null };
  const offender = { field: 'data.policy', value: policy?.rule ?? 'null' };
  return (
    refuseUnchangeableRules(evolveSet(policySet), state, offender) ?? [
      { type: 'governance.PolicySet', data: policySet },
    ]
  );
}

/** A misspelt organisation would silently lower who can agree, so each has to take part. */
function refuseListed(organisations: readonly string[], state: StateReader): Refusal | undefined {
  for (const [index, id] of organisations.entries()) {
    const field = `data.policy.organisations[${index}]`;
    const organisation = activeOrganisation(id, state, field);
    if ('refused' in organisation) return organisation;
  }
  return undefined;
}

export function evolveSet({ pattern, policy }: PolicySet): StateWrite[] {
  return [[policyKey(pattern), policy]];
}
