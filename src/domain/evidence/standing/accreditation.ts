/**
 * Accreditation: in which capacity an organisation may act, by whose document, from when to when. A
 * role is an organisation's own affair, so a role alone makes nobody a court: the rules of acts and
 * cases ask for the capacity, whatever the policies say (公证法, 司法鉴定 licence, invariants 7, 17).
 */
import type { Hex } from '../../../crypto/bytes.js';
import type { Instant } from '../../../ledger/instant.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { organisationId } from '../../governance/identifiers.js';
import { activeOrganisation } from '../../governance/organisation.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, instant, object, oneOf } from '../../shape.js';
import { type Content, content, refuseContent } from '../content.js';

export const CAPACITIES = [
  'court',
  'notary-office',
  'forensic-institution',
  'evidence-platform',
  'auditor',
  'regulator',
  'key-custodian',
] as const;
export type Capacity = (typeof CAPACITIES)[number];

export const ACCREDITATION_END_REASONS = ['sanction', 'ceased', 'granted-in-error'] as const;

export type AccreditationGranted = {
  /** Hash of the signed event. */
  readonly accreditation: Hex;
  readonly organisation: string;
  readonly capacity: Capacity;
  /** The licence, or the act of appointment. */
  readonly document: Content;
  readonly validFrom: Instant;
  /** Last instant at which it holds. */
  readonly validUntil: Instant;
  readonly by: string;
};

export type AccreditationWithdrawn = {
  readonly organisation: string;
  readonly capacity: Capacity;
  readonly reason: (typeof ACCREDITATION_END_REASONS)[number];
  readonly by: string;
};

type Grant = Omit<AccreditationGranted, 'accreditation' | 'by'>;
type Withdrawal = Omit<AccreditationWithdrawn, 'by'>;

type AccreditationRecord = {
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  readonly status: 'granted' | 'withdrawn';
};

const accreditationKey = (capacity: Capacity, organisation: string): string =>
  `evidence/accreditation/${capacity}/${organisation}`;

const grant = object({
  organisation: organisationId,
  capacity: oneOf(CAPACITIES),
  document: content,
  validFrom: instant,
  validUntil: instant,
});

const withdrawal = object({
  organisation: organisationId,
  capacity: oneOf(CAPACITIES),
  reason: oneOf(ACCREDITATION_END_REASONS),
});

export const accreditationActions = {
  'evidence.GrantAccreditation': action({ read: actionData(grant), decide: decideGrant }),
  'evidence.WithdrawAccreditation': action({
    read: actionData(withdrawal),
    decide: decideWithdraw,
  }),
};

export const accreditationEvents = {
  'evidence.AccreditationGranted': event(evolveGranted),
  'evidence.AccreditationWithdrawn': event(evolveWithdrawn),
};

/** Who is asked to act in which capacity at what time. */
export interface CapacityQuestion {
  readonly organisation: string;
  readonly capacity: Capacity;
  readonly time: Instant;
  readonly field: string;
}

/** Why the organisation does not have the capacity at that time, or undefined when it has. */
export function refuseCapacity(
  state: StateReader,
  { organisation, capacity, time, field }: CapacityQuestion,
): Refusal | undefined {
  const record = accreditationRecord(state, capacity, organisation);
  const limit = `an organisation accredited as ${capacity}`;
  if (record?.status !== 'granted') {
    const value = `${organisation} (${record?.status ?? 'never accredited'})`;
    return refuse('CAPACITY_MISSING', { field, limit, value });
  }
  if (record.validFrom <= time && time <= record.validUntil) return undefined;
  const value = `${organisation}, from ${record.validFrom} to ${record.validUntil}`;
  return refuse('CAPACITY_NOT_VALID', { field, limit: `${limit} at ${time}`, value });
}

function accreditationRecord(
  state: StateReader,
  capacity: Capacity,
  organisation: string,
): AccreditationRecord | undefined {
  return state.get(accreditationKey(capacity, organisation)) as AccreditationRecord | undefined;
}

function decideGrant({ actor, hash, data }: Action<Grant>, state: StateReader): Decision {
  const target = activeOrganisation(data.organisation, state, 'data.organisation');
  if ('refused' in target) return target;
  const refusal = refuseContent(data.document, 'data.document') ?? refuseReversed(data);
  if (refusal !== undefined) return refusal;
  const granted: AccreditationGranted = { accreditation: hash, ...data, by: actor };
  return [{ type: 'evidence.AccreditationGranted', data: granted }];
}

/** VALIDITY_REVERSED when a period ends before it begins. */
export function refuseReversed({
  validFrom,
  validUntil,
}: {
  readonly validFrom: Instant;
  readonly validUntil?: Instant | undefined;
}): Refusal | undefined {
  if (validUntil === undefined || validFrom <= validUntil) return undefined;
  const facts = { field: 'data.validUntil', limit: `not before ${validFrom}`, value: validUntil };
  return refuse('VALIDITY_REVERSED', facts);
}

/** A later grant replaces an earlier one: a renewed licence has new dates. */
function evolveGranted(granted: AccreditationGranted): StateWrite[] {
  const { capacity, organisation, validFrom, validUntil } = granted;
  const record: AccreditationRecord = { validFrom, validUntil, status: 'granted' };
  return [[accreditationKey(capacity, organisation), record]];
}

function decideWithdraw({ actor, data }: Action<Withdrawal>, state: StateReader): Decision {
  const { organisation, capacity } = data;
  if (accreditationRecord(state, capacity, organisation)?.status !== 'granted') {
    const limit = `an organisation accredited as ${capacity}`;
    const facts = { field: 'data.organisation', limit, value: organisation };
    return refuse('CAPACITY_MISSING', facts);
  }
  const withdrawn: AccreditationWithdrawn = { ...data, by: actor };
  return [{ type: 'evidence.AccreditationWithdrawn', data: withdrawn }];
}

function evolveWithdrawn(
  { capacity, organisation }: AccreditationWithdrawn,
  state: StateReader,
): StateWrite[] {
  const record = accreditationRecord(state, capacity, organisation) as AccreditationRecord;
  return [[accreditationKey(capacity, organisation), { ...record, status: 'withdrawn' }]];
}
