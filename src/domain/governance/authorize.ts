/**
 * May this key, for this actor, ask for this action now? The answer before any rule of a domain is
 * asked. Order of precedence: the actor, its organisation, the key, then the policy.
 *
 * How `execution` uses it, for a signed event whose data has been read into an action:
 *
 * 1. `authorize` → Refusal: record it as `ledger.Refused`, nothing else.
 * 2. Otherwise call the action's `decide`. A refusal is recorded: what the rules refuse now is not
 *    worth approving either.
 * 3. Allowed: record the decision's events. NeedsApprovals: drop them and record the one event of
 *    `openProposal` (proposal.ts) instead; `proposedAction` (there) says how it runs later.
 *
 * Only a refused signed event has `ledger.Refused` as its one derived entry; after
 * `governance.ProposalExecuted` a refusal speaks of the proposed action, not of the approval.
 */
import type { PolicyRule } from '../../ledger/genesis.js';
import type { StateReader } from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import { ADMIN_ROLE, organisationOf } from './identifiers.js';
import {
  eligibleOrganisations,
  hasSigner,
  listsOrganisation,
  matchesRoles,
  requiredApprovals,
  ruleFor,
} from './policyRule.js';
import { type ActorRecord, actorRecord, keyRecord, organisationRecord } from './state.js';

/** Who asks for what. */
export interface AuthorizationRequest {
  /** Action type, for example `evidence.RegisterItem`. */
  readonly type: string;
  readonly actor: string;
  readonly key: string;
  /** What ActionDefinition.subject answered; undefined when the action has none. */
  readonly subject: string | Refusal | undefined;
}

/** The action may be executed at once. */
export interface Allowed {
  readonly allowed: true;
}

/** The action has to wait as a proposal; the asking organisation's approval is the first. */
export interface NeedsApprovals {
  readonly allowed: false;
  /** Number of organisations that have to agree, the asking one included. At least 2. */
  readonly required: number;
  /** Sorted ids of the organisations that count. */
  readonly eligible: readonly string[];
}

export type Authorization = Allowed | NeedsApprovals | Refusal;

const ALLOWED: Allowed = { allowed: true };

/** Answers from the state alone. */
export function authorize(request: AuthorizationRequest, state: StateReader): Authorization {
  const actor = activeSigner(request, state);
  if ('refused' in actor) return actor;
  const rule = governingRule(request.type, request.subject, state);
  return askPolicy(request, actor, { rule, state });
}

/**
 * The policy rule that governs an action: that of its type, with one exception. Enrolling an actor
 * is an organisation's own affair under SELF; for an organisation without anybody who could do that
 * (a newcomer, or one whose admins are all gone) the rule of governance.AddOrganisation stands in.
 */
export function governingRule(
  type: string,
  subject: AuthorizationRequest['subject'],
  state: StateReader,
): PolicyRule {
  const rule = ruleFor(type, state);
  if (type !== 'governance.EnrolActor' || rule.rule !== 'SELF') return rule;
  if (typeof subject !== 'string' || hasSigner(rule, subject, state)) return rule;
  return ruleFor('governance.AddOrganisation', state);
}

/** The actor's record, or why it cannot act: unknown, removed, or of a removed organisation. */
export function activeActor(id: string, state: StateReader, field: string): ActorRecord | Refusal {
  const actor = actorRecord(state, id);
  const facts = { field, limit: 'an active actor of an active organisation', value: id };
  if (actor === undefined) return refuse('ACTOR_UNKNOWN', facts);
  if (actor.status !== 'active') return refuse('ACTOR_REMOVED', facts);
  const organisation = organisationRecord(state, actor.organisation);
  return organisation?.status === 'active' ? actor : refuse('ORGANISATION_REMOVED', facts);
}

