/**
 * What governance keeps in the state, and under which keys. Each record is written by one `evolve`
 * only; everything here can be rebuilt from the log.
 */
import type { JsonObject, JsonValue } from '../../crypto/canonicalJson.js';
import type { PolicyRule } from '../../ledger/genesis.js';
import type { Instant } from '../../ledger/instant.js';
import type { StateReader, StateWrite } from '../domainModule.js';

/** How many actors of an organisation can sign now: active ones with an active key. */
export type SignerCounts = {
  /** All of them. */
  readonly total: number;
  /** Those that hold a role; sorted by role, without zeros. */
  readonly byRole: readonly (readonly [role: string, count: number])[];
};

export type OrganisationRecord = {
  readonly name: string;
  readonly status: 'active' | 'removed';
  readonly signers: SignerCounts;
};

export type ActorRecord = {
  readonly organisation: string;
  /** Sorted. */
  readonly roles: readonly string[];
  readonly status: 'active' | 'removed';
  /** How many of its keys are active. */
  readonly activeKeys: number;
};

/** Why a key was revoked. Only `compromised` also stops what the key had proposed before. */
export const KEY_REVOCATION_REASONS = ['compromised', 'superseded', 'ceased'] as const;
export type KeyRevocationReason = (typeof KEY_REVOCATION_REASONS)[number];

/** A key is never removed from the state: a revoked one can never come back, for anybody. */
export type KeyRecord =
  | { readonly actor: string; readonly status: 'active' }
  | { readonly actor: string; readonly status: 'revoked'; readonly reason: KeyRevocationReason };

export type OpenProposal = {
  readonly status: 'open';
  /** Type and data of the action that waits. */
  readonly type: string;
  readonly data: JsonObject;
  readonly proposer: string;
  readonly organisation: string;
  /** The key that signed the action. */
  readonly key: string;
  /** Last block time at which the proposal may be approved: the notAfter of the signed event. */
  readonly expires: Instant;
  /** Who approved, with the key that signed, in order; the proposer's organisation is the first. */
  readonly approvals: readonly { readonly organisation: string; readonly key: string }[];
};

/** What rules still ask of a proposal that is done. Its data may be large; the log keeps them. */
export type ClosedProposal = {
  readonly status: 'executed' | 'withdrawn';
  readonly proposer: string;
};

export type ProposalRecord = OpenProposal | ClosedProposal;

/** Sorted ids of the active organisations. */
export const ORGANISATIONS_KEY = 'governance/organisations';
/** Sorted names of the signature suites that new keys may use. */
export const SUITES_KEY = 'governance/suites';

export const organisationKey = (id: string): string => `governance/organisation/${id}`;
export const actorKey = (id: string): string => `governance/actor/${id}`;
export const publicKeyKey = (key: string): string => `governance/key/${key}`;
export const policyKey = (pattern: string): string => `governance/policy/${pattern}`;
export const proposalKey = (hash: string): string => `governance/proposal/${hash}`;

/** The one place where state values get their types: nothing but `evolve` writes them. */
function record<T extends JsonValue>(state: StateReader, key: string): T | undefined {
  return state.get(key) as T | undefined;
}

export function organisationRecord(state: StateReader, id: string): OrganisationRecord | undefined {
  return record<OrganisationRecord>(state, organisationKey(id));
}

export function actorRecord(state: StateReader, id: string): ActorRecord | undefined {
  return record<ActorRecord>(state, actorKey(id));
}

export function keyRecord(state: StateReader, key: string): KeyRecord | undefined {
  return record<KeyRecord>(state, publicKeyKey(key));
}

export function proposalRecord(state: StateReader, hash: string): ProposalRecord | undefined {
  return record<ProposalRecord>(state, proposalKey(hash));
}

export function policyRecord(state: StateReader, pattern: string): PolicyRule | undefined {
  return state.get(policyKey(pattern)) as unknown as PolicyRule | undefined;
}

/** Sorted ids of the active organisations. */
export function activeOrganisations(state: StateReader): readonly string[] {
  return record<readonly string[]>(state, ORGANISATIONS_KEY) ?? [];
}

/** Names of the signature suites that genesis put in force. */
export function suitesInForce(state: StateReader): readonly string[] {
  return record<readonly string[]>(state, SUITES_KEY) ?? [];
}

/** `state` as it will be after `writes`: asks what a change leads to before it is decided. */
export function afterWrites(state: StateReader, writes: readonly StateWrite[]): StateReader {
  const written = new Map(writes);
  return {
    get(key) {
      const value = written.get(key);
      return value === undefined ? state.get(key) : (value ?? undefined);
    },
  };
}
