/**
 * A notarial act up to its certificate: applied for, accepted or refused by the office, examined;
 * the office's time runs from acceptance and rests while material is missing (公证法 第28–31条). Only an
 * accredited office without relation to a party acts (公证法 第23条 第3项, invariant 7).
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
import type { Refusal } from '../../refusals.js';
import { actionData, hex, object, oneOf, set } from '../../shape.js';
import { claimantsOf, itemIds, refuseUnknownItems } from '../items.js';
import {
  changed,
  inCharge,
  ownRecordAt,
  type Owned,
  type RecordKind,
  recordKey,
} from '../records.js';
import { refuseCapacity } from '../standing/accreditation.js';
import { refuseRelated } from '../standing/relation.js';
import { type NotarialClock, started, STOPPED, stopped } from './notarialClock.js';
import { workingDays } from './workingDays.js';

/** What is to be certified (SF/T 0091-2021: original works, notarial capture, safe keeping). */
export const NOTARIAL_SUBJECTS = ['preservation', 'capture', 'content', 'signature'] as const;

export const NOTARIAL_REFUSAL_REASONS = [
  'material-insufficient',
  'not-within-competence',
  'untrue',
  'unlawful',
  'disputed',
] as const;

export type NotarizationApplied = {
  /** Hash of the signed event. */
  readonly act: Hex;
  readonly office: string;
  readonly applicant: string;
  readonly items: readonly string[];
  readonly subject: (typeof NOTARIAL_SUBJECTS)[number];
  /** Applicant, claimants and the other parties that were named, sorted. */
  readonly parties: readonly string[];
  readonly by: string;
};

/** The office takes the act on; the clock starts. */
export type NotarizationAccepted = {
  readonly act: Hex;
  readonly clock: NotarialClock;
  readonly by: string;
};

export type NotarizationRefused = {
  readonly act: Hex;
  readonly reason: (typeof NOTARIAL_REFUSAL_REASONS)[number];
  readonly by: string;
};

export type NotarizationPaused = NotarizationAccepted;
export type NotarizationResumed = NotarizationAccepted;
export type NotarizationExamined = { readonly act: Hex; readonly by: string };

export type ActRecord = Owned & {
  readonly status:
    'applied' | 'accepted' | 'paused' | 'refused' | 'examined' | 'issued' | 'corrected' | 'revoked';
  readonly applicant: string;
  readonly items: readonly string[];
  readonly parties: readonly string[];
  readonly clock: NotarialClock;
};

export const ACT: RecordKind = {
  prefix: 'notarial-act',
  what: 'a notarial act',
  unknown: 'ACT_UNKNOWN',
  wrongStatus: 'ACT_STATUS',
};

const PARTIES_MAX = 16;

const application = object({
  office: organisationId,
  items: itemIds,
  subject: oneOf(NOTARIAL_SUBJECTS),
  parties: set(0, PARTIES_MAX, organisationId),
});
const onAct = object({ act: hex(32) });
const refusing = object({ act: hex(32), reason: oneOf(NOTARIAL_REFUSAL_REASONS) });
type OnAct = ReturnType<typeof onAct>;

/** For the policy rule SELF: the office. */
export const officeOf = ({ act: id }: OnAct, state: StateReader): string | Refusal =>
  inCharge(ACT, { id, field: 'data.act' }, state);

export const notarialActActions = {
  'evidence.ApplyNotarization': action({ read: actionData(application), decide: decideApply }),
  'evidence.AcceptNotarization': action({
    read: actionData(onAct),
    subject: officeOf,
    decide: clockStep('evidence.NotarizationAccepted', { from: ['applied'], move: started }),
  }),
  'evidence.RefuseNotarization': action({
    read: actionData(refusing),
    subject: officeOf,
    decide: decideRefuse,
  }),
  'evidence.PauseNotarization': action({
    read: actionData(onAct),
    subject: officeOf,
    decide: clockStep('evidence.NotarizationPaused', { from: ['accepted'], move: stopped }),
  }),
  'evidence.ResumeNotarization': action({
    read: actionData(onAct),
    subject: officeOf,
    decide: clockStep('evidence.NotarizationResumed', { from: ['paused'], move: started }),
  }),
  'evidence.ExamineNotarization': action({
    read: actionData(onAct),
    subject: officeOf,
    decide: decideExamine,
  }),
};

