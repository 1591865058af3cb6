/**
 * Incidents of platforms and offices (在线诉讼规则 第17条 第3项: secure, reliable, available): outages,
 * clocks that were off, keys that were lost. Public like everything on the log, and shown with
 * every item whose story falls into their time. An organisation reports its own; of another one
 * only an auditor without relation to it does.
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
} from '../../domainModule.js';
import { organisationId } from '../../governance/identifiers.js';
import { activeOrganisation } from '../../governance/organisation.js';
import type { Refusal } from '../../refusals.js';
import { actionData, instant, object, oneOf, optional } from '../../shape.js';
import { type Content, content, refuseContent } from '../content.js';
import { refuseCapacity, refuseReversed } from './accreditation.js';
import { refuseRelated } from './relation.js';

export const INCIDENT_KINDS = [
  'outage',
  'clock-drift',
  'key-loss',
  'data-loss',
  'intrusion',
  'other',
] as const;

export type IncidentReported = {
  /** Hash of the signed event. */
  readonly incident: Hex;
  readonly organisation: string;
  readonly kind: (typeof INCIDENT_KINDS)[number];
  /** First instant at which it lasted. */
  readonly validFrom: Instant;
  /** Last instant; absent: it goes on. */
  readonly validUntil?: Instant;
  /** The report in full. */
  readonly document: Content;
  readonly by: string;
};

const reporting = object({
  organisation: organisationId,
  kind: oneOf(INCIDENT_KINDS),
  validFrom: instant,
  validUntil: optional(instant),
  document: content,
});

export const incidentActions = {
  'evidence.ReportIncident': action({
    read: actionData(reporting),
    subject: ({ organisation }) => organisation,
    decide,
  }),
};

export const incidentEvents = {
  // No rule asks for it; the count of steps keeps it from being left out of a bundle.
  'evidence.IncidentReported': event((_: IncidentReported) => []),
};

function decide(
  asked: Action<ReturnType<typeof reporting>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const { actor, hash, data } = asked;
  const target = activeOrganisation(data.organisation, state, 'data.organisation');
  if ('refused' in target) return target;
  const refusal =
    refuseStranger(asked, state, time) ??
    refuseReversed(data) ??
    refuseContent(data.document, 'data.document');
  if (refusal !== undefined) return refusal;
  const { validUntil, ...rest } = data;
  const until = validUntil === undefined ? {} : { validUntil };
  const reported: IncidentReported = { incident: hash, ...rest, ...until, by: actor };
  return [{ type: 'evidence.IncidentReported', data: reported }];
}

function refuseStranger(
  { organisation, data }: Action<ReturnType<typeof reporting>>,
  state: StateReader,
  time: Instant,
): Refusal | undefined {
  if (organisation === data.organisation) return undefined;
  const question = { organisation, capacity: 'auditor', time, field: 'actor' } as const;
  const parties = { field: 'actor', ids: [data.organisation] };
  return refuseCapacity(state, question) ?? refuseRelated(state, organisation, parties);
}
