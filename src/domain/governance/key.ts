/**
 * Keys: what an actor signs with. A key is bound to one actor of the whole ledger, once and for
 * ever: nobody can enrol it a second time, and a revoked key never comes back. Whoever binds a key
 * proves its possession, so that nobody can claim another's key and sign it out of use.
 */
import { verifySignature } from '../../crypto/suites.js';
import { possessionText } from '../../ledger/keyPossession.js';
import { checkPublicKey } from '../../crypto/publicKey.js';
import type { Hex } from '../../crypto/bytes.js';
import {
  action,
  type Action,
  type BlockContext,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import { actionData, Malformed, object, oneOf, type Reader, text } from '../shape.js';
import { activeActor } from './authorize.js';
import { actorId } from './identifiers.js';
import { refuseUnchangeableRules } from './rulesChangeable.js';
import { writeActor } from './signers.js';
import {
  type ActorRecord,
  actorRecord,
  KEY_REVOCATION_REASONS,
  type KeyRecord,
  keyRecord,
  type KeyRevocationReason,
  publicKeyKey,
  suitesInForce,
} from './state.js';
import { validatorKeyHolder } from './validatorSet.js';

export type KeyAdded = { readonly actor: string; readonly key: string };
export type KeyRevoked = {
  readonly actor: string;
  readonly key: string;
  readonly reason: KeyRevocationReason;
};

/** A new key with the proof that the one who binds it holds its private half. */
export interface ProvenKey {
  readonly key: string;
  /** Signature by `key` over the possession text (ledger/keyPossession.ts). */
  readonly possession: Hex;
}

/** A public key as text. Keys that a suite's rules exclude (not on the curve, small order) too. */
export const publicKey: Reader<string> = (value, field) => {
  if (typeof value !== 'string') throw new Malformed(field, 'a public key <suite>:<hex>', value);
  const fault = checkPublicKey(value);
  if (fault === undefined) return value;
  throw new Malformed(field, `a public key that may be enrolled: ${fault}`, value);
};

/** A signature in its suite's encoding; whether it verifies is for `decide` to say. */
export const possession = text({
  min: 16,
  max: 160,
  pattern: /^(?:[0-9a-f]{2})+$/,
  what: 'a signature in lower-case hex',
});

export const keyActions = {
  'governance.AddKey': action({
    read: actionData(object({ actor: actorId, key: publicKey, possession })),
    subject: ({ actor }) => actor,
    decide: decideAdd,
  }),
  'governance.RotateKey': action({
    read: actionData(object({ key: publicKey, newKey: publicKey, possession })),
    subject: ({ key }, state) => holderOf(key, state),
    decide: decideRotate,
  }),
  'governance.RevokeKey': action({
    read: actionData(object({ key: publicKey, reason: oneOf(KEY_REVOCATION_REASONS) })),
    subject: ({ key }, state) => holderOf(key, state),
    decide: decideRevoke,
  }),
};

export const keyEvents = {
  'governance.KeyAdded': event(evolveAdded),
  'governance.KeyRevoked': event(evolveRevoked),
};

/** Why `proven` cannot be bound to `actor`; undefined when it can. */
export function refuseNewKey(
  proven: ProvenKey & { readonly actor: string; readonly field: string },
  state: StateReader,
  block: BlockContext,
): Refusal | undefined {
  const { key, field } = proven;
  const suites = suitesInForce(state);
  if (!suites.includes(key.slice(0, key.indexOf(':')))) {
    const limit = `a key of one of the suites ${suites.join(', ')}`;
    return refuse('SUITE_NOT_IN_FORCE', { field, limit, value: key });
  }
  const isValidators = validatorKeyHolder(key.slice(key.indexOf(':') + 1), state) !== undefined;
  if (keyRecord(state, key) !== undefined || isValidators) {
    return refuse('KEY_TAKEN', { field, limit: 'a key never used on this ledger', value: key });
  }
  const message = possessionText(block.ledger, proven.actor);
  if (!verifySignature(key, message, proven.possession)) {
    const limit = 'a signature by the new key over its possession text for this actor and ledger';
    return refuse('KEY_NOT_POSSESSED', { field, limit, value: proven.possession });
  }
  return undefined;
}

function decideAdd(
  { data }: Action<ProvenKey & { readonly actor: string }>,
  state: StateReader,
  block: BlockContext,
): Decision {
  const { actor, key } = data;
  const target = activeActor(actor, state, 'data.actor');
  if ('refused' in target) return target;
  const added: KeyAdded = { actor, key };
  return (
    refuseNewKey({ ...data, field: 'data.key' }, state, block) ??
    refuseUnchangeableRules(evolveAdded(added, state), state, {
      field: 'data.key',
      value: key,
    }) ?? [{ type: 'governance.KeyAdded', data: added }]
  );
}

interface Rotation {
  readonly key: string;
  readonly newKey: string;
  readonly possession: Hex;
}

function decideRotate(
  { actor, data }: Action<Rotation>,
  state: StateReader,
  block: BlockContext,
): Decision {
  const old = activeKey(data.key, state);
  if ('refused' in old) return old;
  if (old.actor !== actor) {
    const limit = `a key of ${actor}`;
    return refuse('KEY_NOT_OF_ACTOR', { field: 'data.key', limit, value: data.key });
  }
  const proven = { actor, key: data.newKey, possession: data.possession, field: 'data.newKey' };
  const revoked: KeyRevoked = { actor, key: data.key, reason: 'superseded' };
  return (
    refuseNewKey(proven, state, block) ?? [
      { type: 'governance.KeyAdded', data: { actor, key: data.newKey } },
      { type: 'governance.KeyRevoked', data: revoked },
    ]
  );
}

function decideRevoke(
  { data }: Action<{ readonly key: string; readonly reason: KeyRevocationReason }>,
  state: StateReader,
): Decision {
  const { key, reason } = data;
  const record = revocableKey(key, reason, state);
  if ('refused' in record) return record;
  const revoked: KeyRevoked = { actor: record.actor, key, reason };
  const events = [{ type: 'governance.KeyRevoked', data: revoked }];
  // A key in wrong hands has to stop, even when that leaves nobody to change the rules.
  if (reason === 'compromised') return events;
  const offender = { field: 'data.key', value: key };
  return refuseUnchangeableRules(evolveRevoked(revoked, state), state, offender) ?? events;
}

/** A key revoked in good order may still turn out to be in wrong hands; nothing tops that. */
function revocableKey(
  key: string,
  reason: KeyRevocationReason,
  state: StateReader,
): KeyRecord | Refusal {
  const record = keyRecord(state, key);
  const isGraver = record?.status === 'revoked' && record.reason !== 'compromised';
  return isGraver && reason === 'compromised' ? record : activeKey(key, state);
}

/** The actor that holds `key`, or KEY_UNKNOWN. */
function holderOf(key: string, state: StateReader): string | Refusal {
  return keyRecord(state, key)?.actor ?? unknownKey(key);
}

function activeKey(key: string, state: StateReader): KeyRecord | Refusal {
  const record = keyRecord(state, key);
  if (record === undefined) return unknownKey(key);
  if (record.status === 'active') return record;
  return refuse('KEY_REVOKED', { field: 'data.key', limit: 'an active key', value: key });
}

function unknownKey(key: string): Refusal {
  return refuse('KEY_UNKNOWN', { field: 'data.key', limit: 'a key of an actor', value: key });
}

function evolveAdded({ actor, key }: KeyAdded, state: StateReader): StateWrite[] {
  const record = actorRecord(state, actor) as ActorRecord;
  return [
    ...bindKey(actor, key),
    ...writeActor(actor, { ...record, activeKeys: record.activeKeys + 1 }, state),
  ];
}

/** The key's own record when it is bound to an actor. */
export function bindKey(actor: string, key: string): StateWrite[] {
  return [[publicKeyKey(key), { actor, status: 'active' }]];
}

function evolveRevoked({ actor, key, reason }: KeyRevoked, state: StateReader): StateWrite[] {
  const write: StateWrite = [publicKeyKey(key), { actor, status: 'revoked', reason }];
  if (keyRecord(state, key)?.status !== 'active') return [write];
  const record = actorRecord(state, actor) as ActorRecord;
  return [write, ...writeActor(actor, { ...record, activeKeys: record.activeKeys - 1 }, state)];
}
