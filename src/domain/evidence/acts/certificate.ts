/**
 * The notarial certificate: issued after examination, corrected where it has a fault of form, and
 * revoked where it is untrue or unlawful. A revoked certificate is void from the start (公证法
 * 第39条): reports for any past date show the revocation (invariant 16).
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
import { actionData, hex, object, oneOf } from '../../shape.js';
import { type Content, content, refuseContent } from '../content.js';
import { changed, ownRecordAt } from '../records.js';
import { ACT, type ActRecord, officeOf, officesAct } from './notarialAct.js';
import { NOTARIAL_DAYS, type NotarialClock, stopped } from './notarialClock.js';
import { workingDays } from './workingDays.js';

export const CORRECTION_REASONS = ['clerical', 'incomplete', 'form'] as const;
export const REVOCATION_GROUNDS = ['untrue', 'unlawful'] as const;

export type CertificateIssued = {
  readonly act: Hex;
  readonly document: Content;
  readonly clock: NotarialClock;
  /** More working days were used than the law gives. */
  readonly late: boolean;
  readonly by: string;
};

export type CertificateCorrected = {
  readonly act: Hex;
  readonly document: Content;
  readonly reason: (typeof CORRECTION_REASONS)[number];
  readonly by: string;
};

export type CertificateRevoked = {
  readonly act: Hex;
  readonly ground: (typeof REVOCATION_GROUNDS)[number];
  readonly by: string;
};

const issuing = object({ act: hex(32), document: content });
const correcting = object({ act: hex(32), document: content, reason: oneOf(CORRECTION_REASONS) });
const revoking = object({ act: hex(32), ground: oneOf(REVOCATION_GROUNDS) });

export const certificateActions = {
  'evidence.IssueCertificate': action({
    read: actionData(issuing),
    subject: officeOf,
    decide: decideIssue,
  }),
  'evidence.CorrectCertificate': action({
    read: actionData(correcting),
    subject: officeOf,
    decide: decideCorrect,
  }),
  'evidence.RevokeCertificate': action({
    read: actionData(revoking),
    subject: officeOf,
    decide: decideRevoke,
  }),
};

export const certificateEvents = {
  'evidence.CertificateIssued': event(evolveIssued),
  'evidence.CertificateCorrected': event(({ act: id }: CertificateCorrected, state) => [
    changed(state, ACT, { id, status: 'corrected' }),
  ]),
  'evidence.CertificateRevoked': event(({ act: id }: CertificateRevoked, state) => [
    changed(state, ACT, { id, status: 'revoked' }),
  ]),
};

/** A late certificate is a fault of the office, not of the certificate: it is issued and marked. */
function decideIssue(
  asked: Action<ReturnType<typeof issuing>>,
  state: StateReader,
  { time }: { readonly time: Instant },
): Decision {
  const record = officesAct(asked, { state, time }, ['examined']);
  if ('refused' in record) return record;
  const refusal = refuseContent(asked.data.document, 'data.document');
  if (refusal !== undefined) return refusal;
  const clock = stopped(record.clock, time, workingDays(state));
  const late = clock.used > NOTARIAL_DAYS;
  const issued: CertificateIssued = { ...asked.data, clock, late, by: asked.actor };
  return [{ type: 'evidence.CertificateIssued', data: issued }];
}

function evolveIssued({ act: id, clock }: CertificateIssued, state: StateReader): StateWrite[] {
  return [changed(state, ACT, { id, status: 'issued', clock })];
}

function decideCorrect(
  asked: Action<ReturnType<typeof correcting>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const record = officesAct(asked, { state, time }, ['issued', 'corrected']);
  if ('refused' in record) return record;
  const refusal = refuseContent(asked.data.document, 'data.document');
  if (refusal !== undefined) return refusal;
  const corrected: CertificateCorrected = { ...asked.data, by: asked.actor };
  return [{ type: 'evidence.CertificateCorrected', data: corrected }];
}

/**
 * Also by an office that may no longer act, or is found to be related: taking back is always due.
 */
function decideRevoke(
  { actor, organisation, data }: Action<ReturnType<typeof revoking>>,
  state: StateReader,
): Decision {
  const step = { id: data.act, field: 'data.act', from: ['issued', 'corrected'], organisation };
  const record = ownRecordAt<ActRecord>(state, ACT, step);
  if ('refused' in record) return record;
  const revoked: CertificateRevoked = { ...data, by: actor };
  return [{ type: 'evidence.CertificateRevoked', data: revoked }];
}
