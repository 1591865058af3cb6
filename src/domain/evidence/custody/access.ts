/**
 * The access log: every reading of content is an event of the item, with its purpose and on whose
 * authority, signed by who reads (invariant 11, ISO/IEC 27037; 刑诉解释 第113条 compares the access log).
 * No server hands content out without such an event (contentAccess.ts), and the log is gap-free, so
 * "who looked" is complete.
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
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, hex, object, oneOf, optional } from '../../shape.js';
import { claimantOf, itemId } from '../item.js';
import { contentStatus, refuseErased } from '../keeping/erasure.js';
import { refuseUnbound } from './undertaking.js';

export const ACCESS_PURPOSES = [
  'own-use',
  'verification',
  'notarisation',
  'appraisal',
  'court-check',
  'preservation',
  'export',
] as const;

/** On what the reading rests. */
export const ACCESS_AUTHORITIES = ['claimant', 'contract', 'commission', 'order', 'law'] as const;

export type AccessLogged = {
  /** Hash of the signed event. */
  readonly access: Hex;
  readonly item: string;
  readonly purpose: (typeof ACCESS_PURPOSES)[number];
  readonly authority: (typeof ACCESS_AUTHORITIES)[number];
  /** The act, appraisal or submission that it rests on; absent: none is needed. */
  readonly record?: Hex;
  readonly by: string;
};

/** An actor's newest reading of an item. */
export type AccessRecord = { readonly time: Instant; readonly record?: Hex };

const logging = object({
  item: itemId,
  purpose: oneOf(ACCESS_PURPOSES),
  authority: oneOf(ACCESS_AUTHORITIES),
  record: optional(hex(32)),
});

export const accessActions = {
  'evidence.LogAccess': action({ read: actionData(logging), decide: decideLog }),
};

export const accessEvents = {
  'evidence.AccessLogged': event(evolveLogged),
};

const accessKey = (item: string, actor: string): string => `evidence/access/${item}/${actor}`;

/** The newest reading of `item` that `actor` has put on record. */
export function newestAccess(
  state: StateReader,
  item: string,
  actor: string,
): AccessRecord | undefined {
  return state.get(accessKey(item, actor)) as AccessRecord | undefined;
}

function evolveLogged(
  { item, by, record }: AccessLogged,
  _state: StateReader,
  time: Instant,
): StateWrite[] {
  const access: AccessRecord = { time, ...(record === undefined ? {} : { record }) };
  return [[accessKey(item, by), access]];
}

function decideLog(
  { actor, organisation, hash, data }: Action<ReturnType<typeof logging>>,
  state: StateReader,
): Decision {
  const claimant = claimantOf(data.item, state);
  if (typeof claimant === 'object') return claimant;
  const refusal =
    refuseErased(state, data.item) ??
    refuseRestricted(data, state) ??
    refuseUnbound(state, data.item, { actor, organisation });
  if (refusal !== undefined) return refusal;
  const { record, ...what } = data;
  const resting = record === undefined ? {} : { record };
  const logged: AccessLogged = { access: hash, ...what, ...resting, by: actor };
  return [{ type: 'evidence.AccessLogged', data: logged }];
}

/** Restricted content is stored and protected, nothing else (个人信息保护法 第47条). */
function refuseRestricted(
  { item, purpose }: ReturnType<typeof logging>,
  state: StateReader,
): Refusal | undefined {
  if (contentStatus(state, item) !== 'restricted' || purpose === 'preservation') return undefined;
  const facts = { field: 'data.purpose', limit: 'preservation', value: purpose };
  return refuse('CONTENT_RESTRICTED', facts);
}
