/**
 * The tables of the read models, as Kysely types. One SQLite file that any SQL tool opens; rebuilt
 * from the log at will. Column names are snake case, hashes are lower-case hex text, times are RFC
 * 3339.
 */
import type { EvidenceLifeTables } from './evidence/lifeTables.js';

/** One row per signed event: who asked for what, and what became of it. */
export interface LedgerActionsTable {
  /** Position of the signed entry. Primary key. */
  readonly position: number;
  readonly event_hash: string;
  readonly actor: string;
  readonly organisation: string;
  readonly type: string;
  /** The caller's idempotency key. */
  readonly id: string;
  readonly height: number;
  readonly time: string;
  /** Refusal code, or null when accepted. */
  readonly refused: string | null;
}

export interface GovernanceOrganisationsTable {
  readonly id: string;
  readonly name: string;
  readonly status: 'active' | 'removed';
  readonly added_position: number;
  readonly removed_position: number | null;
}

export interface GovernanceActorsTable {
  readonly id: string;
  readonly organisation: string;
  /** JSON list of role names, sorted. */
  readonly roles: string;
  readonly status: 'active' | 'removed';
  readonly enrolled_position: number;
}

export interface GovernanceKeysTable {
  /** `<suite>:<hex>`. */
  readonly key: string;
  readonly actor: string;
  readonly status: 'active' | 'revoked';
  readonly added_position: number;
  readonly revoked_position: number | null;
  readonly revoked_reason: string | null;
}

export interface GovernancePoliciesTable {
  readonly pattern: string;
  /** JSON of a PolicyRule. */
  readonly rule: string;
  readonly set_position: number;
}

export interface GovernanceProposalsTable {
  /** Hash of the signed event that proposed. */
  readonly id: string;
  readonly type: string;
  /** JSON of the proposed action's data. */
  readonly data: string;
  readonly proposer: string;
  readonly organisation: string;
  readonly status: 'open' | 'executed' | 'withdrawn';
  /** Last block time at which it may still be approved. */
  readonly expires: string;
  readonly opened_position: number;
  readonly closed_position: number | null;
  /** Executed, but a rule refused the action: the refusal code. */
  readonly refused: string | null;
}

export interface GovernanceApprovalsTable {
  readonly proposal: string;
  readonly organisation: string;
  readonly actor: string;
  readonly position: number;
}

/** One row per organisation that has or had a validator: the newest one. */
export interface GovernanceValidatorsTable {
  readonly organisation: string;
  readonly node_id: string;
  readonly validator_key: string;
  readonly power: number;
  readonly status: 'active' | 'removed';
  /** Of the block that added it, gave it its power, or removed it, whichever was last. */
  readonly changed_position: number;
  readonly changed_height: number;
}

/** One row where there are validators: the largest part of the power for one organisation. */
export interface GovernancePowerShareTable {
  readonly id: 1;
  readonly numerator: number;
  readonly denominator: number;
  readonly set_position: number;
}

/** One row per item: single registrations and each member of a batch. */
export interface EvidenceItemsTable {
  /**
   * Order of registration: `position * 65536 + index in the batch` (evidence/sequence.ts). Primary
   * key.
   */
  readonly sequence: number;
  /** `<event hash>` or `<event hash>.<index>`. */
  readonly item: string;
  /** Position of the derived entry that registered it. */
  readonly position: number;
  /** Event hash of the batch, or null. */
  readonly batch: string | null;
  readonly claimant: string;
  readonly registrant: string;
  readonly commitment: string;
  /** JSON list of typed digests, or null when only the commitment is public. */
  readonly digests: string | null;
  readonly category: string;
  readonly claim: string;
  /** The party's own statement; never proven by the ledger. */
  readonly claimed_time: string | null;
  readonly time: string;
  readonly status: 'active' | 'superseded' | 'withdrawn';
  /** Item that replaced this one. */
  readonly superseded_by: string | null;
  /** Position of the entry that superseded or withdrew it. */
  readonly closed_position: number | null;
  readonly closed_reason: string | null;
}

