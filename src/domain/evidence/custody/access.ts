/**
 * The access log: every reading of content is an event of the item, with its purpose and on whose
 * authority, signed by who reads (invariant 11, ISO/IEC 27037; 刑诉解释 第113条 compares the access log).
 * The log being gap-free, "who looked" is complete: an access that is not here did not pass by the
 * rules.
 */
import type { Hex } from '../../../crypto/bytes.js';
import { action, type Action, type Decision, event, type StateReader } from '../../domainModule.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, object, oneOf } from '../../shape.js';
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
  readonly by: string;
};

const logging = object({
  item: itemId,
  purpose: oneOf(ACCESS_PURPOSES),
  authority: oneOf(ACCESS_AUTHORITIES),
});

export const accessActions = {
  'evidence.LogAccess': action({ read: actionData(logging), decide: decideLog }),
};

export const accessEvents = {
  // Nothing of the state depends on it: the log itself is the record.
  'evidence.AccessLogged': event((_: AccessLogged) => []),
};

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
  const logged: AccessLogged = { access: hash, ...data, by: actor };
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
