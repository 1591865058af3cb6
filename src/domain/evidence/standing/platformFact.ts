/**
 * Facts about an evidence platform that a court weighs (在线诉讼规则 第17条; 区块链信息服务管理规定: filing; 等保
 * level): dated, each with its document, each endorsed by an auditor that is no relation. Reports
 * show those that held at the time of an act (invariant 25), not those of today.
 */
import type { Hex } from '../../../crypto/bytes.js';
import type { Instant } from '../../../ledger/instant.js';
import {
  action,
  type Action,
  type BlockContext,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { actionData, hex, instant, object, oneOf, optional } from '../../shape.js';
import { type Content, content, refuseContent } from '../content.js';
import {
  changed,
  inCharge,
  ownRecordAt,
  type Owned,
  recordAt,
  type RecordKind,
  recordKey,
} from '../records.js';
import { refuseCapacity, refuseReversed } from './accreditation.js';
import { refuseRelated } from './relation.js';

export const PLATFORM_FACT_KINDS = [
  'filing',
  'protection-level',
  'certificate',
  'system-version',
  'process-document',
  'ownership',
  'insurance',
] as const;
export type PlatformFactKind = (typeof PLATFORM_FACT_KINDS)[number];

export const FACT_END_REASONS = ['superseded', 'recorded-in-error', 'ceased'] as const;

export type PlatformFactRecorded = {
  /** Hash of the signed event. */
  readonly fact: Hex;
  /** The platform: the organisation whose own fact it is. */
  readonly platform: string;
  readonly kind: PlatformFactKind;
  readonly document: Content;
  readonly validFrom: Instant;
  /** Last instant at which it holds; absent: until another one takes its place. */
  readonly validUntil?: Instant;
  readonly by: string;
};

export type PlatformFactEndorsed = {
  readonly fact: Hex;
  readonly auditor: string;
  readonly by: string;
};

export type PlatformFactWithdrawn = {
  readonly fact: Hex;
  readonly reason: (typeof FACT_END_REASONS)[number];
  readonly by: string;
};

type FactRecord = Owned & { readonly status: 'recorded' | 'endorsed' | 'withdrawn' };

export const FACT: RecordKind = {
  prefix: 'platform-fact',
  what: 'a platform fact',
  unknown: 'FACT_UNKNOWN',
  wrongStatus: 'FACT_STATUS',
};

const recording = object({
  kind: oneOf(PLATFORM_FACT_KINDS),
  document: content,
  validFrom: instant,
  validUntil: optional(instant),
});

export const platformFactActions = {
  'evidence.RecordPlatformFact': action({ read: actionData(recording), decide: decideRecord }),
  'evidence.EndorsePlatformFact': action({
    read: actionData(object({ fact: hex(32) })),
    decide: decideEndorse,
  }),
  'evidence.WithdrawPlatformFact': action({
    read: actionData(object({ fact: hex(32), reason: oneOf(FACT_END_REASONS) })),
    subject: ({ fact: id }, state) => inCharge(FACT, { id, field: 'data.fact' }, state),
    decide: decideWithdraw,
  }),
};

export const platformFactEvents = {
  'evidence.PlatformFactRecorded': event(evolveRecorded),
  'evidence.PlatformFactEndorsed': event(({ fact: id }: PlatformFactEndorsed, state) => [
    changed(state, FACT, { id, status: 'endorsed' }),
  ]),
  'evidence.PlatformFactWithdrawn': event(({ fact: id }: PlatformFactWithdrawn, state) => [
    changed(state, FACT, { id, status: 'withdrawn' }),
  ]),
};

function decideRecord({
  actor,
  organisation,
  hash,
  data,
}: Action<ReturnType<typeof recording>>): Decision {
  const { validUntil, ...rest } = data;
  const refusal = refuseContent(data.document, 'data.document') ?? refuseReversed(data);
  if (refusal !== undefined) return refusal;
  const until = validUntil === undefined ? {} : { validUntil };
  const recorded: PlatformFactRecorded = {
    fact: hash,
    platform: organisation,
    ...rest,
    ...until,
    by: actor,
  };
  return [{ type: 'evidence.PlatformFactRecorded', data: recorded }];
}

function evolveRecorded({ fact, platform }: PlatformFactRecorded): StateWrite[] {
  const record: FactRecord = { organisation: platform, status: 'recorded' };
  return [[recordKey(FACT, fact), record]];
}

function decideEndorse(
  { actor, organisation, data: { fact } }: Action<{ readonly fact: Hex }>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const record = recordAt<FactRecord>(state, FACT, {
    id: fact,
    field: 'data.fact',
    from: ['recorded'],
  });
  if ('refused' in record) return record;
  const question = { organisation, capacity: 'auditor', time, field: 'actor' } as const;
  const refusal =
    refuseCapacity(state, question) ??
    refuseRelated(state, organisation, { field: 'actor', ids: [record.organisation] });
  if (refusal !== undefined) return refusal;
  const endorsed: PlatformFactEndorsed = { fact, auditor: organisation, by: actor };
  return [{ type: 'evidence.PlatformFactEndorsed', data: endorsed }];
}

function decideWithdraw(
  { actor, organisation, data }: Action<Omit<PlatformFactWithdrawn, 'by'>>,
  state: StateReader,
): Decision {
  const from = ['recorded', 'endorsed'];
  const step = { id: data.fact, field: 'data.fact', from, organisation };
  const record = ownRecordAt<FactRecord>(state, FACT, step);
  if ('refused' in record) return record;
  const withdrawn: PlatformFactWithdrawn = { ...data, by: actor };
  return [{ type: 'evidence.PlatformFactWithdrawn', data: withdrawn }];
}
