/**
 * Actors: who signs for an organisation, as what. An id is given once and for ever, so that a
 * signature in the log always means the same somebody.
 */
import {
  action,
  type Action,
  type BlockContext,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import type { DerivedEvent } from '../../ledger/derivedEvent.js';
import { type Refusal, refuse } from '../refusals.js';
import { actionData, list, Malformed, object, type Reader, set } from '../shape.js';
import { activeActor } from './authorize.js';
import { actorId, organisationOf, role } from './identifiers.js';
import { bindKey, possession, type ProvenKey, publicKey, refuseNewKey } from './key.js';
import { activeOrganisation } from './organisation.js';
import { refuseUnchangeableRules } from './rulesChangeable.js';
import { writeActor } from './signers.js';
import { type ActorRecord, actorRecord } from './state.js';

export type ActorEnrolled = {
  readonly actor: string;
  readonly organisation: string;
  /** Sorted. */
  readonly roles: readonly string[];
  readonly keys: readonly string[];
};
export type ActorRolesSet = { readonly actor: string; readonly roles: readonly string[] };
export type ActorRemoved = { readonly actor: string };

/** The roles of one actor: 1 to 16, without repetition, in any order. */
export const roles = set(1, 16, role);

/** How many keys an actor may have when it is enrolled. */
const KEYS_AT_ENROLMENT_MAX = 8;

const readKeys = list(1, KEYS_AT_ENROLMENT_MAX, object({ key: publicKey, possession }));

const provenKeys: Reader<readonly ProvenKey[]> = (value, field) => {
  const keys = readKeys(value, field);
  const repeated = keys.findIndex(({ key }, index) => keys.findIndex((k) => k.key === key) < index);
  if (repeated === -1) return keys;
  throw new Malformed(`${field}[${repeated}].key`, 'a key not yet listed', keys[repeated]?.key);
};

export const actorActions = {
  'governance.EnrolActor': action({
    read: actionData(object({ actor: actorId, roles, keys: provenKeys })),
    subject: ({ actor }) => organisationOf(actor),
    decide: decideEnrol,
  }),
  'governance.SetActorRoles': action({
    read: actionData(object({ actor: actorId, roles })),
    subject: ({ actor }) => actor,
    decide: decideSetRoles,
  }),
  'governance.RemoveActor': action({
    read: actionData(object({ actor: actorId })),
    subject: ({ actor }) => actor,
    decide: decideRemove,
  }),
};

export const actorEvents = {
  'governance.ActorEnrolled': event(evolveEnrolled),
  'governance.ActorRolesSet': event(evolveRolesSet),
  'governance.ActorRemoved': event(evolveRemoved),
};

interface Enrolment {
  readonly actor: string;
  readonly roles: readonly string[];
  readonly keys: readonly ProvenKey[];
}

function decideEnrol(
  { data }: Action<Enrolment>,
  state: StateReader,
  block: BlockContext,
): Decision {
  const { actor, keys } = data;
  const organisation = organisationOf(actor);
  const target = activeOrganisation(organisation, state, 'data.actor');
  if ('refused' in target) return target;
  if (actorRecord(state, actor) !== undefined) {
    return refuse('ACTOR_EXISTS', { field: 'data.actor', limit: 'a new id', value: actor });
  }
  const refusal = refuseNewKeys(data, state, block);
  if (refusal !== undefined) return refusal;
  const enrolled: ActorEnrolled = {
    actor,
    organisation,
    roles: data.roles,
    keys: keys.map(({ key }) => key),
  };
  return unlessUnchangeable(
    { type: 'governance.ActorEnrolled', data: enrolled },
    evolveEnrolled(enrolled, state),
    state,
  );
}

function refuseNewKeys(
  { actor, keys }: Enrolment,
  state: StateReader,
  block: BlockContext,
): Refusal | undefined {
  for (const [index, proven] of keys.entries()) {
    const field = `data.keys[${index}].key`;
    const refusal = refuseNewKey({ ...proven, actor, field }, state, block);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

export function evolveEnrolled(
  { actor, organisation, roles: granted, keys }: ActorEnrolled,
  state: StateReader,
): StateWrite[] {
  const record: ActorRecord = {
    organisation,
    roles: granted,
    status: 'active',
    activeKeys: keys.length,
  };
  return [...keys.flatMap((key) => bindKey(actor, key)), ...writeActor(actor, record, state)];
}

function decideSetRoles({ data }: Action<ActorRolesSet>, state: StateReader): Decision {
  const target = activeActor(data.actor, state, 'data.actor');
  if ('refused' in target) return target;
  const rolesSet: ActorRolesSet = { actor: data.actor, roles: data.roles };
  return unlessUnchangeable(
    { type: 'governance.ActorRolesSet', data: rolesSet },
    evolveRolesSet(rolesSet, state),
    state,
  );
}

function evolveRolesSet(
  { actor, roles: granted }: ActorRolesSet,
  state: StateReader,
): StateWrite[] {
  const record = actorRecord(state, actor) as ActorRecord;
  return writeActor(actor, { ...record, roles: granted }, state);
}

function decideRemove({ data }: Action<ActorRemoved>, state: StateReader): Decision {
  const target = activeActor(data.actor, state, 'data.actor');
  if ('refused' in target) return target;
  const removed: ActorRemoved = { actor: data.actor };
  return unlessUnchangeable(
    { type: 'governance.ActorRemoved', data: removed },
    evolveRemoved(removed, state),
    state,
  );
}

/** Its keys stay bound to it: they can sign no more, and nobody else can ever use them. */
function evolveRemoved({ actor }: ActorRemoved, state: StateReader): StateWrite[] {
  const record = actorRecord(state, actor) as ActorRecord;
  return writeActor(actor, { ...record, status: 'removed' }, state);
}

/**
 * The event, unless it would take away the last way to change a policy. Enrolling can do that too:
 * one more organisation that counts may raise the number that has to agree.
 */
function unlessUnchangeable(
  derived: DerivedEvent & { readonly data: { readonly actor: string } },
  writes: readonly StateWrite[],
  state: StateReader,
): Decision {
  const offender = { field: 'data.actor', value: derived.data.actor };
  return refuseUnchangeableRules(writes, state, offender) ?? [derived];
}
