/**
 * Appraisal (司法鉴定): commissioned from an institution, its material received, an opinion issued,
 * supplemented or withdrawn. An opinion whose appraiser does not appear in court falls (民事诉讼法
 * 第81条): the court disregards it. The institution is licensed at each of its steps, and related to
 * no party (invariant 7).
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
import type { Refusal } from '../../refusals.js';
import { actionData, hex, list, object, oneOf } from '../../shape.js';
import { refuseCourt } from '../case/court.js';
import { type Content, content, refuseContent } from '../content.js';
import { claimantsOf, itemIds, refuseUnknownItems } from '../items.js';
import {
  changed,
  inCharge,
  ownRecordAt,
  type Owned,
  recordAt,
  type RecordKind,
  recordKey,
} from '../records.js';
import { refuseCapacity } from '../standing/accreditation.js';
import { refuseRelated } from '../standing/relation.js';

/** What is asked (知产证据规定 第19条 第7项: authenticity and integrity of electronic data). */
export const APPRAISAL_QUESTIONS = ['authenticity', 'integrity', 'identity', 'similarity'] as const;
export const OPINION_END_REASONS = ['error', 'material-untrue', 'licence', 'relation'] as const;

export type AppraisalCommissioned = {
  /** Hash of the signed event. */
  readonly appraisal: Hex;
  readonly institution: string;
  readonly commissioner: string;
  readonly items: readonly string[];
  readonly question: (typeof APPRAISAL_QUESTIONS)[number];
  /** Commissioner and claimants, sorted. */
  readonly parties: readonly string[];
  readonly by: string;
};

export type MaterialReceived = {
  readonly appraisal: Hex;
  /** The list of material, each piece as the institution hashed it. */
  readonly materials: readonly Content[];
  readonly by: string;
};

export type OpinionIssued = {
  readonly appraisal: Hex;
  readonly document: Content;
  readonly by: string;
};
export type OpinionSupplemented = OpinionIssued;

export type OpinionWithdrawn = {
  readonly appraisal: Hex;
  readonly reason: (typeof OPINION_END_REASONS)[number];
  readonly by: string;
};

export type OpinionDisregarded = {
  readonly appraisal: Hex;
  readonly court: string;
  readonly by: string;
};

export type AppraisalRecord = Owned & {
  readonly status:
    'commissioned' | 'received' | 'issued' | 'supplemented' | 'withdrawn' | 'disregarded';
  readonly commissioner: string;
  readonly items: readonly string[];
  readonly parties: readonly string[];
};

export const APPRAISAL: RecordKind = {
  prefix: 'appraisal',
  what: 'an appraisal',
  unknown: 'APPRAISAL_UNKNOWN',
  wrongStatus: 'APPRAISAL_STATUS',
};

const MATERIALS_MAX = 100;

const commission = object({
  institution: organisationId,
  items: itemIds,
  question: oneOf(APPRAISAL_QUESTIONS),
});
const receipt = object({ appraisal: hex(32), materials: list(1, MATERIALS_MAX, content) });
const opinion = object({ appraisal: hex(32), document: content });
const ending = object({ appraisal: hex(32), reason: oneOf(OPINION_END_REASONS) });
const onAppraisal = object({ appraisal: hex(32) });
type OnAppraisal = ReturnType<typeof onAppraisal>;

const institutionOf = ({ appraisal: id }: OnAppraisal, state: StateReader) =>
  inCharge(APPRAISAL, { id, field: 'data.appraisal' }, state);

export const appraisalActions = {
  'evidence.CommissionAppraisal': action({
    read: actionData(commission),
    decide: decideCommission,
  }),
  'evidence.ReceiveMaterial': action({
    read: actionData(receipt),
    subject: institutionOf,
    decide: decideReceive,
  }),
  'evidence.IssueOpinion': action({
    read: actionData(opinion),
    subject: institutionOf,
    decide: opinionStep('evidence.OpinionIssued', ['received']),
  }),
  'evidence.SupplementOpinion': action({
    read: actionData(opinion),
    subject: institutionOf,
    decide: opinionStep('evidence.OpinionSupplemented', ['issued', 'supplemented']),
  }),
  'evidence.WithdrawOpinion': action({
    read: actionData(ending),
    subject: institutionOf,
    decide: decideWithdraw,
  }),
  'evidence.DisregardOpinion': action({ read: actionData(onAppraisal), decide: decideDisregard }),
};

export const appraisalEvents = {
  'evidence.AppraisalCommissioned': event(evolveCommissioned),
  'evidence.MaterialReceived': event(evolveTo('received')),
  'evidence.OpinionIssued': event(evolveTo('issued')),
  'evidence.OpinionSupplemented': event(evolveTo('supplemented')),
  'evidence.OpinionWithdrawn': event(evolveTo('withdrawn')),
  'evidence.OpinionDisregarded': event(evolveTo('disregarded')),
};

