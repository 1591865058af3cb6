/**
 * Erasure of content (个人信息保护法 第47条): requested on a ground, decided by the item's claimant, carried
 * out by key custodians who each prove that their share of the key is destroyed. What is erased is
 * content, salt and keys; the commitment and every proof stay (invariant 13). A hold beats every
 * step (invariant 12); while retention runs, content can only be restricted.
 *
 * | | no hold, retention over | retention runs | hold |
 * |---|---|---|---|
 * | erase | yes | RETENTION_RUNNING | ITEM_HELD |
 * | restrict | yes | yes | yes |
 * | refuse | yes | yes | yes |
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
import { organisationId } from '../../governance/identifiers.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, hex, integer, object, oneOf, optional, set } from '../../shape.js';
import { type Content, content, refuseContent } from '../content.js';
import { claimantOf, itemId } from '../item.js';
import {
  changed,
  inCharge,
  type Owned,
  ownRecordAt,
  recordAt,
  type RecordKind,
  recordKey,
} from '../records.js';
import { refuseCapacity } from '../standing/accreditation.js';
import { refuseHeld } from './hold.js';
import { retainedUntil } from './retention.js';

/** The grounds of 个人信息保护法 第47条, and an order. */
export const ERASURE_GROUNDS = [
  'purpose-fulfilled',
  'retention-over',
  'service-ended',
  'consent-withdrawn',
  'unlawful-processing',
  'order',
] as const;

export const ERASURE_DECISIONS = ['erase', 'restrict', 'refuse'] as const;

export type ErasureRequested = {
  /** Hash of the signed event. */
  readonly erasure: Hex;
  readonly item: string;
  readonly ground: (typeof ERASURE_GROUNDS)[number];
  /** The claimant of the item, who has to decide. */
  readonly decider: string;
  readonly by: string;
};

export type ErasureDecided = {
  readonly erasure: Hex;
  readonly item: string;
  readonly decision: (typeof ERASURE_DECISIONS)[number];
  /** With `erase`: the organisations that hold shares of the content's key, sorted. */
  readonly custodians?: readonly string[];
  /** With `erase`: how many of them have to prove that their share is destroyed. */
  readonly required?: number;
  readonly by: string;
};

export type KeyDestructionAttested = {
  readonly erasure: Hex;
  readonly custodian: string;
  /** What the custodian's key store says of the destruction. */
  readonly proof: Content;
  readonly by: string;
};

/** Follows the attestation that makes the number full. */
export type ErasureExecuted = {
  readonly erasure: Hex;
  readonly item: string;
  readonly custodians: readonly string[];
};

type ErasureRecord = Owned & {
  readonly status: 'requested' | 'decided' | 'restricted' | 'refused' | 'executed';
  readonly item: string;
  readonly custodians: readonly string[];
  readonly required: number;
  readonly attested: readonly string[];
};

const ERASURE: RecordKind = {
  prefix: 'erasure',
  what: 'an erasure request',
  unknown: 'ERASURE_UNKNOWN',
  wrongStatus: 'ERASURE_STATUS',
};

const CUSTODIANS_MAX = 16;

const request = object({ item: itemId, ground: oneOf(ERASURE_GROUNDS) });
const ruling = object({
  erasure: hex(32),
  decision: oneOf(ERASURE_DECISIONS),
  custodians: optional(set(1, CUSTODIANS_MAX, organisationId)),
  required: optional(integer(1, CUSTODIANS_MAX)),
});
const attestation = object({ erasure: hex(32), proof: content });
type Ruling = ReturnType<typeof ruling>;

export const erasureActions = {
  'evidence.RequestErasure': action({ read: actionData(request), decide: decideRequest }),
  'evidence.DecideErasure': action({
    read: actionData(ruling),
    subject: ({ erasure: id }, state) => inCharge(ERASURE, { id, field: 'data.erasure' }, state),
    decide: decideRuling,
  }),
  'evidence.AttestKeyDestruction': action({ read: actionData(attestation), decide: decideAttest }),
};

export const erasureEvents = {
  'evidence.ErasureRequested': event(evolveRequested),
  'evidence.ErasureDecided': event(evolveDecided),
  'evidence.KeyDestructionAttested': event(evolveAttested),
  'evidence.ErasureExecuted': event(({ erasure: id, item }: ErasureExecuted, state) => [
    changed(state, ERASURE, { id, status: 'executed' }),
    [contentStatusKey(item), 'erased'],
  ]),
};

const contentStatusKey = (item: string): string => `evidence/content-status/${item}`;

/** What has become of the item's content: `held` unless a decision changed it. */
export function contentStatus(state: StateReader, item: string): 'held' | 'restricted' | 'erased' {
  return (state.get(contentStatusKey(item)) as 'restricted' | 'erased' | undefined) ?? 'held';
}

function decideRequest(
  { actor, hash, data }: Action<ReturnType<typeof request>>,
  state: StateReader,
): Decision {
  const decider = claimantOf(data.item, state);
  if (typeof decider === 'object') return decider;
  const erased = refuseErased(state, data.item);
  if (erased !== undefined) return erased;
  const requested: ErasureRequested = { erasure: hash, ...data, decider, by: actor };
  return [{ type: 'evidence.ErasureRequested', data: requested }];
}