/**
 * Finds items by identifier, commitment or digest: the first 48 bits of the value as an integer.
 * Small keys keep the index in memory; a reader compares the full value in evidence_items.
 */
export interface EvidenceLookupTable {
  readonly prefix: number;
  readonly sequence: number;
}

export interface EvidenceBatchesTable {
  readonly batch: string;
  readonly position: number;
  readonly claimant: string;
  readonly registrant: string;
  readonly root: string;
  readonly count: number;
  readonly category: string;
  readonly claim: string;
  readonly time: string;
  readonly first_sequence: number;
}

export interface EvidenceTimeAuthoritiesTable {
  readonly authority: string;
  readonly owner: string;
  readonly relation: string;
  /** DER of the root certificate, base64. */
  readonly root: string;
  /** JSON list of dotted object identifiers. */
  readonly policies: string;
  readonly registered_position: number;
  readonly time: string;
}

/** One row per token that is attached to a registration. */
export interface EvidenceTimestampsTable {
  /** Position of the derived entry. Primary key. */
  readonly position: number;
  /** Event hash of the item or the batch. */
  readonly registration: string;
  readonly authority: string;
  readonly owner: string;
  readonly relation: string;
  /** Cut to milliseconds; the rest is in gen_time_microseconds. */
  readonly gen_time: string;
  readonly gen_time_microseconds: number;
  readonly accuracy_microseconds: number | null;
  /** The time with its accuracy added. */
  readonly not_after: string;
  /** Decimal. */
  readonly serial: string;
  readonly policy: string;
  readonly hash: string;
  readonly revocation: string;
  /** DER, base64. */
  readonly token: string;
  readonly attached_by: string;
  readonly time: string;
}

export interface EvidenceSealsTable {
  /** Position of the derived entry. Primary key. */
  readonly position: number;
  /** Event hash of the item or the batch. */
  readonly registration: string;
  /** Null: no capture, and so no lower bound. */
  readonly not_before: string | null;
  readonly not_after: string;
  /** JSON list of OwnerBound (domain/evidence/provenInterval.ts). */
  readonly bounds: string;
  /** JSON list of FlaggedToken (domain/evidence/provenInterval.ts). */
  readonly flags: string;
  readonly sealed_by: string;
  readonly time: string;
}

/** A registration that waits for its seal, since its capture was sealed or its first token came. */
export interface EvidenceUnsealedTable {
  /** Event hash of the item or the batch. */
  readonly registration: string;
  /** Position of the derived entry since which it waits. */
  readonly position: number;
  readonly time: string;
}

/** How far each projection is; written in the same transaction as its rows. */
export interface ProjectionPositionsTable {
  readonly projection: string;
  readonly version: number;
  /** The next position to apply. */
  readonly next_position: number;
  /** Hash of the entry before it, so that rows folded from another log are recognised. */
  readonly entry_hash: string;
}

/** Every table of the read-model database. */
export interface ReadModels extends EvidenceLifeTables {
  readonly ledger_actions: LedgerActionsTable;
  readonly governance_organisations: GovernanceOrganisationsTable;
  readonly governance_actors: GovernanceActorsTable;
  readonly governance_keys: GovernanceKeysTable;
  readonly governance_policies: GovernancePoliciesTable;
  readonly governance_proposals: GovernanceProposalsTable;
  readonly governance_approvals: GovernanceApprovalsTable;
  readonly governance_validators: GovernanceValidatorsTable;
  readonly governance_power_share: GovernancePowerShareTable;
  readonly evidence_items: EvidenceItemsTable;
  readonly evidence_lookup: EvidenceLookupTable;
  readonly evidence_batches: EvidenceBatchesTable;
  readonly evidence_time_authorities: EvidenceTimeAuthoritiesTable;
  readonly evidence_timestamps: EvidenceTimestampsTable;
  readonly evidence_seals: EvidenceSealsTable;
  readonly evidence_unsealed: EvidenceUnsealedTable;
  readonly projection_positions: ProjectionPositionsTable;
}
