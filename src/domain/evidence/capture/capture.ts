/**
 * A capture: the bounded course of making evidence from its first moment. Opened under a fresh
 * checkpoint with a tool on record; then the environment is checked, artefacts are recorded, and it
 * is closed for good (SF/T 0091-2021, 互联网法院规定 第11条). Its steps have files of their own; here
 * are its record, its opening, the signatures of its collectors and its abandonment.
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
import { activeActor } from '../../governance/authorize.js';
import { actorId } from '../../governance/identifiers.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, hex, object, oneOf, set } from '../../shape.js';
import { changed, inCharge, type Owned, recordAt, type RecordKind, recordKey } from '../records.js';
import { beacon, type Beacon, beaconTime } from './beacon.js';
import { type Profile, PROFILES, refuseTool } from './tool.js';

export const ABORT_REASONS = [
  'tool-failure',
  'environment-failed',
  'operator-error',
  'other',
] as const;

export type CaptureOpened = {
  /** Hash of the signed event. */
  readonly capture: Hex;
  readonly organisation: string;
  readonly profile: Profile;
  /** SHA-256 of the tool's build. */
  readonly tool: Hex;
  readonly beacon: Beacon;
  /** Time of the beacon's block: the capture is not older. */
  readonly notBefore: Instant;
  /** The actors who capture, sorted; the first signature is `by`. */
  readonly collectors: readonly string[];
  readonly by: string;
};

export type CaptureCosigned = { readonly capture: Hex; readonly by: string };

export type CaptureAborted = {
  readonly capture: Hex;
  readonly reason: (typeof ABORT_REASONS)[number];
  readonly by: string;
};

export type CaptureStatus =
  'opened' | 'environment-checked' | 'recording' | 'closed' | 'sealed' | 'aborted';

export type CaptureRecord = Owned & {
  readonly status: CaptureStatus;
  /** Time of the beacon's block. */
  readonly notBefore: Instant;
  readonly profile: Profile;
  readonly collectors: readonly string[];
  /** Collectors who have signed for the capture. */
  readonly signed: readonly string[];
  readonly environment: 'unchecked' | 'passed' | 'failed';
  /** Artefacts so far: the number of the next one. */
  readonly artefacts: number;
  /** Manifest root, from the moment of closing. */
  readonly root: Hex | null;
};

export const CAPTURE: RecordKind = {
  prefix: 'capture',
  what: 'a capture',
  unknown: 'CAPTURE_UNKNOWN',
  wrongStatus: 'CAPTURE_STATUS',
};

/** Before it is closed. */
export const UNCLOSED: readonly CaptureStatus[] = ['opened', 'environment-checked', 'recording'];

const COLLECTORS_MAX = 8;
/** 刑诉解释 第113条: two investigators at least. */
const CRIMINAL_COLLECTORS_MIN = 2;

const opening = object({
  profile: oneOf(PROFILES),
  tool: hex(32),
  beacon,
  collectors: set(1, COLLECTORS_MAX, actorId),
});
type Opening = ReturnType<typeof opening>;

/** For the policy rule SELF: the organisation that opened the capture. */
export const capturer = ({ capture: id }: { readonly capture: Hex }, state: StateReader) =>
  inCharge(CAPTURE, { id, field: 'data.capture' }, state);

export const captureActions = {
  'evidence.OpenCapture': action({ read: actionData(opening), decide: decideOpen }),
  'evidence.CosignCapture': action({
    read: actionData(object({ capture: hex(32) })),
    decide: decideCosign,
  }),
  'evidence.AbortCapture': action({
    read: actionData(object({ capture: hex(32), reason: oneOf(ABORT_REASONS) })),
    subject: capturer,
    decide: decideAbort,
  }),
};

export const captureEvents = {
  'evidence.CaptureOpened': event(evolveOpened),
  'evidence.CaptureCosigned': event(evolveCosigned),
  'evidence.CaptureAborted': event(({ capture: id }: CaptureAborted, state) => [
    changed(state, CAPTURE, { id, status: 'aborted' }),
  ]),
};