/** CONTENT_ERASED when there is nothing left. */
export function refuseErased(state: StateReader, item: string): Refusal | undefined {
  if (contentStatus(state, item) !== 'erased') return undefined;
  const facts = { field: 'data.item', limit: 'an item whose content is there', value: item };
  return refuse('CONTENT_ERASED', facts);
}

function evolveRequested({ erasure, item, decider }: ErasureRequested): StateWrite[] {
  const record: ErasureRecord = {
    organisation: decider,
    status: 'requested',
    item,
    custodians: [],
    required: 0,
    attested: [],
  };
  return [[recordKey(ERASURE, erasure), record]];
}

function decideRuling(
  { actor, organisation, data }: Action<Ruling>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const { custodians, required, ...rest } = data;
  const step = { id: data.erasure, field: 'data.erasure', from: ['requested'], organisation };
  const record = ownRecordAt<ErasureRecord>(state, ERASURE, step);
  if ('refused' in record) return record;
  const { item } = record;
  const refusal =
    data.decision === 'erase'
      ? (refuseErasing(state, item, time) ?? refuseCustodians(data, state, time))
      : refuseNeedless(data);
  if (refusal !== undefined) return refusal;
  const who = custodians === undefined ? {} : { custodians };
  const many = required === undefined ? {} : { required };
  const decided: ErasureDecided = { ...rest, item, ...who, ...many, by: actor };
  return [{ type: 'evidence.ErasureDecided', data: decided }];
}

function refuseErasing(state: StateReader, item: string, time: Instant): Refusal | undefined {
  const held = refuseHeld(state, item, 'data.decision') ?? refuseErased(state, item);
  if (held !== undefined) return held;
  const until = retainedUntil(state, item);
  if (until === undefined || until < time) return undefined;
  const limit = 'an item whose retention is over, or the decision restrict';
  return refuse('RETENTION_RUNNING', { field: 'data.decision', limit, value: until });
}

/** Erasing needs custodians of the key, all of them accredited, and how many have to attest. */
function refuseCustodians(
  { custodians = [], required = 0 }: Ruling,
  state: StateReader,
  time: Instant,
): Refusal | undefined {
  if (required < 1 || required > custodians.length) {
    const limit = `a number from 1 to that of the custodians, ${custodians.length}`;
    return refuse('CUSTODIANS', { field: 'data.required', limit, value: `${required}` });
  }
  for (const [index, organisation] of custodians.entries()) {
    const field = `data.custodians[${index}]`;
    const question = { organisation, capacity: 'key-custodian', time, field } as const;
    const refusal = refuseCapacity(state, question);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function refuseNeedless({ custodians, required, decision }: Ruling): Refusal | undefined {
  if (custodians === undefined && required === undefined) return undefined;
  const facts = { field: 'data.custodians', limit: 'absent unless erasing', value: decision };
  return refuse('CUSTODIANS', facts);
}

function evolveDecided(decided: ErasureDecided, state: StateReader): StateWrite[] {
  const { erasure: id, item, decision, custodians = [], required = 0 } = decided;
  if (decision === 'refuse') return [changed(state, ERASURE, { id, status: 'refused' })];
  if (decision === 'erase') {
    return [changed(state, ERASURE, { id, status: 'decided', custodians, required })];
  }
  const restricted = changed(state, ERASURE, { id, status: 'restricted' });
  // A later request must not bring back what an earlier one has erased.
  if (contentStatus(state, item) === 'erased') return [restricted];
  return [restricted, [contentStatusKey(item), 'restricted']];
}

function decideAttest(
  { actor, organisation, data }: Action<ReturnType<typeof attestation>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const step = { id: data.erasure, field: 'data.erasure', from: ['decided'] };
  const record = recordAt<ErasureRecord>(state, ERASURE, step);
  if ('refused' in record) return record;
  const refusal =
    refuseCustodian(record, organisation) ??
    refuseErasing(state, record.item, time) ??
    refuseContent(data.proof, 'data.proof');
  if (refusal !== undefined) return refusal;
  const { erasure, proof } = data;
  const attested: KeyDestructionAttested = { erasure, custodian: organisation, proof, by: actor };
  const first = { type: 'evidence.KeyDestructionAttested', data: attested };
  const custodians = [...record.attested, organisation].sort();
  if (custodians.length < record.required) return [first];
  const executed: ErasureExecuted = { erasure, item: record.item, custodians };
  return [first, { type: 'evidence.ErasureExecuted', data: executed }];
}

function refuseCustodian(record: ErasureRecord, organisation: string): Refusal | undefined {
  const limit = `one of ${record.custodians.join(', ')} that has not attested yet`;
  const isAsked = record.custodians.includes(organisation);
  if (isAsked && !record.attested.includes(organisation)) return undefined;
  return refuse('NOT_CUSTODIAN', { field: 'actor', limit, value: organisation });
}

function evolveAttested(
  { erasure: id, custodian }: KeyDestructionAttested,
  state: StateReader,
): StateWrite[] {
  const { attested } = state.get(recordKey(ERASURE, id)) as ErasureRecord;
  return [changed(state, ERASURE, { id, attested: [...attested, custodian].sort() })];
}
