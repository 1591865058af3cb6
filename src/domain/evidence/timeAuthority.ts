/**
 * The registry of time authorities: whose time counts. An authority is known by the root that its
 * tokens lead to and belongs to one organisation; what is counted later are owners, so that one
 * authority cannot stand for two (在线诉讼规则 第17条: who is related to whom is weighed).
 */
import type { Hex } from '../../crypto/bytes.js';
import { sha256Hex } from '../../crypto/sha256.js';
import { fromBase64 } from '../../ledger/base64.js';
import { readCertificate, rootFault } from '../../timestamp/certificate.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { organisationId } from '../governance/identifiers.js';
import { activeOrganisation } from '../governance/organisation.js';
import { type Refusal, refuse } from '../refusals.js';
import { actionData, list, Malformed, object, oneOf, type Reader, text } from '../shape.js';

/** Whether the owner also runs this ledger: then its time proves nothing that a block does not. */
export const OWNER_RELATIONS = ['independent', 'ledger-operator'] as const;
export type OwnerRelation = (typeof OWNER_RELATIONS)[number];

export type TimeAuthorityRegistered = {
  readonly authority: string;
  /** The organisation that it belongs to. */
  readonly owner: string;
  readonly relation: OwnerRelation;
  /** DER of the pinned root certificate, base64. */
  readonly root: string;
  /** Policies whose tokens count, dotted; sorted. */
  readonly policies: readonly string[];
  /** The actor who signed. */
  readonly by: string;
};

export type TimeAuthorityRecord = {
  readonly owner: string;
  readonly root: string;
  readonly policies: readonly string[];
};

/** Characters of base64: a certificate of 6 KiB. */
const ROOT_CHARACTERS_MAX = 8_192;
const POLICIES_MAX = 8;

/** Canonical base64 (RFC 4648 §4) of at most `max` characters. */
export function base64(max: number): Reader<string> {
  const limit = `canonical base64 of 4 to ${max} characters`;
  const read = text({ min: 4, max, what: limit });
  return (value, field) => {
    const found = read(value, field);
    if (fromBase64(found) === undefined) throw new Malformed(field, limit, value);
    return found;
  };
}

/** The bytes of a text that `base64` has read. */
export function bytesOf(base64Text: string): Uint8Array {
  return fromBase64(base64Text) as Uint8Array;
}

/** An object identifier, dotted. */
export const policyOid = text({
  min: 3,
  max: 64,
  pattern: /^[0-2](?:\.(?:0|[1-9]\d{0,8})){1,15}$/,
  what: 'an object identifier, dotted, for example 1.2.840.113549',
});

const readPolicies = list(1, POLICIES_MAX, policyOid);
const policies: Reader<readonly string[]> = (value, field) => {
  const found = readPolicies(value, field);
  const unsorted = found.findIndex(
    (oid, index) => index > 0 && oid <= (found[index - 1] as string),
  );
  if (unsorted === -1) return found;
  throw new Malformed(`${field}[${unsorted}]`, 'sorted as text, each once', found[unsorted]);
};

const readAuthority = actionData(
  object({
    id: organisationId,
    owner: organisationId,
    relation: oneOf(OWNER_RELATIONS),
    root: base64(ROOT_CHARACTERS_MAX),
    policies,
  }),
);

const authorityKey = (id: string): string => `evidence/time-authority/${id}`;
const rootKey = (hash: Hex): string => `evidence/time-root/${hash}`;
const OPERATORS_KEY = 'evidence/ledger-operators';

export const timeAuthorityActions = {
  'evidence.RegisterTimeAuthority': action({ read: readAuthority, decide }),
};

export const timeAuthorityEvents = {
  'evidence.TimeAuthorityRegistered': event(evolve),
};

/** The authority's record, or AUTHORITY_UNKNOWN. */
export function timeAuthority(state: StateReader, id: string): TimeAuthorityRecord | Refusal {
  const record = state.get(authorityKey(id)) as TimeAuthorityRecord | undefined;
  const facts = { field: 'data.authority', limit: 'a registered time authority', value: id };
  return record ?? refuse('AUTHORITY_UNKNOWN', facts);
}

/** The organisations that have been registered as ones that run this ledger, sorted. */
export function ledgerOperators(state: StateReader): readonly string[] {
  return (state.get(OPERATORS_KEY) as readonly string[] | undefined) ?? [];
}

function decide(
  { actor, data }: Action<ReturnType<typeof readAuthority>>,
  state: StateReader,
): Decision {
  const { id: authority, owner, ...rest } = data;
  if (state.get(authorityKey(authority)) !== undefined) {
    const facts = { field: 'data.id', limit: 'a new id', value: authority };
    return refuse('AUTHORITY_EXISTS', facts);
  }
  const organisation = activeOrganisation(owner, state, 'data.owner');
  if ('refused' in organisation) return organisation;
  const refusal = refuseRoot(data.root, state);
  if (refusal !== undefined) return refusal;
  const registered: TimeAuthorityRegistered = { authority, owner, ...rest, by: actor };
  return [{ type: 'evidence.TimeAuthorityRegistered', data: registered }];
}

function refuseRoot(root: string, state: StateReader): Refusal | undefined {
  const field = 'data.root';
  const fault = rootFault(bytesOf(root));
  if (fault !== undefined) {
    const limit = 'the DER of a certification authority’s certificate';
    return refuse('AUTHORITY_ROOT', { field, limit, value: `${fault.code}: ${fault.detail}` });
  }
  // The key, not the bytes: a root may be issued anew with other dates and stay the same one.
  const taken = state.get(rootKey(rootHash(root))) as string | undefined;
  if (taken === undefined) return undefined;
  const limit = 'a key that no other authority has';
  return refuse('AUTHORITY_ROOT_TAKEN', { field, limit, value: `the key of ${taken}` });
}

function rootHash(root: string): Hex {
  return sha256Hex(readCertificate(bytesOf(root)).keyBytes);
}

function evolve(registered: TimeAuthorityRegistered, state: StateReader): StateWrite[] {
  const { authority, owner, relation, root, policies: accepted } = registered;
  const record: TimeAuthorityRecord = { owner, root, policies: accepted };
  return [
    [authorityKey(authority), record],
    [rootKey(rootHash(root)), authority],
    ...(relation === 'ledger-operator' ? [withOperator(state, owner)] : []),
  ];
}

function withOperator(state: StateReader, owner: string): StateWrite {
  return [OPERATORS_KEY, [...new Set([...ledgerOperators(state), owner])].sort()];
}
