/**
 * Proposals: actions that wait for the approval of further organisations.
 *
 * How an action that needs several approvals runs, step by step:
 *
 * 1. `authorize` answers NeedsApprovals and the action's own `decide` accepts. Dispatch records
 *    the one event of `openProposal`: governance.ProposalOpened, named by the hash of the signed
 *    event. The proposer's organisation is the first approval.
 * 2. Each governance.ApproveProposal that passes the guards of `decideApprove` adds an
 *    organisation. The policy in force at that moment counts, not the one at the time of proposing;
 *    organisations that count no longer (removed, unlisted, nobody to sign) are left out of both
 *    numbers, and so are approvals with a key that was later revoked as compromised.
 * 3. The approval that reaches the number is decided as ProposalApproved and ProposalExecuted.
 *    Dispatch asks `proposedAction`, and then folds both: that is the action, with its proposer as
 *    the actor and the proposal as its hash. Dispatch gives its data to the action's own `read` and
 *    `decide`, without asking the policy again, and records what comes out after ProposalExecuted:
 *    the action's events, or one ledger.Refused. Either way the proposal is done, and no more of it
 *    stays in the state than that it was and whose.
 *
 * A proposal lapses when block time passes the notAfter of the event that proposed; there is no
 * event for that, an approval is just refused from then on.
 */
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { DerivedEvent } from '../../ledger/derivedEvent.js';
import type { PolicyRule } from '../../ledger/genesis.js';
import type { Instant } from '../../ledger/instant.js';
import {
  action,
  type Action,
  type BlockContext,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import { actionData, hex, object } from '../shape.js';
import { activeActor, governingRule, refuseByRule } from './authorize.js';
import { organisationOf } from './identifiers.js';
import { eligibleOrganisations, requiredApprovals } from './policyRule.js';
import {
  type ClosedProposal,
  keyRecord,
  type OpenProposal,
  proposalKey,
  proposalRecord,
} from './state.js';

/** Type of the one derived event of an action that has to wait. */
export const PROPOSAL_OPENED_TYPE = 'governance.ProposalOpened';

export type ProposalOpened = {
  readonly proposal: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly proposer: string;
  readonly organisation: string;
  readonly key: string;
  readonly expires: Instant;
};
export type ProposalApproved = {
  readonly proposal: string;
  readonly organisation: string;
  readonly actor: string;
  readonly key: string;
};
export type ProposalExecuted = { readonly proposal: string };
export type ProposalWithdrawn = { readonly proposal: string };

/** An action whose proposal has just been executed: what dispatch runs next. */
export interface ProposedAction {
  readonly type: string;
  /** The proposer. */
  readonly actor: string;
  /** The key that signed the proposal. */
  readonly key: string;
  /** The proposal's hash: the idempotency key was used up when the action was proposed. */
  readonly id: string;
  /** The proposal's hash, which names what the action creates. */
  readonly hash: string;
  /** As it was signed, to be read by the action's own reader. */
  readonly data: JsonObject;
}

/** The event that makes a waiting proposal of `proposed`; data and notAfter as they were signed. */
export function openProposal(
  proposed: Action<unknown>,
  signed: { readonly data: JsonObject; readonly notAfter: Instant },
): DerivedEvent {
  const opened: ProposalOpened = {
    proposal: proposed.hash,
    type: proposed.type,
    data: signed.data,
    proposer: proposed.actor,
    organisation: proposed.organisation,
    key: proposed.key,
    expires: signed.notAfter,
  };
  return { type: PROPOSAL_OPENED_TYPE, data: opened };
}

/**
 * The action to run after `events`, when they execute a proposal; undefined otherwise. `state` is
 * that before them: a closed proposal keeps no action.
 */
export function proposedAction(
  events: readonly DerivedEvent[],
  state: StateReader,
): ProposedAction | undefined {
  const executed = events.at(-1);
  if (executed?.type !== 'governance.ProposalExecuted') return undefined;
  const hash = (executed.data as ProposalExecuted).proposal;
  const { type, proposer, key, data } = proposalRecord(state, hash) as OpenProposal;
  return { type, actor: proposer, key, id: hash, hash, data };
}

const readProposal = actionData(object({ proposal: hex(32) }));

export const proposalActions = {
  'governance.ApproveProposal': action({ read: readProposal, decide: decideApprove }),
  'governance.WithdrawProposal': action({
    read: readProposal,
    subject: ({ proposal }, state) =>
      proposalRecord(state, proposal)?.proposer ?? unknownProposal(proposal),
    decide: decideWithdraw,
  }),
};

export const proposalEvents = {
  [PROPOSAL_OPENED_TYPE]: event(evolveOpened),
  'governance.ProposalApproved': event(evolveApproved),
  'governance.ProposalExecuted': event(({ proposal }: ProposalExecuted, state) =>
    close(proposal, 'executed', state),
  ),
  'governance.ProposalWithdrawn': event(({ proposal }: ProposalWithdrawn, state) =>
    close(proposal, 'withdrawn', state),
  ),
};

type Approval = Action<{ readonly proposal: string }>;

function decideApprove(approval: Approval, state: StateReader, block: BlockContext): Decision {
  const { proposal } = approval.data;
  const record = openRecord(proposal, state);
  if ('refused' in record) return record;
  if (block.time > record.expires) {
    const facts = { field: 'data.proposal', limit: record.expires, value: block.time };
    return refuse('PROPOSAL_EXPIRED', facts);
  }
  const rule = governingRule(record.type, enrolledBy(record), state);
  return (
    refuseApprover(approval, record, { rule, state }) ??
    refuseProposer(record, rule, state) ??
    countApprovals(approval, record, { rule, state })
  );
}

function countApprovals(
  { actor, organisation, key, data: { proposal } }: Approval,
  record: OpenProposal,
  { rule, state }: { readonly rule: PolicyRule; readonly state: StateReader },
): Decision {
  const eligible = eligibleOrganisations(rule, state);
  const required = requiredApprovals(rule, eligible.length);
  const agreed = standingApprovals(record, state);
  const isRepeated = agreed.has(organisation);
  agreed.add(organisation);
  const counted = eligible.filter((id) => agreed.has(id)).length;
  const executed = { type: 'governance.ProposalExecuted', data: { proposal } };
  // The number can also be reached by an organisation leaving; then a repeated approval executes.
  if (isRepeated && counted >= required) return [executed];
  if (isRepeated) {
    const limit = 'the first approval of an organisation';
    return refuse('ALREADY_APPROVED', { field: 'data.proposal', limit, value: organisation });
  }
  const approved: ProposalApproved = { proposal, organisation, actor, key };
  const events = [{ type: 'governance.ProposalApproved', data: approved }];
  return counted >= required ? [...events, executed] : events;
}

/** The organisations that approved with a key that has not turned out to be in wrong hands. */
function standingApprovals({ approvals }: OpenProposal, state: StateReader): Set<string> {
  const standing = approvals.filter(({ key }) => !isCompromised(key, state));
  return new Set(standing.map(({ organisation }) => organisation));
}

/** A key replaced in good order leaves standing what it signed; one in wrong hands does not. */
function isCompromised(key: string, state: StateReader): boolean {
  const record = keyRecord(state, key);
  return record?.status === 'revoked' && record.reason === 'compromised';
}

/** The organisation that a proposed enrolment is about (authorize.ts, governingRule). */
function enrolledBy({ type, data }: OpenProposal): string | undefined {
  const { actor } = data;
  if (type !== 'governance.EnrolActor' || typeof actor !== 'string') return undefined;
  return organisationOf(actor);
}

/** A proposal stands as long as its proposer could still make it. */
function refuseProposer(
  { type, proposer, key }: OpenProposal,
  rule: PolicyRule,
  state: StateReader,
): Refusal | undefined {
  const actor = activeActor(proposer, state, 'data.proposal');
  const stands =
    !('refused' in actor) &&
    !isCompromised(key, state) &&
    refuseByRule({ type, actor: proposer, key, subject: undefined }, actor, rule) === undefined;
  if (stands) return undefined;
  const limit = 'a proposer who may still propose the action, with a key that is not compromised';
  return refuse('PROPOSER_GONE', { field: 'data.proposal', limit, value: proposer });
}

/** Approving takes what proposing takes. */
function refuseApprover(
  { actor, key }: Approval,
  { type }: OpenProposal,
  { rule, state }: { readonly rule: PolicyRule; readonly state: StateReader },
): Refusal | undefined {
  const record = activeActor(actor, state, 'actor');
  if ('refused' in record) return record;
  return refuseByRule({ type, actor, key, subject: undefined }, record, rule);
}

function decideWithdraw({ data: { proposal } }: Approval, state: StateReader): Decision {
  const record = openRecord(proposal, state);
  if ('refused' in record) return record;
  return [{ type: 'governance.ProposalWithdrawn', data: { proposal } }];
}

function openRecord(proposal: string, state: StateReader): OpenProposal | Refusal {
  const record = proposalRecord(state, proposal);
  if (record === undefined) return unknownProposal(proposal);
  if (record.status === 'open') return record;
  const facts = { field: 'data.proposal', limit: 'an open proposal', value: record.status };
  return refuse('PROPOSAL_CLOSED', facts);
}

function unknownProposal(proposal: string): Refusal {
  const facts = { field: 'data.proposal', limit: 'a proposal of this ledger', value: proposal };
  return refuse('PROPOSAL_UNKNOWN', facts);
}

function evolveOpened({ proposal, ...opened }: ProposalOpened): StateWrite[] {
  const record: OpenProposal = {
    ...opened,
    approvals: [{ organisation: opened.organisation, key: opened.key }],
    status: 'open',
  };
  return [[proposalKey(proposal), record]];
}

function evolveApproved(
  { proposal, organisation, key }: ProposalApproved,
  state: StateReader,
): StateWrite[] {
  const record = proposalRecord(state, proposal) as OpenProposal;
  const approvals = [...record.approvals, { organisation, key }];
  return [[proposalKey(proposal), { ...record, approvals }]];
}

function close(
  proposal: string,
  status: ClosedProposal['status'],
  state: StateReader,
): StateWrite[] {
  const { proposer } = proposalRecord(state, proposal) as OpenProposal;
  return [[proposalKey(proposal), { status, proposer }]];
}
