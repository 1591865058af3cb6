/** The enums of governance: statuses, kinds of policy rules, reasons of revocation. */
import { describedEnum } from '../describedEnum.js';

export const MembershipStatusEnum = describedEnum({
  name: 'MembershipStatus',
  description: 'Whether an organisation or actor may act.',
  values: {
    ACTIVE: ['active', 'Takes part.'],
    REMOVED: ['removed', 'Took part once; its id is never given again.'],
  },
});

export const KeyStatusEnum = describedEnum({
  name: 'KeyStatus',
  description: 'Whether a key may sign.',
  values: {
    ACTIVE: ['active', 'May sign.'],
    REVOKED: ['revoked', 'May not sign any more, and never again.'],
  },
});

export const RevocationReasonEnum = describedEnum({
  name: 'KeyRevocationReason',
  description: 'Why a key was revoked.',
  values: {
    COMPROMISED: ['compromised', 'Somebody else may have used it.'],
    SUPERSEDED: ['superseded', 'Another key took its place.'],
    CEASED: ['ceased', 'Its holder no longer needs it.'],
  },
});

export const PolicyRuleKindEnum = describedEnum({
  name: 'PolicyRuleKind',
  description: 'Who must agree to an action. Organisations are counted, never keys.',
  values: {
    ANY: ['ANY', 'One actor with one of the roles in one of the organisations.'],
    ALL: ['ALL', 'Every organisation that counts.'],
    MAJORITY: ['MAJORITY', 'More than half of the organisations that count.'],
    AT_LEAST: ['AT_LEAST', 'At least `atLeast` of the organisations that count.'],
    SELF: ['SELF', 'The actor or organisation whose own affair the action is.'],
    FORBIDDEN: ['FORBIDDEN', 'Nobody.'],
  },
});

export const ProposalStatusEnum = describedEnum({
  name: 'ProposalStatus',
  description: 'How far a proposal is.',
  values: {
    OPEN: ['open', 'Waits for approvals; see `expires`.'],
    EXECUTED: ['executed', 'Enough organisations approved it and its action was executed.'],
    WITHDRAWN: ['withdrawn', 'Its proposer took it back.'],
  },
});

export const ProposalOrderFieldEnum = describedEnum({
  name: 'ProposalOrderField',
  description: 'What proposals are sorted by.',
  values: {
    OPENED: ['OPENED', 'The order in which they were opened.'],
    EXPIRES: ['EXPIRES', 'The last block time for approvals.'],
    TYPE: ['TYPE', 'Type of the proposed action.'],
  },
});

export const ActorOrderFieldEnum = describedEnum({
  name: 'ActorOrderField',
  description: 'What actors are sorted by.',
  values: {
    ACTOR_ID: ['ACTOR_ID', 'The actor’s own id.'],
    ORGANISATION_ID: ['ORGANISATION_ID', 'Id of the organisation.'],
    ENROLLED: ['ENROLLED', 'The order in which they were enrolled.'],
  },
});
