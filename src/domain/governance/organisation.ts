/**
 * Organisations: who takes part. An id is given once and for ever: a removed organisation's id, and
 * with it its actors and its evidence, can never fall to another one.
 */
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import { actionData, object, text } from '../shape.js';
import { organisationId } from './identifiers.js';
import { refuseUnchangeableRules } from './rulesChangeable.js';
import {
  activeOrganisations,
  organisationKey,
  type OrganisationRecord,
  organisationRecord,
  ORGANISATIONS_KEY,
} from './state.js';
import { refuseSet, validatorSet, withoutValidator } from './validatorSet.js';

export type OrganisationAdded = { readonly id: string; readonly name: string };
export type OrganisationRemoved = { readonly id: string };

/**
 * Characters that a name may not have: controls, spaces that are not the plain one, and characters
 * without a shape, which could hide or reorder parts of the name. The ranges are written out
 * because the classes of regular expressions change with the Unicode tables of the runtime.
 */
const UNSEEN = [
  '\\u0000-\\u001f\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f',
  '\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164',
  '\\ud800-\\udfff\\ufeff\\uffa0\\ufff0-\\uffff\\u{e0000}-\\u{e0fff}',
].join('');

/** What an organisation is called: text, in any language, that shows as what it is. */
export const organisationName = text({
  min: 1,
  max: 200,
  pattern: new RegExp(`^(?! )[^${UNSEEN}]+(?<! )$`, 'u'),
  what: 'a name of 1 to 200 visible characters and plain spaces between them',
});

export const organisationActions = {
  'governance.AddOrganisation': action({
    read: actionData(object({ id: organisationId, name: organisationName })),
    decide: decideAdd,
  }),
  'governance.RemoveOrganisation': action({
    read: actionData(object({ id: organisationId })),
    subject: ({ id }) => id,
    decide: decideRemove,
  }),
};

export const organisationEvents = {
  'governance.OrganisationAdded': event(evolveAdded),
  'governance.OrganisationRemoved': event(evolveRemoved),
};

/** The organisation's record, or why it cannot take part. */
export function activeOrganisation(
  id: string,
  state: StateReader,
  field: string,
): OrganisationRecord | Refusal {
  const organisation = organisationRecord(state, id);
  const facts = { field, limit: 'an active organisation', value: id };
  if (organisation === undefined) return refuse('ORGANISATION_UNKNOWN', facts);
  return organisation.status === 'active' ? organisation : refuse('ORGANISATION_REMOVED', facts);
}

function decideAdd({ data }: Action<OrganisationAdded>, state: StateReader): Decision {
  const { id, name } = data;
  if (organisationRecord(state, id) !== undefined) {
    return refuse('ORGANISATION_EXISTS', { field: 'data.id', limit: 'a new id', value: id });
  }
  return [{ type: 'governance.OrganisationAdded', data: { id, name } }];
}

export function evolveAdded({ id, name }: OrganisationAdded, state: StateReader): StateWrite[] {
  const record: OrganisationRecord = { name, status: 'active', signers: { total: 0, byRole: [] } };
  return [
    [organisationKey(id), record],
    [ORGANISATIONS_KEY, [...activeOrganisations(state), id].sort()],
  ];
}

function decideRemove({ data }: Action<OrganisationRemoved>, state: StateReader): Decision {
  const { id } = data;
  const organisation = activeOrganisation(id, state, 'data.id');
  if ('refused' in organisation) return organisation;
  if (activeOrganisations(state).length === 1) {
    const limit = 'an organisation besides the last active one';
    return refuse('LAST_ORGANISATION', { field: 'data.id', limit, value: id });
  }
  const frozen = refuseUnchangeableRules(evolveRemoved({ id }, state), state, {
    field: 'data.id',
    value: id,
  });
  if (frozen !== undefined) return frozen;
  const removed = { type: 'governance.OrganisationRemoved', data: { id } };
  const validators = validatorSet(state) ?? [];
  if (!validators.some(({ organisation: validating }) => validating === id)) return [removed];
  const refusal = refuseSet(withoutValidator(validators, id), state, 'data.id');
  // Who takes part no longer votes no longer.
  const silenced = { type: 'governance.ValidatorRemoved', data: { organisation: id } };
  return refusal ?? [removed, silenced];
}

function evolveRemoved({ id }: OrganisationRemoved, state: StateReader): StateWrite[] {
  const organisation = organisationRecord(state, id) as OrganisationRecord;
  return [
    [organisationKey(id), { ...organisation, status: 'removed' }],
    [ORGANISATIONS_KEY, activeOrganisations(state).filter((active) => active !== id)],
  ];
}