export const notarialActEvents = {
  'evidence.NotarizationApplied': event(evolveApplied),
  'evidence.NotarizationAccepted': event(evolveClock('accepted')),
  'evidence.NotarizationRefused': event(({ act: id }: NotarizationRefused, state) => [
    changed(state, ACT, { id, status: 'refused' }),
  ]),
  'evidence.NotarizationPaused': event(evolveClock('paused')),
  'evidence.NotarizationResumed': event(evolveClock('accepted')),
  'evidence.NotarizationExamined': event(({ act: id }: NotarizationExamined, state) => [
    changed(state, ACT, { id, status: 'examined' }),
  ]),
};

/** The act that the signer's office moves on: accredited now, and related to no party. */
export function officesAct(
  { organisation, data }: Action<OnAct>,
  { state, time }: { readonly state: StateReader; readonly time: BlockContext['time'] },
  from: readonly ActRecord['status'][],
): ActRecord | Refusal {
  const step = { id: data.act, field: 'data.act', from, organisation };
  const record = ownRecordAt<ActRecord>(state, ACT, step);
  if ('refused' in record) return record;
  const question = { organisation, capacity: 'notary-office', time, field: 'actor' } as const;
  const parties = { field: 'actor', ids: record.parties };
  return refuseCapacity(state, question) ?? refuseRelated(state, organisation, parties) ?? record;
}

function decideApply(
  { actor, organisation, hash, data }: Action<ReturnType<typeof application>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const { office, items, subject } = data;
  const unknown = refuseUnknownItems(state, items, 'data.items');
  if (unknown !== undefined) return unknown;
  const ids = [organisation, ...claimantsOf(state, items), ...data.parties];
  const parties = [...new Set(ids)].sort();
  for (const [index, id] of data.parties.entries()) {
    const party = activeOrganisation(id, state, `data.parties[${index}]`);
    if ('refused' in party) return party;
  }
  const field = 'data.office';
  const question = { organisation: office, capacity: 'notary-office', time, field } as const;
  const refusal =
    refuseCapacity(state, question) ?? refuseRelated(state, office, { field, ids: parties });
  if (refusal !== undefined) return refusal;
  const applied: NotarizationApplied = {
    act: hash,
    office,
    applicant: organisation,
    items,
    subject,
    parties,
    by: actor,
  };
  return [{ type: 'evidence.NotarizationApplied', data: applied }];
}

function evolveApplied(applied: NotarizationApplied): StateWrite[] {
  const { act, office, applicant, items, parties } = applied;
  const who = { organisation: office, applicant, parties };
  const record: ActRecord = { ...who, items, status: 'applied', clock: STOPPED };
  return [[recordKey(ACT, act), record]];
}

/** A step of the office that starts or stops its clock. */
function clockStep(
  type: string,
  { from, move }: { readonly from: readonly ActRecord['status'][]; readonly move: typeof started },
) {
  return (asked: Action<OnAct>, state: StateReader, { time }: BlockContext): Decision => {
    const record = officesAct(asked, { state, time }, from);
    if ('refused' in record) return record;
    const clock = move(record.clock, time, workingDays(state));
    const moved: NotarizationAccepted = { act: asked.data.act, clock, by: asked.actor };
    return [{ type, data: moved }];
  };
}

function evolveClock(status: ActRecord['status']) {
  return ({ act: id, clock }: NotarizationAccepted, state: StateReader): StateWrite[] => [
    changed(state, ACT, { id, status, clock }),
  ];
}

/** An office may refuse without being able to act: that is often the reason. */
function decideRefuse(
  { actor, organisation, data }: Action<ReturnType<typeof refusing>>,
  state: StateReader,
): Decision {
  const from = ['applied', 'accepted', 'paused', 'examined'];
  const step = { id: data.act, field: 'data.act', from, organisation };
  const record = ownRecordAt<ActRecord>(state, ACT, step);
  if ('refused' in record) return record;
  const refused: NotarizationRefused = { ...data, by: actor };
  return [{ type: 'evidence.NotarizationRefused', data: refused }];
}

function decideExamine(asked: Action<OnAct>, state: StateReader, { time }: BlockContext): Decision {
  const record = officesAct(asked, { state, time }, ['accepted']);
  if ('refused' in record) return record;
  const examined: NotarizationExamined = { act: asked.data.act, by: asked.actor };
  return [{ type: 'evidence.NotarizationExamined', data: examined }];
}