/** The record of an actor who can sign with this key now, or why it cannot. */
export function activeSigner(
  request: Pick<AuthorizationRequest, 'actor' | 'key'>,
  state: StateReader,
): ActorRecord | Refusal {
  const actor = activeActor(request.actor, state, 'actor');
  return 'refused' in actor ? actor : (refuseKey(request, state) ?? actor);
}

function refuseKey(
  request: Pick<AuthorizationRequest, 'actor' | 'key'>,
  state: StateReader,
): Refusal | undefined {
  const key = keyRecord(state, request.key);
  const facts = { field: 'key', limit: `an active key of ${request.actor}`, value: request.key };
  if (key === undefined) return refuse('KEY_UNKNOWN', facts);
  if (key.actor !== request.actor) return refuse('KEY_NOT_OF_ACTOR', facts);
  return key.status === 'active' ? undefined : refuse('KEY_REVOKED', facts);
}

function askPolicy(
  request: AuthorizationRequest,
  actor: ActorRecord,
  { rule, state }: { readonly rule: PolicyRule; readonly state: StateReader },
): Authorization {
  const refusal = refuseByRule(request, actor, rule);
  if (refusal !== undefined) return refusal;
  if (rule.rule === 'ANY' || rule.rule === 'SELF' || isProposalAction(request.type)) return ALLOWED;
  const eligible = eligibleOrganisations(rule, state);
  const required = requiredApprovals(rule, eligible.length);
  if (required <= 1) return ALLOWED;
  if (eligible.length >= required) return { allowed: false, required, eligible };
  return refuse('APPROVALS_OUT_OF_REACH', {
    field: 'type',
    limit: `${required} organisations`,
    value: `${eligible.length} organisations`,
  });
}

/**
 * Why `rule` does not count this actor for this action, or undefined when it does. Also asked of
 * each actor who approves a proposal.
 */
export function refuseByRule(
  request: AuthorizationRequest,
  actor: ActorRecord,
  rule: PolicyRule,
): Refusal | undefined {
  if (rule.rule === 'FORBIDDEN') {
    const limit = 'an action that the policy allows';
    return refuse('ACTION_FORBIDDEN', { field: 'type', limit, value: request.type });
  }
  if (!listsOrganisation(rule, actor.organisation)) {
    const limit = `an organisation of ${listed(rule.organisations)}`;
    return refuse('ORGANISATION_NOT_LISTED', { field: 'actor', limit, value: request.actor });
  }
  if (!matchesRoles(rule, actor.roles)) {
    const limit = `one of the roles ${listed(rule.roles)}`;
    return refuse('ROLE_MISSING', { field: 'actor', limit, value: actor.roles.join(', ') });
  }
  return rule.rule === 'SELF' ? refuseForeignAffair(request, actor) : undefined;
}

const LISTED_MAX = 8;

/** The first few of `names`: a refusal is recorded, so it must not grow with the policy. */
function listed(names: readonly string[] = []): string {
  const more = names.length - LISTED_MAX;
  const shown = names.slice(0, LISTED_MAX).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** Own is what concerns the actor or its organisation; for an admin, also the latter's actors. */
function refuseForeignAffair(
  { actor: id, subject }: AuthorizationRequest,
  actor: ActorRecord,
): Refusal | undefined {
  if (typeof subject === 'object') return subject;
  const isOwn =
    subject === id ||
    subject === actor.organisation ||
    (subject !== undefined &&
      actor.roles.includes(ADMIN_ROLE) &&
      organisationOf(subject) === actor.organisation);
  if (isOwn) return undefined;
  const limit = `an affair of ${id} or its organisation`;
  return refuse('NOT_SELF', { field: 'actor', limit, value: subject ?? 'nobody’s own affair' });
}

/**
 * An approval or withdrawal is one organisation's signature by nature: a counting rule over it
 * would ask for approvals of approvals without end, so there it means ANY.
 */
function isProposalAction(type: string): boolean {
  return type === 'governance.ApproveProposal' || type === 'governance.WithdrawProposal';
}
