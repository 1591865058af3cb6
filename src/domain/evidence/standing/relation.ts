/**
 * Relations between organisations that take somebody's neutrality away (在线诉讼规则 第17条 第2项,
 * 公证法 第23条 第3项): ownership, control, money, staff, agency. A notary office or an institution
 * that is related to a party may not act; one that is found to be related later is shown as such.
 */
import type { Hex } from '../../../crypto/bytes.js';
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
import { actionData, object, oneOf } from '../../shape.js';

export const RELATION_KINDS = ['ownership', 'control', 'funding', 'employment', 'agency'] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

export type RelationDeclared = {
  /** Hash of the signed event. */
  readonly relation: Hex;
  readonly organisation: string;
  readonly other: string;
  readonly kind: RelationKind;
  readonly by: string;
};

export type RelationEnded = {
  readonly organisation: string;
  readonly other: string;
  readonly by: string;
};

type Declaration = Omit<RelationDeclared, 'relation' | 'by'>;
type Ending = Omit<RelationEnded, 'by'>;

/** One key for both orders of the two. */
function relationKey(organisation: string, other: string): string {
  return `evidence/relation/${[organisation, other].sort().join('/')}`;
}

const pair = { organisation: organisationId, other: organisationId };

export const relationActions = {
  'evidence.DeclareRelation': action({
    read: actionData(object({ ...pair, kind: oneOf(RELATION_KINDS) })),
    subject: ({ organisation }) => organisation,
    decide: decideDeclare,
  }),
  'evidence.EndRelation': action({
    read: actionData(object(pair)),
    subject: ({ organisation }) => organisation,
    decide: decideEnd,
  }),
};

export const relationEvents = {
  'evidence.RelationDeclared': event(evolveDeclared),
  'evidence.RelationEnded': event(evolveEnded),
};

/** True when a relation between the two is declared and has not ended. */
export function areRelated(state: StateReader, organisation: string, other: string): boolean {
  return state.get(relationKey(organisation, other)) !== undefined;
}

/** PARTY_RELATED when `organisation` is one of `parties` or related to one. */
export function refuseRelated(
  state: StateReader,
  organisation: string,
  parties: { readonly field: string; readonly ids: readonly string[] },
): Refusal | undefined {
  const party = parties.ids.find(
    (id) => id === organisation || areRelated(state, organisation, id),
  );
  if (party === undefined) return undefined;
  const limit = `an organisation without relation to ${parties.ids.join(', ')}`;
  const value = `${organisation}, related to ${party}`;
  return refuse('PARTY_RELATED', { field: parties.field, limit, value });
}

function decideDeclare({ actor, hash, data }: Action<Declaration>, state: StateReader): Decision {
  const { organisation, other } = data;
  if (organisation === other) {
    const facts = { field: 'data.other', limit: 'another organisation', value: other };
    return refuse('RELATION_TO_ITSELF', facts);
  }
  for (const field of ['organisation', 'other'] as const) {
    const target = activeOrganisation(data[field], state, `data.${field}`);
    if ('refused' in target) return target;
  }
  const declared: RelationDeclared = { relation: hash, ...data, by: actor };
  return [{ type: 'evidence.RelationDeclared', data: declared }];
}

function evolveDeclared({ organisation, other, kind }: RelationDeclared): StateWrite[] {
  return [[relationKey(organisation, other), { kind }]];
}

function decideEnd({ actor, data }: Action<Ending>, state: StateReader): Decision {
  const { organisation, other } = data;
  if (state.get(relationKey(organisation, other)) === undefined) {
    const limit = `an organisation that ${organisation} is related to`;
    return refuse('RELATION_UNKNOWN', { field: 'data.other', limit, value: other });
  }
  const ended: RelationEnded = { ...data, by: actor };
  return [{ type: 'evidence.RelationEnded', data: ended }];
}

function evolveEnded({ organisation, other }: RelationEnded): StateWrite[] {
  return [[relationKey(organisation, other), null]];
}