/** The capture that one of its collectors moves on, or why this actor may not. */
export function collectorsCapture(
  { actor, data }: Action<{ readonly capture: Hex }>,
  state: StateReader,
  from: readonly CaptureStatus[],
): CaptureRecord | Refusal {
  const step = { id: data.capture, field: 'data.capture', from };
  const record = recordAt<CaptureRecord>(state, CAPTURE, step);
  if ('refused' in record || record.collectors.includes(actor)) return record;
  const limit = `one of the collectors ${record.collectors.join(', ')}`;
  return refuse('NOT_COLLECTOR', { field: 'actor', limit, value: actor });
}

function decideOpen(
  { actor, organisation, hash, data }: Action<Opening>,
  state: StateReader,
  block: BlockContext,
): Decision {
  const refusal =
    refuseTool(state, data.tool, data.profile) ?? refuseCollectors(actor, data, state);
  if (refusal !== undefined) return refusal;
  const notBefore = beaconTime(data.beacon, block);
  if (typeof notBefore === 'object') return notBefore;
  const opened: CaptureOpened = { capture: hash, organisation, ...data, notBefore, by: actor };
  return [{ type: 'evidence.CaptureOpened', data: opened }];
}

function refuseCollectors(
  actor: string,
  { profile, collectors }: Opening,
  state: StateReader,
): Refusal | undefined {
  const field = 'data.collectors';
  if (!collectors.includes(actor)) {
    const facts = { field, limit: `${actor} among them`, value: collectors.join(', ') };
    return refuse('NOT_COLLECTOR', facts);
  }
  if (profile === 'criminal' && collectors.length < CRIMINAL_COLLECTORS_MIN) {
    const limit = `at least ${CRIMINAL_COLLECTORS_MIN} collectors`;
    return refuse('COLLECTORS_TOO_FEW', { field, limit, value: `${collectors.length}` });
  }
  for (const [index, id] of collectors.entries()) {
    const collector = activeActor(id, state, `${field}[${index}]`);
    if ('refused' in collector) return collector;
  }
  return undefined;
}

function evolveOpened(opened: CaptureOpened): StateWrite[] {
  const { capture, organisation, profile, notBefore, collectors, by } = opened;
  const record: CaptureRecord = {
    organisation,
    profile,
    collectors,
    signed: [by],
    status: 'opened',
    notBefore,
    environment: 'unchecked',
    artefacts: 0,
    root: null,
  };
  return [[recordKey(CAPTURE, capture), record]];
}

/** Also after the seal: a missing signature is a fault that can be cured (刑诉解释 第113条). */
function decideCosign(asked: Action<{ readonly capture: Hex }>, state: StateReader): Decision {
  const { actor, data } = asked;
  const record = collectorsCapture(asked, state, [...UNCLOSED, 'closed', 'sealed']);
  if ('refused' in record) return record;
  if (record.signed.includes(actor)) {
    const limit = 'a collector who has not signed yet';
    return refuse('COSIGNED_BEFORE', { field: 'actor', limit, value: actor });
  }
  const cosigned: CaptureCosigned = { capture: data.capture, by: actor };
  return [{ type: 'evidence.CaptureCosigned', data: cosigned }];
}

function evolveCosigned({ capture: id, by }: CaptureCosigned, state: StateReader): StateWrite[] {
  const { signed } = state.get(recordKey(CAPTURE, id)) as CaptureRecord;
  return [changed(state, CAPTURE, { id, signed: [...signed, by].sort() })];
}

function decideAbort(asked: Action<Omit<CaptureAborted, 'by'>>, state: StateReader): Decision {
  const record = collectorsCapture(asked, state, UNCLOSED);
  if ('refused' in record) return record;
  const aborted: CaptureAborted = { ...asked.data, by: asked.actor };
  return [{ type: 'evidence.CaptureAborted', data: aborted }];
}
