/**
 * The tables of the evidence life cycle, as Kysely types. Every record has the position and time of
 * the entry that opened it; lists, contents and digests are JSON texts. Contents are
 * `{commitment, digests?}`.
 */

/** What every record has. */
interface Opened {
  /** Position of the derived entry that opened it. */
  readonly position: number;
  readonly time: string;
}

/** One row per life-cycle event: who took which step on which record. */
export interface EvidenceStepsTable extends Opened {
  /** Kind of the record: `capture`, `custody-offer`, …. */
  readonly kind: string;
  /** Id of the record, or of the item for steps on items themselves. */
  readonly record: string;
  /** Event type. */
  readonly type: string;
  /** Actor who signed; null for what follows by itself. */
  readonly by_actor: string | null;
}

/** Which records concern an item; its registration and its capture are found by its batch. */
export interface EvidenceInvolvementsTable {
  readonly item: string;
  readonly kind: string;
  readonly record: string;
}

export interface EvidenceAccreditationsTable extends Opened {
  readonly accreditation: string;
  readonly organisation: string;
  readonly capacity: string;
  readonly document: string;
  readonly valid_from: string;
  readonly valid_until: string;
  readonly status: string;
  readonly ended_position: number | null;
  readonly ended_reason: string | null;
}

export interface EvidenceRelationsTable extends Opened {
  readonly relation: string;
  readonly organisation: string;
  readonly other: string;
  readonly kind: string;
  readonly status: string;
  readonly ended_position: number | null;
}

export interface EvidencePlatformFactsTable extends Opened {
  readonly fact: string;
  readonly platform: string;
  readonly kind: string;
  readonly document: string;
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly status: string;
  readonly auditor: string | null;
  readonly endorsed_position: number | null;
  readonly endorsed_time: string | null;
  readonly withdrawn_position: number | null;
  readonly withdrawn_time: string | null;
}

export interface EvidenceIncidentsTable extends Opened {
  readonly incident: string;
  readonly organisation: string;
  readonly kind: string;
  readonly valid_from: string;
  /** Null: it goes on. */
  readonly valid_until: string | null;
  readonly document: string;
  readonly reported_by: string;
}

export interface EvidenceToolsTable extends Opened {
  readonly build: string;
  readonly organisation: string;
  readonly profiles: string;
  readonly status: string;
  readonly withdrawn_reason: string | null;
}

export interface EvidenceCapturesTable extends Opened {
  readonly capture: string;
  readonly organisation: string;
  readonly profile: string;
  readonly tool: string;
  readonly status: string;
  readonly beacon_size: number;
  readonly beacon_root: string;
  readonly beacon_header: string;
  /** Time of the beacon's block. */
  readonly not_before: string;
  readonly collectors: string;
  /** Collectors who have signed. */
  readonly signed: string;
  readonly environment: string;
  readonly report: string | null;
  readonly checks: string | null;
  readonly artefact_count: number;
  readonly root: string | null;
  readonly class: string | null;
  readonly batch: string | null;
  readonly aborted_reason: string | null;
}

export interface EvidenceArtefactsTable extends Opened {
  readonly capture: string;
  readonly number: number;
  readonly role: string;
  readonly commitment: string;
  readonly digests: string | null;
}

export interface EvidenceCustodyOffersTable extends Opened {
  readonly offer: string;
  readonly item: string;
  readonly holder: string;
  readonly recipient: string;
  readonly content: string;
  readonly expires: string;
  readonly status: string;
  readonly answered_position: number | null;
  readonly answered_time: string | null;
  readonly answered_content: string | null;
  readonly refused_reason: string | null;
}

export interface EvidenceUndertakingsTable extends Opened {
  readonly undertaking: string;
  readonly item: string;
  readonly actor: string;
  readonly document: string;
}

export interface EvidenceAccessesTable extends Opened {
  readonly access: string;
  readonly item: string;
  readonly actor: string;
  readonly purpose: string;
  readonly authority: string;
  /** The record that it rests on; null: none was named. */
  readonly rests_on: string | null;
}

export interface EvidenceWorkingDaysTable extends Opened {
  readonly year: number;
  readonly holidays: string;
  readonly workdays: string;
  readonly document: string;
}

export interface EvidenceNotarialActsTable extends Opened {
  readonly act: string;
  readonly office: string;
  readonly applicant: string;
  readonly items: string;
  readonly subject: string;
  readonly parties: string;
  readonly status: string;
  readonly days_used: number;
  readonly due: string | null;
  readonly refused_reason: string | null;
  /** The certificate as it stands: corrected ones replace it here, the steps keep all. */
  readonly document: string | null;
  readonly issued_position: number | null;
  readonly issued_time: string | null;
  readonly late: number | null;
  readonly revoked_position: number | null;
  readonly revoked_ground: string | null;
}