function evolveTo(status: AppraisalRecord['status']) {
  return ({ appraisal: id }: OnAppraisal, state: StateReader): StateWrite[] => [
    changed(state, APPRAISAL, { id, status }),
  ];
}

function decideCommission(
  { actor, organisation, hash, data }: Action<ReturnType<typeof commission>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const unknown = refuseUnknownItems(state, data.items, 'data.items');
  if (unknown !== undefined) return unknown;
  const parties = [...new Set([organisation, ...claimantsOf(state, data.items)])].sort();
  const able = { institution: data.institution, parties, field: 'data.institution' };
  const refusal = refuseUnable(state, able, time);
  if (refusal !== undefined) return refusal;
  const commissioned: AppraisalCommissioned = {
    appraisal: hash,
    commissioner: organisation,
    ...data,
    parties,
    by: actor,
  };
  return [{ type: 'evidence.AppraisalCommissioned', data: commissioned }];
}

/** The institution has no licence at that time, or is related to a party. */
function refuseUnable(
  state: StateReader,
  asked: {
    readonly institution: string;
    readonly parties: readonly string[];
    readonly field: string;
  },
  time: BlockContext['time'],
): Refusal | undefined {
  const { institution: organisation, parties: ids, field } = asked;
  return (
    refuseCapacity(state, { organisation, capacity: 'forensic-institution', time, field }) ??
    refuseRelated(state, organisation, { field, ids })
  );
}

function evolveCommissioned(commissioned: AppraisalCommissioned): StateWrite[] {
  const { appraisal, institution, commissioner, items, parties } = commissioned;
  const who = { organisation: institution, commissioner, parties };
  const record: AppraisalRecord = { ...who, items, status: 'commissioned' };
  return [[recordKey(APPRAISAL, appraisal), record]];
}

/** The appraisal that the signer's institution moves on: licensed now, related to no party. */
function institutionsAppraisal(
  { organisation, data }: Action<OnAppraisal>,
  { state, time }: { readonly state: StateReader; readonly time: BlockContext['time'] },
  from: readonly AppraisalRecord['status'][],
): AppraisalRecord | Refusal {
  const step = { id: data.appraisal, field: 'data.appraisal', from, organisation };
  const record = ownRecordAt<AppraisalRecord>(state, APPRAISAL, step);
  if ('refused' in record) return record;
  const able = { institution: organisation, parties: record.parties, field: 'actor' };
  return refuseUnable(state, able, time) ?? record;
}

function decideReceive(
  asked: Action<ReturnType<typeof receipt>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const { actor, data } = asked;
  const record = institutionsAppraisal(asked, { state, time }, ['commissioned']);
  if ('refused' in record) return record;
  for (const [index, material] of data.materials.entries()) {
    const refusal = refuseContent(material, `data.materials[${index}]`);
    if (refusal !== undefined) return refusal;
  }
  const received: MaterialReceived = { ...data, by: actor };
  return [{ type: 'evidence.MaterialReceived', data: received }];
}

/** A step that ends in a document of the institution's. */
function opinionStep(type: string, from: readonly AppraisalRecord['status'][]) {
  return (
    asked: Action<ReturnType<typeof opinion>>,
    state: StateReader,
    { time }: BlockContext,
  ): Decision => {
    const record = institutionsAppraisal(asked, { state, time }, from);
    if ('refused' in record) return record;
    const refusal = refuseContent(asked.data.document, 'data.document');
    if (refusal !== undefined) return refusal;
    const issued: OpinionIssued = { ...asked.data, by: asked.actor };
    return [{ type, data: issued }];
  };
}

/** Also without a licence: taking back is always due. */
function decideWithdraw(
  { actor, organisation, data }: Action<ReturnType<typeof ending>>,
  state: StateReader,
): Decision {
  const from = ['issued', 'supplemented'];
  const step = { id: data.appraisal, field: 'data.appraisal', from, organisation };
  const record = ownRecordAt<AppraisalRecord>(state, APPRAISAL, step);
  if ('refused' in record) return record;
  const withdrawn: OpinionWithdrawn = { ...data, by: actor };
  return [{ type: 'evidence.OpinionWithdrawn', data: withdrawn }];
}

function decideDisregard(
  asked: Action<OnAppraisal>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const { actor, organisation, data } = asked;
  const from = ['issued', 'supplemented'];
  const step = { id: data.appraisal, field: 'data.appraisal', from };
  const record = recordAt<AppraisalRecord>(state, APPRAISAL, step);
  if ('refused' in record) return record;
  const refusal = refuseCourt(asked, state, { time, duty: 'rule' });
  if (refusal !== undefined) return refusal;
  const disregarded: OpinionDisregarded = { ...data, court: organisation, by: actor };
  return [{ type: 'evidence.OpinionDisregarded', data: disregarded }];
}
