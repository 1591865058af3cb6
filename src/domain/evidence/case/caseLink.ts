/**
 * Items in a case: submitted by a party, checked by the court, objected to with an article and a
 * ground, answered, ruled on (在线诉讼规则 第15–18条). Every item needs its day of 质证, so nothing is
 * admitted unchecked; a later ruling may take the place of an earlier one, and both stay.
 */
import type { Hex } from '../../../crypto/bytes.js';
import {
  action,
  type Action,
  type BlockContext,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { organisationId } from '../../governance/identifiers.js';
import { activeOrganisation } from '../../governance/organisation.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, hex, object, oneOf } from '../../shape.js';
import { type Content, content, refuseContent } from '../content.js';
import { itemIds, refuseUnknownItems } from '../items.js';
import { changed, type Owned, recordAt, type RecordKind, recordKey } from '../records.js';
import { refuseCapacity } from '../standing/accreditation.js';
import { refuseCourt } from './court.js';

export const CHECK_RESULTS = ['consistent', 'inconsistent', 'not-checkable'] as const;

/** On which rule an objection may rest. */
export const OBJECTION_ARTICLES = [
  'online-litigation-16',
  'online-litigation-17',
  'online-litigation-18',
  'internet-courts-11',
  'civil-evidence-90',
  'civil-evidence-93',
  'civil-evidence-94',
  'intellectual-property-evidence-30',
  'criminal-procedure-110',
  'criminal-procedure-112',
  'criminal-procedure-113',
  'criminal-procedure-114',
] as const;

export const OBJECTION_GROUNDS = [
  'untrue-before-upload',
  'altered-after-upload',
  'source-unclear',
  'environment-not-clean',
  'process-flawed',
  'custody-broken',
  'platform-unqualified',
  'platform-interested',
  'incomplete',
  'unlawfully-obtained',
  'not-relevant',
] as const;

export const OUTCOMES = ['admitted', 'admitted-in-part', 'excluded'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type SubmittedToCase = {
  /** Hash of the signed event. */
  readonly link: Hex;
  /** SHA-256 over the case number: names the case to those who have it. */
  readonly case: Hex;
  readonly court: string;
  readonly submitter: string;
  readonly items: readonly string[];
  readonly by: string;
};

export type CaseChecked = {
  readonly link: Hex;
  readonly result: (typeof CHECK_RESULTS)[number];
  /** The report of the technical check (技术核验). */
  readonly report: Content;
  readonly by: string;
};

export type CaseObjected = {
  readonly link: Hex;
  readonly objector: string;
  readonly article: (typeof OBJECTION_ARTICLES)[number];
  readonly ground: (typeof OBJECTION_GROUNDS)[number];
  /** The reasons in full. */
  readonly document: Content;
  readonly by: string;
};

export type CaseAnswered = { readonly link: Hex; readonly document: Content; readonly by: string };

export type CaseRuled = {
  readonly link: Hex;
  readonly outcome: Outcome;
  readonly document: Content;
  readonly by: string;
};
export type RulingReplaced = CaseRuled;

export type LinkRecord = Owned & {
  readonly status: 'submitted' | 'checked' | 'objected' | 'answered' | 'ruled';
  readonly court: string;
  readonly items: readonly string[];
  /** Organisations that have objected, sorted. */
  readonly objectors: readonly string[];
};

export const LINK: RecordKind = {
  prefix: 'case-link',
  what: 'a submission to a case',
  unknown: 'LINK_UNKNOWN',
  wrongStatus: 'LINK_STATUS',
};

const submission = object({ case: hex(32), court: organisationId, items: itemIds });
const checking = object({ link: hex(32), result: oneOf(CHECK_RESULTS), report: content });
const objection = object({
  link: hex(32),
  article: oneOf(OBJECTION_ARTICLES),
  ground: oneOf(OBJECTION_GROUNDS),
  document: content,
});
const answer = object({ link: hex(32), document: content });
const ruling = object({ link: hex(32), outcome: oneOf(OUTCOMES), document: content });
type OnLink = { readonly link: Hex };

export const caseLinkActions = {
  'evidence.SubmitToCase': action({ read: actionData(submission), decide: decideSubmit }),
  'evidence.CheckInCase': action({ read: actionData(checking), decide: decideCheck }),
  'evidence.ObjectInCase': action({ read: actionData(objection), decide: decideObject }),
  'evidence.AnswerInCase': action({ read: actionData(answer), decide: decideAnswer }),
  'evidence.RuleInCase': action({
    read: actionData(ruling),
    decide: rulingStep('evidence.CaseRuled', ['checked', 'objected', 'answered']),
  }),
  'evidence.ReplaceRuling': action({
    read: actionData(ruling),
    decide: rulingStep('evidence.RulingReplaced', ['ruled']),
  }),
};

export const caseLinkEvents = {
  'evidence.SubmittedToCase': event(evolveSubmitted),
  'evidence.CaseChecked': event(evolveTo('checked')),
  'evidence.CaseObjected': event(evolveObjected),
  'evidence.CaseAnswered': event(evolveTo('answered')),
  'evidence.CaseRuled': event(evolveTo('ruled')),
  'evidence.RulingReplaced': event(evolveTo('ruled')),
};

function evolveTo(status: LinkRecord['status']) {
  return ({ link: id }: OnLink, state: StateReader): StateWrite[] => [
    changed(state, LINK, { id, status }),
  ];
}

function evolveObjected({ link: id, objector }: CaseObjected, state: StateReader): StateWrite[] {
  const { objectors } = state.get(recordKey(LINK, id)) as LinkRecord;
  const all = [...new Set([...objectors, objector])].sort();
  return [changed(state, LINK, { id, status: 'objected', objectors: all })];
}

function linkAt(
  state: StateReader,
  { link: id }: OnLink,
  from: readonly LinkRecord['status'][],
): LinkRecord | Refusal {
  return recordAt<LinkRecord>(state, LINK, { id, field: 'data.link', from });
}

function decideSubmit(
  { actor, organisation, hash, data }: Action<ReturnType<typeof submission>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const court = activeOrganisation(data.court, state, 'data.court');
  if ('refused' in court) return court;
  const capacity = { organisation: data.court, capacity: 'court', time } as const;
  const refusal =
    refuseCapacity(state, { ...capacity, field: 'data.court' }) ??
    refuseUnknownItems(state, data.items, 'data.items');
  if (refusal !== undefined) return refusal;
  const submitted: SubmittedToCase = { link: hash, ...data, submitter: organisation, by: actor };
  return [{ type: 'evidence.SubmittedToCase', data: submitted }];
}

function evolveSubmitted({ link, submitter, court, items }: SubmittedToCase): StateWrite[] {
  const what = { court, items, objectors: [] };
  const record: LinkRecord = { organisation: submitter, status: 'submitted', ...what };
  return [[recordKey(LINK, link), record]];
}

/** The court that was addressed, by the hand that may do this, or why not. */
function refuseOtherCourt(
  asked: Action<OnLink>,
  { court }: LinkRecord,
  { state, ...how }: { readonly state: StateReader } & Parameters<typeof refuseCourt>[2],
): Refusal | undefined {
  if (court === asked.organisation) return refuseCourt(asked, state, how);
  return refuse('NOT_IN_CHARGE', { field: 'actor', limit: court, value: asked.organisation });
}

function decideCheck(
  asked: Action<ReturnType<typeof checking>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const record = linkAt(state, asked.data, ['submitted']);
  if ('refused' in record) return record;
  const refusal =
    refuseOtherCourt(asked, record, { state, time, duty: 'check' }) ??
    refuseContent(asked.data.report, 'data.report');
  if (refusal !== undefined) return refusal;
  const checked: CaseChecked = { ...asked.data, by: asked.actor };
  return [{ type: 'evidence.CaseChecked', data: checked }];
}

/** Several may object, also after an answer: each gets its own. */
function decideObject(asked: Action<ReturnType<typeof objection>>, state: StateReader): Decision {
  const { actor, organisation, data } = asked;
  const record = linkAt(state, data, ['checked', 'objected', 'answered']);
  if ('refused' in record) return record;
  if ([record.organisation, record.court].includes(organisation)) {
    const limit = 'a party that neither submitted the items nor rules on them';
    return refuse('OBJECTION_TO_OWN', { field: 'actor', limit, value: organisation });
  }
  const refusal = refuseContent(data.document, 'data.document');
  if (refusal !== undefined) return refusal;
  const objected: CaseObjected = { ...data, objector: organisation, by: actor };
  return [{ type: 'evidence.CaseObjected', data: objected }];
}

function decideAnswer(asked: Action<ReturnType<typeof answer>>, state: StateReader): Decision {
  const { actor, organisation, data } = asked;
  const record = linkAt(state, data, ['objected']);
  if ('refused' in record) return record;
  if (record.organisation !== organisation) {
    const facts = { field: 'actor', limit: record.organisation, value: organisation };
    return refuse('NOT_IN_CHARGE', facts);
  }
  const refusal = refuseContent(data.document, 'data.document');
  if (refusal !== undefined) return refusal;
  const answered: CaseAnswered = { ...data, by: actor };
  return [{ type: 'evidence.CaseAnswered', data: answered }];
}

function rulingStep(type: string, from: readonly LinkRecord['status'][]) {
  return (
    asked: Action<ReturnType<typeof ruling>>,
    state: StateReader,
    { time }: BlockContext,
  ): Decision => {
    const record = linkAt(state, asked.data, from);
    if ('refused' in record) return record;
    const refusal =
      refuseOtherCourt(asked, record, { state, time, duty: 'rule' }) ??
      refuseContent(asked.data.document, 'data.document');
    if (refusal !== undefined) return refusal;
    const ruled: CaseRuled = { ...asked.data, by: asked.actor };
    return [{ type, data: ruled }];
  };
}