export interface EvidenceAppraisalsTable extends Opened {
  readonly appraisal: string;
  readonly institution: string;
  readonly commissioner: string;
  readonly items: string;
  readonly question: string;
  readonly parties: string;
  readonly status: string;
  readonly materials: string | null;
  readonly document: string | null;
  readonly issued_position: number | null;
  readonly issued_time: string | null;
  readonly withdrawn_reason: string | null;
}

export interface EvidenceDossiersTable extends Opened {
  readonly dossier: string;
  readonly organisation: string;
  readonly status: string;
  readonly phase: string | null;
  /** Items that stand: filed and not taken out. */
  readonly item_count: number;
  /** Entries of the manifest, removals among them. */
  readonly entry_count: number;
  readonly root: string | null;
  readonly case_reference: string | null;
  readonly frozen_position: number | null;
  readonly submitted_position: number | null;
  readonly closed_position: number | null;
}

export interface EvidenceDossierItemsTable extends Opened {
  readonly dossier: string;
  readonly number: number;
  readonly item: string;
  readonly phase: string;
  readonly salt: string | null;
  /** The entry that this one takes out; null for a filing. */
  readonly removes: number | null;
  /** The entry that takes this one out; null as long as it stands. */
  readonly removed_by: number | null;
}

export interface EvidenceCaseLinksTable extends Opened {
  readonly link: string;
  readonly case_reference: string;
  readonly court: string;
  readonly submitter: string;
  readonly items: string;
  readonly status: string;
  readonly check_result: string | null;
  readonly report: string | null;
  readonly objector: string | null;
  readonly article: string | null;
  readonly ground: string | null;
  readonly outcome: string | null;
  readonly ruling: string | null;
  readonly ruled_position: number | null;
}

export interface EvidenceHoldsTable extends Opened {
  readonly hold: string;
  readonly organisation: string;
  readonly items: string;
  readonly order_reference: string;
  readonly status: string;
  readonly lifted_position: number | null;
  readonly lifted_order: string | null;
}

export interface EvidenceErasuresTable extends Opened {
  readonly erasure: string;
  readonly item: string;
  readonly ground: string;
  readonly decider: string;
  readonly status: string;
  readonly decision: string | null;
  readonly custodians: string | null;
  readonly required: number | null;
  readonly attested: string;
  readonly executed_position: number | null;
}

/** What has become of an item's content; no row: held by the claimant, free, not secret. */
export interface EvidenceKeepingTable {
  readonly item: string;
  readonly holder: string | null;
  readonly content_status: string;
  readonly secret: number;
  readonly retained_until: string | null;
  readonly retention_basis: string | null;
}

/** Where the steps of an item were last pinned. */
export interface EvidencePinsTable extends Opened {
  readonly item: string;
  readonly by_actor: string;
}

/** The life-cycle part of ReadModels. */
export interface EvidenceLifeTables {
  readonly evidence_steps: EvidenceStepsTable;
  readonly evidence_involvements: EvidenceInvolvementsTable;
  readonly evidence_accreditations: EvidenceAccreditationsTable;
  readonly evidence_relations: EvidenceRelationsTable;
  readonly evidence_platform_facts: EvidencePlatformFactsTable;
  readonly evidence_incidents: EvidenceIncidentsTable;
  readonly evidence_tools: EvidenceToolsTable;
  readonly evidence_captures: EvidenceCapturesTable;
  readonly evidence_artefacts: EvidenceArtefactsTable;
  readonly evidence_custody_offers: EvidenceCustodyOffersTable;
  readonly evidence_undertakings: EvidenceUndertakingsTable;
  readonly evidence_accesses: EvidenceAccessesTable;
  readonly evidence_working_days: EvidenceWorkingDaysTable;
  readonly evidence_notarial_acts: EvidenceNotarialActsTable;
  readonly evidence_appraisals: EvidenceAppraisalsTable;
  readonly evidence_dossiers: EvidenceDossiersTable;
  readonly evidence_dossier_items: EvidenceDossierItemsTable;
  readonly evidence_case_links: EvidenceCaseLinksTable;
  readonly evidence_holds: EvidenceHoldsTable;
  readonly evidence_erasures: EvidenceErasuresTable;
  readonly evidence_keeping: EvidenceKeepingTable;
  readonly evidence_pins: EvidencePinsTable;
}
