/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Whether an accreditation still stands. */
export type AccreditationStatus =
  /** Stands; whether it holds depends on its dates. */
  | 'GRANTED'
  /** A later one took its place. */
  | 'REPLACED'
  /** Taken back. */
  | 'WITHDRAWN';

/** Compares a AccreditationStatus. */
export type AccreditationStatusFilter = {
  /** Equal to this value. */
  readonly eq?: AccreditationStatus | null | undefined;
  /** Equal to one of these. */
  readonly in?: ReadonlyArray<AccreditationStatus> | null | undefined;
};

/** What became of an item’s content. */
export type ContentStatus =
  /** Was lawfully erased; commitment and proofs stay. */
  | 'ERASED'
  /** Is there. */
  | 'HELD'
  /** Is there, for storage and protection only. */
  | 'RESTRICTED';

/** What a digest was made with. An item has digests of at least two families. */
export type DigestAlgorithm =
  /** SHA3-256 (FIPS 202), 32 bytes; family SHA-3. */
  | 'SHA3_256'
  /** SHA-256 (FIPS 180-4), 32 bytes; family SHA-2. */
  | 'SHA_256'
  /** SHA-512 (FIPS 180-4), 64 bytes; family SHA-2. */
  | 'SHA_512'
  /** SM3 (GB/T 32905), 32 bytes; family SM3. */
  | 'SM3';

/** A digest to look for. What is not given may be anything. */
export type DigestFilter = {
  /** What it was made with. */
  readonly algorithm?: DigestAlgorithm | null | undefined;
  /** Length of the content. */
  readonly length?: string | number | null | undefined;
  /** The digest. */
  readonly value: string;
};

/** Phases of a matter, in order. */
export type DossierPhase =
  /** How that was captured. */
  | 'COLLECTION'
  /** How it was certified and appraised. */
  | 'EXAMINATION'
  /** How it was infringed. */
  | 'INFRINGEMENT'
  /** How the right came about. */
  | 'ORIGIN'
  /** How it was used or performed. */
  | 'PERFORMANCE'
  /** How it was kept. */
  | 'PRESERVATION'
  /** What happened in proceedings. */
  | 'PROCEEDINGS';

/** How far a dossier is. */
export type DossierStatus =
  /** Closed. */
  | 'CLOSED'
  /** Its manifest is pinned; takes nothing more. */
  | 'FROZEN'
  /** Takes items. */
  | 'OPEN'
  /** Submitted to a case. */
  | 'SUBMITTED';

/** Which entries. All given fields must hold. A page looks at 5,000 entries at most: it may hold fewer members than asked for and still say that more follow. */
export type EntriesWhere = {
  /** Id of the actor that signed; only signed entries have one. */
  readonly actorId?: StringFilter | null | undefined;
  /** Position of the entry. */
  readonly position?: PositionFilter | null | undefined;
  /** Type of the event. */
  readonly type?: StringFilter | null | undefined;
};

/** What became of a submitted event. */
export type EventStatus =
  /** It is in the log, and no rule refused it. */
  | 'ACCEPTED'
  /** It is in the log, and a rule refused it. */
  | 'REFUSED'
  /** Nothing under this id is in the log: not submitted, or not yet final. */
  | 'UNKNOWN';

/** All given fields must hold. */
export type EvidenceAccreditationsWhere = {
  /** All of these must hold. */
  readonly and?: ReadonlyArray<EvidenceAccreditationsWhere> | null | undefined;
  /** As what it may act. */
  readonly capacity?: EvidenceCapacityFilter | null | undefined;
  /** This must not hold. */
  readonly not?: EvidenceAccreditationsWhere | null | undefined;
  /** One of these must hold. */
  readonly or?: ReadonlyArray<EvidenceAccreditationsWhere> | null | undefined;
  /** Id of the organisation. */
  readonly organisationId?: StringFilter | null | undefined;
  /** Its status. */
  readonly status?: AccreditationStatusFilter | null | undefined;
};

/** In which capacity an organisation is accredited to act. */
export type EvidenceCapacity =
  /** An auditor: endorses facts of platforms. */
  | 'AUDITOR'
  /** A court: checks and rules. */
  | 'COURT'
  /** An evidence platform. */
  | 'EVIDENCE_PLATFORM'
  /** A forensic institution: appraises. */
  | 'FORENSIC_INSTITUTION'
  /** Keeps shares of content keys and attests their destruction. */
  | 'KEY_CUSTODIAN'
  /** A notary office: certifies. */
  | 'NOTARY_OFFICE'
  /** A regulator: may place holds. */
  | 'REGULATOR';

/** Compares a EvidenceCapacity. */
export type EvidenceCapacityFilter = {
  /** Equal to this value. */
  readonly eq?: EvidenceCapacity | null | undefined;
  /** Equal to one of these. */
  readonly in?: ReadonlyArray<EvidenceCapacity> | null | undefined;
};

/** What kind of electronic data an item is. */
export type EvidenceCategory =
  /** Registration, authentication or transaction records. */
  | 'ACCOUNT_RECORD'
  /** Messages: mail, chat, short messages, groups. */
  | 'COMMUNICATION'
  /** A document or a set of data. */
  | 'DOCUMENT'
  /** Records that a system wrote about its own running. */
  | 'LOG_RECORD'
  /** Pictures, audio or video. */
  | 'MEDIA'
  /** None of the others. */
  | 'OTHER'
  /** A page or post published on a network platform. */
  | 'WEB_PAGE';

/** Compares a EvidenceCategory. */
export type EvidenceCategoryFilter = {
  /** Equal to this value. */
  readonly eq?: EvidenceCategory | null | undefined;
  /** Equal to one of these. */
  readonly in?: ReadonlyArray<EvidenceCategory> | null | undefined;
};

/** What the claimant says to be towards the content. The ledger does not prove it. */
export type EvidenceClaim =
  /** Says that it made the content. */
  | 'AUTHOR'
  /** Says that it collected the content. */
  | 'COLLECTOR'
  /** Says that it keeps the content. */
  | 'CUSTODIAN'
  /** Says that it holds rights in the content. */
  | 'RIGHTS_HOLDER'
  /** Says that it observed the content. */
  | 'WITNESS';

/** Compares a EvidenceClaim. */
export type EvidenceClaimFilter = {
  /** Equal to this value. */
  readonly eq?: EvidenceClaim | null | undefined;
  /** Equal to one of these. */
  readonly in?: ReadonlyArray<EvidenceClaim> | null | undefined;
};

/** What went wrong with a platform or an office. */
export type EvidenceIncidentKind =
  /** Its clock was off. */
  | 'CLOCK_DRIFT'
  /** Contents or records were lost. */
  | 'DATA_LOSS'
  /** Somebody got in who may not. */
  | 'INTRUSION'
  /** A key was lost or became known. */
  | 'KEY_LOSS'
  /** Something else, as the report says. */
  | 'OTHER'
  /** It could not be reached. */
  | 'OUTAGE';

/** Compares a EvidenceIncidentKind. */
export type EvidenceIncidentKindFilter = {
  /** Equal to this value. */
  readonly eq?: EvidenceIncidentKind | null | undefined;
  /** Equal to one of these. */
  readonly in?: ReadonlyArray<EvidenceIncidentKind> | null | undefined;
};

/** All given fields must hold. */
export type EvidenceIncidentsWhere = {
  /** All of these must hold. */
  readonly and?: ReadonlyArray<EvidenceIncidentsWhere> | null | undefined;
  /** What went wrong. */
  readonly kind?: EvidenceIncidentKindFilter | null | undefined;
  /** This must not hold. */
  readonly not?: EvidenceIncidentsWhere | null | undefined;
  /** One of these must hold. */
  readonly or?: ReadonlyArray<EvidenceIncidentsWhere> | null | undefined;
  /** Id of the organisation. */
  readonly organisationId?: StringFilter | null | undefined;
};

/** One sort term; the first one weighs most. */
export type EvidenceItemOrder = {
  /** Which end comes first. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: EvidenceItemOrderField;
};

/** What items are sorted by. Equal ones are sorted by REGISTERED, in the last term’s direction. */
export type EvidenceItemOrderField =
  /** Id of the claiming organisation. */
  | 'CLAIMANT'
  /** The order of registration: by position, then by index in the batch. */
  | 'REGISTERED';

/** Which evidence items. All given fields must hold. */
export type EvidenceItemsWhere = {
  /** All of these must hold. */
  readonly and?: ReadonlyArray<EvidenceItemsWhere> | null | undefined;
  /** Members of this batch. */
  readonly batchId?: HashFilter | null | undefined;
  /** Kind of data. */
  readonly category?: EvidenceCategoryFilter | null | undefined;
  /** What the claimant says. */
  readonly claim?: EvidenceClaimFilter | null | undefined;
  /** Id of the claiming organisation. */
  readonly claimantId?: StringFilter | null | undefined;
  /** Commitment. */
  readonly commitment?: HashFilter | null | undefined;
  /** Has this public digest. Batch members have none: see `claimsOnDigests`. */
  readonly digest?: DigestFilter | null | undefined;
  /** This must not hold. */
  readonly not?: EvidenceItemsWhere | null | undefined;
  /** At least one of these must hold. */
  readonly or?: ReadonlyArray<EvidenceItemsWhere> | null | undefined;
  /** Position of registration. */
  readonly position?: PositionFilter | null | undefined;
  /** Time of registration. */
  readonly registeredTime?: InstantFilter | null | undefined;
  /** Id of the registering actor. */
  readonly registrantId?: StringFilter | null | undefined;
  /** Whether they still stand. */
  readonly status?: EvidenceStatusFilter | null | undefined;
};

/** Which matter: exactly one of an item, a dossier and a case. */
export type EvidenceMatterInput = {
  /** SHA-256 over a case number, with the items that were submitted to it. */
  readonly case?: string | null | undefined;
  /** Id of a dossier, with its items. */
  readonly dossier?: string | null | undefined;
  /** Id of an item. */
  readonly item?: string | null | undefined;
};

/** Whether a relation goes on. */
export type EvidenceRelationStatus =
  /** Goes on. */
  | 'DECLARED'
  /** Has ended. */
  | 'ENDED';

/** Compares a EvidenceRelationStatus. */
export type EvidenceRelationStatusFilter = {
  /** Equal to this value. */
  readonly eq?: EvidenceRelationStatus | null | undefined;
  /** Equal to one of these. */
  readonly in?: ReadonlyArray<EvidenceRelationStatus> | null | undefined;
};

/** All given fields must hold. */
export type EvidenceRelationsWhere = {
  /** All of these must hold. */
  readonly and?: ReadonlyArray<EvidenceRelationsWhere> | null | undefined;
  /** This must not hold. */
  readonly not?: EvidenceRelationsWhere | null | undefined;
  /** One of these must hold. */
  readonly or?: ReadonlyArray<EvidenceRelationsWhere> | null | undefined;
  /** Id of the one. */
  readonly organisationId?: StringFilter | null | undefined;
  /** Id of the other. */
  readonly otherId?: StringFilter | null | undefined;
  /** Its status. */
  readonly status?: EvidenceRelationStatusFilter | null | undefined;
};

/** Whether an item still stands. Nothing is ever deleted. */
export type EvidenceStatus =
  /** Stands. */
  | 'ACTIVE'
  /** Another item took its place; see `supersededBy`. */
  | 'SUPERSEDED'
  /** Its claimant took it back. */
  | 'WITHDRAWN';

/** Compares a EvidenceStatus. */
export type EvidenceStatusFilter = {
  /** Equal to this value. */
  readonly eq?: EvidenceStatus | null | undefined;
  /** Equal to one of these. */
  readonly in?: ReadonlyArray<EvidenceStatus> | null | undefined;
};

/** Compares a hash. */
export type HashFilter = {
  /** Equal to this hash. */
  readonly eq?: string | null | undefined;
  /** Equal to one of these, at most 100. */
  readonly in?: ReadonlyArray<string> | null | undefined;
};

/** Compares an instant. */
export type InstantFilter = {
  /** Exactly this instant. */
  readonly eq?: string | null | undefined;
  /** This instant or later. */
  readonly gte?: string | null | undefined;
  /** This instant or earlier. */
  readonly lte?: string | null | undefined;
};

/** Whether a key may sign. */
export type KeyStatus =
  /** May sign. */
  | 'ACTIVE'
  /** May not sign any more, and never again. */
  | 'REVOKED';

/** Whether an organisation or actor may act. */
export type MembershipStatus =
  /** Takes part. */
  | 'ACTIVE'
  /** Took part once; its id is never given again. */
  | 'REMOVED';

/** Compares a position. */
export type PositionFilter = {
  /** Equal to this position. */
  readonly eq?: string | number | null | undefined;
  /** This position or a later one. */
  readonly gte?: string | number | null | undefined;
  /** This position or an earlier one. */
  readonly lte?: string | number | null | undefined;
};

/** How far a proposal is. */
export type ProposalStatus =
  /** Enough organisations approved it and its action was executed. */
  | 'EXECUTED'
  /** Waits for approvals; see `expires`. */
  | 'OPEN'
  /** Its proposer took it back. */
  | 'WITHDRAWN';

/** Why a rule said no. The codes are stable; docs/refusals.md explains each. */
export type RefusalCode =
  /** The actor has put no reading of the item on record just now. */
  | 'ACCESS_NOT_LOGGED'
  /** The policy forbids the action to everybody. */
  | 'ACTION_FORBIDDEN'
  /** An actor of this id is, or was, enrolled. */
  | 'ACTOR_EXISTS'
  /** The actor has been removed. */
  | 'ACTOR_REMOVED'
  /** No actor of this id is enrolled. */
  | 'ACTOR_UNKNOWN'
  /** The notarial act is not at a point where the step can be taken. */
  | 'ACT_STATUS'
  /** No notarial act of this id was applied for. */
  | 'ACT_UNKNOWN'
  /** The organisation has approved the proposal before. */
  | 'ALREADY_APPROVED'
  /** The appraisal is not at a point where the step can be taken. */
  | 'APPRAISAL_STATUS'
  /** No appraisal of this id was commissioned. */
  | 'APPRAISAL_UNKNOWN'
  /** The policy asks for more organisations than can approve now. */
  | 'APPROVALS_OUT_OF_REACH'
  /** The capture has more artefacts than a batch may have items. */
  | 'ARTEFACTS_TOO_MANY'
  /** The artefacts do not continue the capture’s numbers. */
  | 'ARTEFACT_OUT_OF_SEQUENCE'
  /** A time authority of this id is registered. */
  | 'AUTHORITY_EXISTS'
  /** The root is not a certificate that time-stamps can be checked with. */
  | 'AUTHORITY_ROOT'
  /** The root’s key is that of another time authority. */
  | 'AUTHORITY_ROOT_TAKEN'
  /** No time authority of this id is registered. */
  | 'AUTHORITY_UNKNOWN'
  /** The beacon’s root or header hash is not that of this ledger. */
  | 'BEACON_MISMATCH'
  /** The beacon is older than a capture’s lower time bound may be. */
  | 'BEACON_OLD'
  /** No block of this ledger ended at the beacon’s size. */
  | 'BEACON_UNKNOWN'
  /** A date says nothing that Monday to Friday does not say, or is not of the year. */
  | 'CALENDAR_DATE'
  /** The organisation is not accredited in the capacity that the action asks for. */
  | 'CAPACITY_MISSING'
  /** The organisation’s accreditation does not hold at the time of the block. */
  | 'CAPACITY_NOT_VALID'
  /** The capture is not at a point where the step can be taken. */
  | 'CAPTURE_STATUS'
  /** No capture of this id was opened. */
  | 'CAPTURE_UNKNOWN'
  /** The profile asks for more collectors. */
  | 'COLLECTORS_TOO_FEW'
  /** The commitment is not the open commitment to the digests. */
  | 'COMMITMENT_MISMATCH'
  /** The item’s content has been erased. */
  | 'CONTENT_ERASED'
  /** The item’s content is restricted to storage and protection. */
  | 'CONTENT_RESTRICTED'
  /** The collector has signed for the capture before. */
  | 'COSIGNED_BEFORE'
  /** The count is not the number of leaves. */
  | 'COUNT_MISMATCH'
  /** The actor of the court does not hold the role for this. */
  | 'COURT_ROLE_MISSING'
  /** An erasure names the key’s custodians and how many of them must attest. */
  | 'CUSTODIANS'
  /** The content is not the one that was handed over or offered. */
  | 'CUSTODY_MISMATCH'
  /** The holder cannot hand over to itself. */
  | 'CUSTODY_TO_HOLDER'
  /** The digests of one item are all of one hash family. */
  | 'DIGEST_FAMILIES'
  /** The digests of one item give different lengths for the same content. */
  | 'DIGEST_LENGTHS'
  /** The dossier has no room for so many entries. */
  | 'DOSSIER_FULL'
  /** The dossier is not at a point where the step can be taken. */
  | 'DOSSIER_STATUS'
  /** No dossier of this id was opened. */
  | 'DOSSIER_UNKNOWN'
  /** Two leaves of the batch are the same commitment. */
  | 'DUPLICATE_LEAF'
  /** The erasure is not at a point where the step can be taken. */
  | 'ERASURE_STATUS'
  /** No erasure of this id was requested. */
  | 'ERASURE_UNKNOWN'
  /** The block time is later than the event’s notAfter. */
  | 'EXPIRED'
  /** The platform fact is endorsed or withdrawn already. */
  | 'FACT_STATUS'
  /** No platform fact of this id is recorded. */
  | 'FACT_UNKNOWN'
  /** The item is in the dossier already. */
  | 'FILED_BEFORE'
  /** The legal hold has been lifted before. */
  | 'HOLD_LIFTED'
  /** No legal hold of this id was placed. */
  | 'HOLD_UNKNOWN'
  /** The actor has used this id before, for an event with other bytes. */
  | 'ID_REUSED'
  /** A legal hold lies on the item. */
  | 'ITEM_HELD'
  /** The item has been superseded or withdrawn. */
  | 'ITEM_NOT_ACTIVE'
  /** No item of this id is registered. */
  | 'ITEM_UNKNOWN'
  /** The key belongs to another actor. */
  | 'KEY_NOT_OF_ACTOR'
  /** The possession signature does not verify under the new key. */
  | 'KEY_NOT_POSSESSED'
  /** The key has been revoked. */
  | 'KEY_REVOKED'
  /** The key is, or was, bound to an actor. */
  | 'KEY_TAKEN'
  /** The key is bound to no actor. */
  | 'KEY_UNKNOWN'
  /** The only active organisation cannot be removed. */
  | 'LAST_ORGANISATION'
  /** The only validator cannot be removed. */
  | 'LAST_VALIDATOR'
  /** The submission is not at a point where the step can be taken. */
  | 'LINK_STATUS'
  /** Nothing was submitted to a case under this id. */
  | 'LINK_UNKNOWN'
  /** A field of the action’s data is missing, unknown or out of its range. */
  | 'MALFORMED'
  /** A refusal for a mismatch shows other content, and no other refusal shows any. */
  | 'MISMATCH_UNSHOWN'
  /** The node id is another node’s, or that of the validator key. */
  | 'NODE_ID_TAKEN'
  /** The item was registered by another organisation. */
  | 'NOT_CLAIMANT'
  /** The actor is not one of the capture’s collectors. */
  | 'NOT_COLLECTOR'
  /** The organisation is not a custodian that has yet to attest. */
  | 'NOT_CUSTODIAN'
  /** The item is not in the dossier. */
  | 'NOT_FILED'
  /** The item’s content is held by another organisation. */
  | 'NOT_HOLDER'
  /** Another organisation is in charge of the record. */
  | 'NOT_IN_CHARGE'
  /** Nothing on the ledger entitles the actor to read the item’s content. */
  | 'NOT_READER'
  /** The custody offer was made to another organisation. */
  | 'NOT_RECIPIENT'
  /** The policy allows the action only in the actor’s own affairs. */
  | 'NOT_SELF'
  /** Who submitted the items, or rules on them, cannot object to them. */
  | 'OBJECTION_TO_OWN'
  /** The custody offer has been answered or has ended. */
  | 'OFFER_CLOSED'
  /** The custody offer’s last block time has passed. */
  | 'OFFER_EXPIRED'
  /** An offer of the item is still open. */
  | 'OFFER_OPEN'
  /** No custody offer of this id was made. */
  | 'OFFER_UNKNOWN'
  /** An organisation of this id takes, or took, part. */
  | 'ORGANISATION_EXISTS'
  /** The policy does not list the actor’s organisation. */
  | 'ORGANISATION_NOT_LISTED'
  /** The organisation has been removed. */
  | 'ORGANISATION_REMOVED'
  /** No organisation of this id takes part. */
  | 'ORGANISATION_UNKNOWN'
  /** The organisation is a party, or related to one, and so not neutral. */
  | 'PARTY_RELATED'
  /** The dossier has passed this phase. */
  | 'PHASE_PASSED'
  /** No policy is set for exactly this pattern. */
  | 'POLICY_UNKNOWN'
  /** An organisation would get a larger part of the power than is allowed. */
  | 'POWER_SHARE'
  /** The proposal has been executed or withdrawn. */
  | 'PROPOSAL_CLOSED'
  /** The proposal’s last block time has passed. */
  | 'PROPOSAL_EXPIRED'
  /** No proposal of this id was opened. */
  | 'PROPOSAL_UNKNOWN'
  /** The proposer, its organisation or its key can no longer act. */
  | 'PROPOSER_GONE'
  /** An organisation cannot be related to itself. */
  | 'RELATION_TO_ITSELF'
  /** No relation between the two organisations is declared. */
  | 'RELATION_UNKNOWN'
  /** An item cannot replace itself. */
  | 'REPLACEMENT_IS_SELF'
  /** The replacement has been superseded or withdrawn. */
  | 'REPLACEMENT_NOT_ACTIVE'
  /** No item of the replacement’s id is registered. */
  | 'REPLACEMENT_UNKNOWN'
  /** The content has to be kept for longer. */
  | 'RETENTION_RUNNING'
  /** A retention period can only be made longer. */
  | 'RETENTION_SHORTENED'
  /** The actor holds none of the roles that the policy asks for. */
  | 'ROLE_MISSING'
  /** The root is not the RFC 9162 root over the leaves. */
  | 'ROOT_MISMATCH'
  /** Afterwards nobody could change a policy any more. */
  | 'RULES_UNCHANGEABLE'
  /** The registration is sealed. */
  | 'SEALED_BEFORE'
  /** The capture can be sealed only as uncontrolled. */
  | 'SEAL_CLASS'
  /** The key’s signature suite is not in force on this ledger. */
  | 'SUITE_NOT_IN_FORCE'
  /** The registration has as many tokens as it can have. */
  | 'TIMESTAMPS_FULL'
  /** This token is attached to the registration already. */
  | 'TIMESTAMP_ATTACHED'
  /** The token, or a revocation list beside it, fails a check. */
  | 'TIMESTAMP_INVALID'
  /** The token says a time before the registration. */
  | 'TIMESTAMP_TOO_EARLY'
  /** The token says a time after the block that would attach it. */
  | 'TIMESTAMP_TOO_LATE'
  /** The owners that vouch for the time are related to one another. */
  | 'TIME_OWNERS_RELATED'
  /** Too few owners of time authorities vouch for the registration. */
  | 'TIME_OWNERS_TOO_FEW'
  /** A tool of this build is, or was, registered. */
  | 'TOOL_EXISTS'
  /** The tool is not registered for the capture’s profile. */
  | 'TOOL_NOT_FOR_PROFILE'
  /** No tool of this build is registered. */
  | 'TOOL_UNKNOWN'
  /** The tool’s build has been withdrawn. */
  | 'TOOL_WITHDRAWN'
  /** All voting power together would be too much. */
  | 'TOTAL_POWER_EXCEEDED'
  /** The item is secret and the actor has given no undertaking. */
  | 'UNDERTAKING_MISSING'
  /** No rule of this ledger has this action type. */
  | 'UNKNOWN_ACTION'
  /** The ledger has as many validators as it can have. */
  | 'VALIDATORS_FULL'
  /** This ledger has no validators: one operator keeps it. */
  | 'VALIDATORS_NOT_KEPT'
  /** The organisation has a validator already. */
  | 'VALIDATOR_EXISTS'
  /** Another organisation has used the validator key, or an actor has it. */
  | 'VALIDATOR_KEY_TAKEN'
  /** The organisation has no validator. */
  | 'VALIDATOR_UNKNOWN'
  /** A period ends before it begins. */
  | 'VALIDITY_REVERSED';

/** An event with its signature. */
export type SignedEventInput = {
  /** Canonical JSON (RFC 8785) of {ledger, type, actor, key, id, notAfter, data}, as signed. */
  readonly body: string;
  /** Signature of the body by its `key`. */
  readonly signature: string;
};

/** Which end of a sort order comes first. */
export type SortDirection =
  /** Smallest or earliest first. */
  | 'ASC'
  /** Largest or latest first. */
  | 'DESC';

/** Compares a text exactly. */
export type StringFilter = {
  /** Equal to this text. */
  readonly eq?: string | null | undefined;
  /** Equal to one of these, at most 100. */
  readonly in?: ReadonlyArray<string> | null | undefined;
};

/** Signed events of any actors and types. */
export type SubmitSignedEventsInput = {
  /** The events, 1 to 1,000. If one cannot be admitted, none is ordered. */
  readonly events: ReadonlyArray<SignedEventInput>;
  /** When to answer. */
  readonly wait?: Wait;
};

/** What should be there and is not. */
export type TraceGapKind =
  /** A certificate by an office that neither held nor read the content. */
  | 'ACTED_WITHOUT_CONTENT'
  /** The certificate was revoked and is void from the start. */
  | 'CERTIFICATE_REVOKED'
  /** The court’s check found it inconsistent with what was registered. */
  | 'CHECK_INCONSISTENT'
  /** A collector has not signed for the capture; a signature cures it. */
  | 'COLLECTOR_UNSIGNED'
  /** The content was lawfully erased; commitment and proofs stay. */
  | 'CONTENT_ERASED'
  /** What was handed over has another commitment than the item. */
  | 'CUSTODY_CONTENT_DIFFERS'
  /** A recipient found other digests than were offered. */
  | 'CUSTODY_MISMATCH'
  /** An offer of custody ended without an answer. */
  | 'CUSTODY_UNANSWERED'
  /** The check of the environment failed. */
  | 'ENVIRONMENT_FAILED'
  /** Registered without a capture: no lower time bound, nothing on how it came about. */
  | 'NO_CAPTURE'
  /** The environment was not checked before the first artefact. */
  | 'NO_ENVIRONMENT_CHECK'
  /** The office or institution is related to a party; found out later. */
  | 'OFFICE_RELATED'
  /** The opinion was withdrawn, or a court disregards it. */
  | 'OPINION_FALLEN'
  /** No endorsed fact on the platform held when the capture was opened. */
  | 'PLATFORM_FACTS_MISSING'
  /** The build of the capture tool was withdrawn later. */
  | 'TOOL_WITHDRAWN'
  /** A page without picture, source and network log that bear one another out. */
  | 'UNCORROBORATED';

/** The stages of a trace, in order. */
export type TraceStage =
  /** What was brought home, and who signed for it. */
  | 'COLLECTION'
  /** What notaries and institutions made of it. */
  | 'EXAMINATION'
  /** How the content came about: capture and its environment. */
  | 'GENERATION'
  /** What happened before courts. */
  | 'PROCEEDINGS'
  /** Registration, keeping, reading, erasure. */
  | 'STORAGE'
  /** From hand to hand. */
  | 'TRANSMISSION';

/** A digest that says what it is of. */
export type TypedDigestInput = {
  /** What it was made with. */
  readonly algorithm: DigestAlgorithm;
  /** Length of the content. */
  readonly length: string | number;
  /** The digest. */
  readonly value: string;
};

/** When a mutation answers. */
export type Wait =
  /** When the events are admitted; `eventOutcome` tells later what became of them. */
  | 'ASYNC'
  /** When the events are durable, with what became of them. */
  | 'WAIT';

export type ActorQueryVariables = Exact<{
  id: string;
  minPosition?: string | number | null | undefined;
}>;


export type ActorQuery = { readonly actor: { readonly actorId: string, readonly roles: ReadonlyArray<string>, readonly status: MembershipStatus, readonly organisation: { readonly organisationId: string, readonly name: string, readonly status: MembershipStatus } | null, readonly keys: ReadonlyArray<{ readonly key: string, readonly status: KeyStatus }> } | null };

export type LedgerQueryVariables = Exact<{ [key: string]: never; }>;


export type LedgerQuery = { readonly ledger: { readonly ledgerId: string, readonly origin: string, readonly engine: string, readonly size: string, readonly projection: { readonly position: string, readonly lag: string } } };

export type BundleItemQueryVariables = Exact<{
  id: string;
  seen: string | number;
}>;


export type BundleItemQuery = { readonly evidenceItem: { readonly itemId: string, readonly position: string, readonly registeredTime: string, readonly registrantId: string, readonly claimantId: string, readonly closedPosition: string | null, readonly stepsPinned: { readonly position: string } | null, readonly timestamps: ReadonlyArray<{ readonly position: string, readonly ownerId: string, readonly authority: { readonly registeredPosition: string } | null }>, readonly trace: { readonly stepCount: number, readonly steps: ReadonlyArray<{ readonly step: { readonly position: string, readonly recordKind: string, readonly recordId: string } }> } } | null };

export type BundleCaptureQueryVariables = Exact<{
  id: string;
}>;


export type BundleCaptureQuery = { readonly capture: { readonly tool: string, readonly organisationId: string, readonly openedTime: string } | null };

export type BundleToolQueryVariables = Exact<{
  id: string;
}>;


export type BundleToolQuery = { readonly captureTool: { readonly history: ReadonlyArray<{ readonly position: string }> } | null };

export type BundlePlatformFactsQueryVariables = Exact<{
  platformId: string;
  time: string;
}>;


export type BundlePlatformFactsQuery = { readonly platformFactsAt: ReadonlyArray<{ readonly history: ReadonlyArray<{ readonly position: string }> }> };

export type BundleRelationsQueryVariables = Exact<{
  where: EvidenceRelationsWhere;
  after?: string | null | undefined;
}>;


export type BundleRelationsQuery = { readonly evidenceRelations: { readonly nodes: ReadonlyArray<{ readonly organisationId: string, readonly otherId: string, readonly declaredPosition: string, readonly endedPosition: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type BundleAccreditationsQueryVariables = Exact<{
  where: EvidenceAccreditationsWhere;
  after?: string | null | undefined;
}>;


export type BundleAccreditationsQuery = { readonly evidenceAccreditations: { readonly nodes: ReadonlyArray<{ readonly grantedPosition: string, readonly endedPosition: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type BundleIncidentsQueryVariables = Exact<{
  where: EvidenceIncidentsWhere;
  after?: string | null | undefined;
}>;


export type BundleIncidentsQuery = { readonly evidenceIncidents: { readonly nodes: ReadonlyArray<{ readonly position: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type BundleKeysQueryVariables = Exact<{
  id: string;
}>;


export type BundleKeysQuery = { readonly actor: { readonly enrolledPosition: string, readonly keys: ReadonlyArray<{ readonly key: string, readonly addedPosition: string, readonly revokedPosition: string | null }> } | null };

export type LogRecordsQueryVariables = Exact<{
  positions: ReadonlyArray<string | number> | string | number;
  size: string | number;
}>;


export type LogRecordsQuery = { readonly logRecords: { readonly records: ReadonlyArray<string>, readonly hashes: ReadonlyArray<string> } };

export type BundleHeadQueryVariables = Exact<{
  height: string | number;
}>;


export type BundleHeadQuery = { readonly block: { readonly header: string, readonly size: string, readonly certificate: string | null, readonly checkpoint: { readonly note: string } } | null };

export type CourseDossierQueryVariables = Exact<{
  id: string;
}>;


export type CourseDossierQuery = { readonly dossier: { readonly itemCount: number, readonly history: ReadonlyArray<{ readonly position: string }> } | null };

export type DossierEntriesQueryVariables = Exact<{
  id: string;
  seen: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type DossierEntriesQuery = { readonly dossier: { readonly dossierId: string, readonly status: DossierStatus, readonly itemCount: number, readonly entryCount: number, readonly root: string | null, readonly openedPosition: string, readonly frozenPosition: string | null, readonly submittedPosition: string | null, readonly closedPosition: string | null, readonly entries: { readonly nodes: ReadonlyArray<{ readonly number: number, readonly itemId: string, readonly phase: DossierPhase, readonly salt: string | null, readonly removes: number | null, readonly removedBy: number | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type ItemRegistrationsQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type ItemRegistrationsQuery = { readonly evidenceItemsById: ReadonlyArray<{ readonly position: string, readonly timestamps: ReadonlyArray<{ readonly position: string, readonly authority: { readonly registeredPosition: string } | null }> } | null> };

export type BatchSizeQueryVariables = Exact<{
  id: string;
  seen: string | number;
}>;


export type BatchSizeQuery = { readonly evidenceBatch: { readonly count: number } | null };

export type CaptureBatchQueryVariables = Exact<{
  id: string;
  seen: string | number;
}>;


export type CaptureBatchQuery = { readonly capture: { readonly batchId: string | null } | null };

export type EvidenceItemFieldsFragment = { readonly itemId: string, readonly position: string, readonly status: EvidenceStatus, readonly category: EvidenceCategory, readonly claim: EvidenceClaim, readonly claimantId: string, readonly registrantId: string, readonly commitment: string, readonly claimedTime: string | null, readonly registeredTime: string, readonly digests: ReadonlyArray<{ readonly algorithm: DigestAlgorithm, readonly length: string, readonly value: string }> | null };

export type EvidenceItemQueryVariables = Exact<{
  id: string;
  minPosition?: string | number | null | undefined;
}>;


export type EvidenceItemQuery = { readonly evidenceItem: { readonly itemId: string, readonly position: string, readonly status: EvidenceStatus, readonly category: EvidenceCategory, readonly claim: EvidenceClaim, readonly claimantId: string, readonly registrantId: string, readonly commitment: string, readonly claimedTime: string | null, readonly registeredTime: string, readonly supersededBy: { readonly itemId: string } | null, readonly memberProof: { readonly index: number, readonly size: number, readonly commitment: string, readonly root: string, readonly hashes: ReadonlyArray<string> } | null, readonly receipt: { readonly document: string } | null, readonly digests: ReadonlyArray<{ readonly algorithm: DigestAlgorithm, readonly length: string, readonly value: string }> | null } | null };

export type EvidenceItemsQueryVariables = Exact<{
  where?: EvidenceItemsWhere | null | undefined;
  orderBy?: ReadonlyArray<EvidenceItemOrder> | EvidenceItemOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  minPosition?: string | number | null | undefined;
}>;


export type EvidenceItemsQuery = { readonly evidenceItems: { readonly asOfPosition: string, readonly nodes: ReadonlyArray<{ readonly itemId: string, readonly position: string, readonly status: EvidenceStatus, readonly category: EvidenceCategory, readonly claim: EvidenceClaim, readonly claimantId: string, readonly registrantId: string, readonly commitment: string, readonly claimedTime: string | null, readonly registeredTime: string, readonly digests: ReadonlyArray<{ readonly algorithm: DigestAlgorithm, readonly length: string, readonly value: string }> | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type ClaimsOnDigestsQueryVariables = Exact<{
  digests: ReadonlyArray<TypedDigestInput> | TypedDigestInput;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ClaimsOnDigestsQuery = { readonly claimsOnDigests: { readonly asOfPosition: string, readonly nodes: ReadonlyArray<{ readonly itemId: string, readonly position: string, readonly status: EvidenceStatus, readonly category: EvidenceCategory, readonly claim: EvidenceClaim, readonly claimantId: string, readonly registrantId: string, readonly commitment: string, readonly claimedTime: string | null, readonly registeredTime: string, readonly digests: ReadonlyArray<{ readonly algorithm: DigestAlgorithm, readonly length: string, readonly value: string }> | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type FollowEntriesSubscriptionVariables = Exact<{
  after?: string | number | null | undefined;
  where?: EntriesWhere | null | undefined;
}>;


export type FollowEntriesSubscription = { readonly entries:
    | { readonly __typename: 'EntryAppended', readonly position: string, readonly prev: string | null, readonly entry:
        | { readonly __typename: 'DerivedEntry', readonly position: string, readonly type: string, readonly text: string, readonly eventText: string }
        | { readonly __typename: 'GenesisEntry', readonly position: string, readonly type: string, readonly text: string, readonly eventText: string }
        | { readonly __typename: 'SignedEntry', readonly position: string, readonly type: string, readonly text: string, readonly eventText: string }
       }
    | { readonly __typename: 'Gap', readonly from: string, readonly to: string, readonly resumeFrom: string | null }
   };

export type FollowEvidenceSubscriptionVariables = Exact<{
  after?: string | number | null | undefined;
  where?: EvidenceItemsWhere | null | undefined;
}>;


export type FollowEvidenceSubscription = { readonly evidenceItems:
    | { readonly __typename: 'EvidenceRegistered', readonly position: string, readonly prev: string | null, readonly item: { readonly itemId: string, readonly position: string, readonly status: EvidenceStatus, readonly category: EvidenceCategory, readonly claim: EvidenceClaim, readonly claimantId: string, readonly registrantId: string, readonly commitment: string, readonly claimedTime: string | null, readonly registeredTime: string, readonly digests: ReadonlyArray<{ readonly algorithm: DigestAlgorithm, readonly length: string, readonly value: string }> | null } | null, readonly batch: { readonly batchId: string, readonly count: number, readonly root: string, readonly claimantId: string } | null }
    | { readonly __typename: 'Gap', readonly from: string, readonly to: string, readonly resumeFrom: string | null }
   };

export type FollowCheckpointsSubscriptionVariables = Exact<{
  after?: string | number | null | undefined;
}>;


export type FollowCheckpointsSubscription = { readonly checkpoints:
    | { readonly __typename: 'CheckpointSigned', readonly position: string, readonly prev: string | null, readonly checkpoint: { readonly note: string, readonly size: string } }
    | { readonly __typename: 'Gap', readonly from: string, readonly to: string, readonly resumeFrom: string | null }
   };

export type FollowStepsSubscriptionVariables = Exact<{
  after?: string | number | null | undefined;
  of: EvidenceMatterInput;
}>;


export type FollowStepsSubscription = { readonly evidenceSteps:
    | { readonly __typename: 'EvidenceStepTaken', readonly position: string, readonly prev: string | null, readonly step: { readonly position: string, readonly time: string, readonly type: string, readonly recordId: string, readonly actorId: string | null } }
    | { readonly __typename: 'Gap', readonly from: string, readonly to: string, readonly resumeFrom: string | null }
   };

export type EntriesBetweenQueryVariables = Exact<{
  from: string | number;
  to: string | number;
  first: number;
}>;


export type EntriesBetweenQuery = { readonly entries: { readonly nodes: ReadonlyArray<
      | { readonly position: string, readonly text: string, readonly eventText: string }
      | { readonly position: string, readonly text: string, readonly eventText: string }
      | { readonly position: string, readonly text: string, readonly eventText: string }
    > } };

export type EvidenceBetweenQueryVariables = Exact<{
  where: EvidenceItemsWhere;
  first: number;
  seen: string | number;
}>;


export type EvidenceBetweenQuery = { readonly evidenceItems: { readonly nodes: ReadonlyArray<{ readonly itemId: string, readonly position: string, readonly status: EvidenceStatus, readonly category: EvidenceCategory, readonly claim: EvidenceClaim, readonly claimantId: string, readonly registrantId: string, readonly commitment: string, readonly claimedTime: string | null, readonly registeredTime: string, readonly batch: { readonly batchId: string, readonly count: number, readonly root: string, readonly claimantId: string } | null, readonly digests: ReadonlyArray<{ readonly algorithm: DigestAlgorithm, readonly length: string, readonly value: string }> | null }> } };

export type ActorsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ActorsQuery = { readonly actors: { readonly nodes: ReadonlyArray<{ readonly actorId: string, readonly roles: ReadonlyArray<string>, readonly status: MembershipStatus }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type ValidatorsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ValidatorsQuery = { readonly validators: { readonly nodes: ReadonlyArray<{ readonly organisationId: string, readonly validatorKey: string, readonly nodeId: string, readonly power: number, readonly status: MembershipStatus, readonly changedPosition: string, readonly changedHeight: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type OpenProposalsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type OpenProposalsQuery = { readonly proposals: { readonly nodes: ReadonlyArray<{ readonly proposalId: string, readonly type: string, readonly data: unknown, readonly proposerId: string, readonly expires: string, readonly approvals: ReadonlyArray<{ readonly organisationId: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type ProposalStatusQueryVariables = Exact<{
  id: string;
  seen: string | number;
}>;


export type ProposalStatusQuery = { readonly proposal: { readonly status: ProposalStatus, readonly refused: RefusalCode | null } | null };

export type EvidenceStandingQueryVariables = Exact<{
  id: string;
}>;


export type EvidenceStandingQuery = { readonly evidenceItem: { readonly status: EvidenceStatus, readonly closedPosition: string | null, readonly closedReason: string | null } | null };

export type ReceiptQueryVariables = Exact<{
  position: string | number;
}>;


export type ReceiptQuery = { readonly receipt: { readonly position: string, readonly document: string } | null };

export type CheckpointQueryVariables = Exact<{ [key: string]: never; }>;


export type CheckpointQuery = { readonly checkpoint: { readonly note: string, readonly size: string } };

export type ConsistencyQueryVariables = Exact<{
  from: string | number;
  to?: string | number | null | undefined;
}>;


export type ConsistencyQuery = { readonly consistencyProof: { readonly from: string, readonly to: string, readonly fromRoot: string, readonly toRoot: string, readonly hashes: ReadonlyArray<string> } };

export type SubmitMutationVariables = Exact<{
  input: SubmitSignedEventsInput;
}>;


export type SubmitMutation = { readonly submitSignedEvents:
    | { readonly __typename: 'EventsSubmitted', readonly results: ReadonlyArray<{ readonly position: string, readonly eventHash: string, readonly duplicate: boolean, readonly refused: RefusalCode | null }> }
    | { readonly __typename: 'EventsSubmittedAsync', readonly eventHashes: ReadonlyArray<string> }
   };

export type EventOutcomeQueryVariables = Exact<{
  actor: string;
  id: string;
}>;


export type EventOutcomeQuery = { readonly eventOutcome: { readonly status: EventStatus, readonly position: string | null, readonly eventHash: string | null, readonly refusal: { readonly code: RefusalCode, readonly message: string, readonly field: string, readonly limit: string, readonly value: string } | null } };

export type TimeAuthorityIdsQueryVariables = Exact<{
  minPosition?: string | number | null | undefined;
}>;


export type TimeAuthorityIdsQuery = { readonly timeAuthorities: ReadonlyArray<{ readonly authorityId: string }> };

export type EvidenceTraceQueryVariables = Exact<{
  id: string;
  minPosition?: string | number | null | undefined;
}>;


export type EvidenceTraceQuery = { readonly evidenceItem: { readonly itemId: string, readonly keeping: { readonly holderId: string, readonly contentStatus: ContentStatus, readonly secret: boolean, readonly held: boolean }, readonly trace: { readonly notBefore: string | null, readonly notAfter: string, readonly stepCount: number, readonly hands: ReadonlyArray<{ readonly organisationId: string, readonly fromPosition: string }>, readonly steps: ReadonlyArray<{ readonly stage: TraceStage, readonly step: { readonly position: string, readonly time: string, readonly type: string, readonly recordId: string, readonly actorId: string | null } }>, readonly gaps: ReadonlyArray<{ readonly kind: TraceGapKind, readonly stage: TraceStage, readonly position: string, readonly recordId: string }> } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const EvidenceItemFieldsFragmentDoc = new TypedDocumentString(`
    fragment EvidenceItemFields on EvidenceItem {
  itemId
  position
  status
  category
  claim
  claimantId
  registrantId
  commitment
  digests {
    algorithm
    length
    value
  }
  claimedTime
  registeredTime
}
    `, {"fragmentName":"EvidenceItemFields"}) as unknown as TypedDocumentString<EvidenceItemFieldsFragment, unknown>;
export const ActorDocument = new TypedDocumentString(`
    query Actor($id: String!, $minPosition: Position) {
  actor(id: $id, minPosition: $minPosition) {
    actorId
    roles
    status
    organisation {
      organisationId
      name
      status
    }
    keys {
      key
      status
    }
  }
}
    `) as unknown as TypedDocumentString<ActorQuery, ActorQueryVariables>;
export const LedgerDocument = new TypedDocumentString(`
    query Ledger {
  ledger {
    ledgerId
    origin
    engine
    size
    projection {
      position
      lag
    }
  }
}
    `) as unknown as TypedDocumentString<LedgerQuery, LedgerQueryVariables>;
export const BundleItemDocument = new TypedDocumentString(`
    query BundleItem($id: String!, $seen: Position!) {
  evidenceItem(id: $id, minPosition: $seen) {
    itemId
    position
    registeredTime
    registrantId
    claimantId
    closedPosition
    stepsPinned {
      position
    }
    timestamps {
      position
      ownerId
      authority {
        registeredPosition
      }
    }
    trace {
      stepCount
      steps {
        step {
          position
          recordKind
          recordId
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BundleItemQuery, BundleItemQueryVariables>;
export const BundleCaptureDocument = new TypedDocumentString(`
    query BundleCapture($id: Hash!) {
  capture(id: $id) {
    tool
    organisationId
    openedTime
  }
}
    `) as unknown as TypedDocumentString<BundleCaptureQuery, BundleCaptureQueryVariables>;
export const BundleToolDocument = new TypedDocumentString(`
    query BundleTool($id: Hash!) {
  captureTool(id: $id) {
    history {
      position
    }
  }
}
    `) as unknown as TypedDocumentString<BundleToolQuery, BundleToolQueryVariables>;
export const BundlePlatformFactsDocument = new TypedDocumentString(`
    query BundlePlatformFacts($platformId: String!, $time: Instant!) {
  platformFactsAt(platformId: $platformId, time: $time) {
    history {
      position
    }
  }
}
    `) as unknown as TypedDocumentString<BundlePlatformFactsQuery, BundlePlatformFactsQueryVariables>;
export const BundleRelationsDocument = new TypedDocumentString(`
    query BundleRelations($where: EvidenceRelationsWhere!, $after: String) {
  evidenceRelations(where: $where, first: 100, after: $after) {
    nodes {
      organisationId
      otherId
      declaredPosition
      endedPosition
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<BundleRelationsQuery, BundleRelationsQueryVariables>;
export const BundleAccreditationsDocument = new TypedDocumentString(`
    query BundleAccreditations($where: EvidenceAccreditationsWhere!, $after: String) {
  evidenceAccreditations(where: $where, first: 100, after: $after) {
    nodes {
      grantedPosition
      endedPosition
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<BundleAccreditationsQuery, BundleAccreditationsQueryVariables>;
export const BundleIncidentsDocument = new TypedDocumentString(`
    query BundleIncidents($where: EvidenceIncidentsWhere!, $after: String) {
  evidenceIncidents(where: $where, first: 100, after: $after) {
    nodes {
      position
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<BundleIncidentsQuery, BundleIncidentsQueryVariables>;
export const BundleKeysDocument = new TypedDocumentString(`
    query BundleKeys($id: String!) {
  actor(id: $id) {
    enrolledPosition
    keys {
      key
      addedPosition
      revokedPosition
    }
  }
}
    `) as unknown as TypedDocumentString<BundleKeysQuery, BundleKeysQueryVariables>;
export const LogRecordsDocument = new TypedDocumentString(`
    query LogRecords($positions: [Position!]!, $size: Position!) {
  logRecords(positions: $positions, size: $size) {
    records
    hashes
  }
}
    `) as unknown as TypedDocumentString<LogRecordsQuery, LogRecordsQueryVariables>;
export const BundleHeadDocument = new TypedDocumentString(`
    query BundleHead($height: Height!) {
  block(height: $height) {
    header
    size
    certificate
    checkpoint {
      note
    }
  }
}
    `) as unknown as TypedDocumentString<BundleHeadQuery, BundleHeadQueryVariables>;
export const CourseDossierDocument = new TypedDocumentString(`
    query CourseDossier($id: Hash!) {
  dossier(id: $id) {
    itemCount
    history {
      position
    }
  }
}
    `) as unknown as TypedDocumentString<CourseDossierQuery, CourseDossierQueryVariables>;
export const DossierEntriesDocument = new TypedDocumentString(`
    query DossierEntries($id: Hash!, $seen: Position!, $first: Int!, $after: String) {
  dossier(id: $id, minPosition: $seen) {
    dossierId
    status
    itemCount
    entryCount
    root
    openedPosition
    frozenPosition
    submittedPosition
    closedPosition
    entries(first: $first, after: $after) {
      nodes {
        number
        itemId
        phase
        salt
        removes
        removedBy
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DossierEntriesQuery, DossierEntriesQueryVariables>;
export const ItemRegistrationsDocument = new TypedDocumentString(`
    query ItemRegistrations($ids: [String!]!) {
  evidenceItemsById(ids: $ids) {
    position
    timestamps {
      position
      authority {
        registeredPosition
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ItemRegistrationsQuery, ItemRegistrationsQueryVariables>;
export const BatchSizeDocument = new TypedDocumentString(`
    query BatchSize($id: Hash!, $seen: Position!) {
  evidenceBatch(id: $id, minPosition: $seen) {
    count
  }
}
    `) as unknown as TypedDocumentString<BatchSizeQuery, BatchSizeQueryVariables>;
export const CaptureBatchDocument = new TypedDocumentString(`
    query CaptureBatch($id: Hash!, $seen: Position!) {
  capture(id: $id, minPosition: $seen) {
    batchId
  }
}
    `) as unknown as TypedDocumentString<CaptureBatchQuery, CaptureBatchQueryVariables>;
export const EvidenceItemDocument = new TypedDocumentString(`
    query EvidenceItem($id: String!, $minPosition: Position) {
  evidenceItem(id: $id, minPosition: $minPosition) {
    ...EvidenceItemFields
    supersededBy {
      itemId
    }
    memberProof {
      index
      size
      commitment
      root
      hashes
    }
    receipt {
      document
    }
  }
}
    fragment EvidenceItemFields on EvidenceItem {
  itemId
  position
  status
  category
  claim
  claimantId
  registrantId
  commitment
  digests {
    algorithm
    length
    value
  }
  claimedTime
  registeredTime
}`) as unknown as TypedDocumentString<EvidenceItemQuery, EvidenceItemQueryVariables>;
export const EvidenceItemsDocument = new TypedDocumentString(`
    query EvidenceItems($where: EvidenceItemsWhere, $orderBy: [EvidenceItemOrder!], $first: Int, $after: String, $minPosition: Position) {
  evidenceItems(
    where: $where
    orderBy: $orderBy
    first: $first
    after: $after
    minPosition: $minPosition
  ) {
    asOfPosition
    nodes {
      ...EvidenceItemFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment EvidenceItemFields on EvidenceItem {
  itemId
  position
  status
  category
  claim
  claimantId
  registrantId
  commitment
  digests {
    algorithm
    length
    value
  }
  claimedTime
  registeredTime
}`) as unknown as TypedDocumentString<EvidenceItemsQuery, EvidenceItemsQueryVariables>;
export const ClaimsOnDigestsDocument = new TypedDocumentString(`
    query ClaimsOnDigests($digests: [TypedDigestInput!]!, $first: Int, $after: String) {
  claimsOnDigests(digests: $digests, first: $first, after: $after) {
    asOfPosition
    nodes {
      ...EvidenceItemFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment EvidenceItemFields on EvidenceItem {
  itemId
  position
  status
  category
  claim
  claimantId
  registrantId
  commitment
  digests {
    algorithm
    length
    value
  }
  claimedTime
  registeredTime
}`) as unknown as TypedDocumentString<ClaimsOnDigestsQuery, ClaimsOnDigestsQueryVariables>;
export const FollowEntriesDocument = new TypedDocumentString(`
    subscription FollowEntries($after: Position, $where: EntriesWhere) {
  entries(after: $after, where: $where) {
    __typename
    ... on EntryAppended {
      position
      prev
      entry {
        __typename
        position
        type
        text
        eventText
      }
    }
    ... on Gap {
      from
      to
      resumeFrom
    }
  }
}
    `) as unknown as TypedDocumentString<FollowEntriesSubscription, FollowEntriesSubscriptionVariables>;
export const FollowEvidenceDocument = new TypedDocumentString(`
    subscription FollowEvidence($after: Position, $where: EvidenceItemsWhere) {
  evidenceItems(after: $after, where: $where) {
    __typename
    ... on EvidenceRegistered {
      position
      prev
      item {
        ...EvidenceItemFields
      }
      batch {
        batchId
        count
        root
        claimantId
      }
    }
    ... on Gap {
      from
      to
      resumeFrom
    }
  }
}
    fragment EvidenceItemFields on EvidenceItem {
  itemId
  position
  status
  category
  claim
  claimantId
  registrantId
  commitment
  digests {
    algorithm
    length
    value
  }
  claimedTime
  registeredTime
}`) as unknown as TypedDocumentString<FollowEvidenceSubscription, FollowEvidenceSubscriptionVariables>;
export const FollowCheckpointsDocument = new TypedDocumentString(`
    subscription FollowCheckpoints($after: Position) {
  checkpoints(after: $after) {
    __typename
    ... on CheckpointSigned {
      position
      prev
      checkpoint {
        note
        size
      }
    }
    ... on Gap {
      from
      to
      resumeFrom
    }
  }
}
    `) as unknown as TypedDocumentString<FollowCheckpointsSubscription, FollowCheckpointsSubscriptionVariables>;
export const FollowStepsDocument = new TypedDocumentString(`
    subscription FollowSteps($after: Position, $of: EvidenceMatterInput!) {
  evidenceSteps(after: $after, of: $of) {
    __typename
    ... on EvidenceStepTaken {
      position
      prev
      step {
        position
        time
        type
        recordId
        actorId
      }
    }
    ... on Gap {
      from
      to
      resumeFrom
    }
  }
}
    `) as unknown as TypedDocumentString<FollowStepsSubscription, FollowStepsSubscriptionVariables>;
export const EntriesBetweenDocument = new TypedDocumentString(`
    query EntriesBetween($from: Position!, $to: Position!, $first: Int!) {
  entries(first: $first, where: {position: {gte: $from, lte: $to}}) {
    nodes {
      position
      text
      eventText
    }
  }
}
    `) as unknown as TypedDocumentString<EntriesBetweenQuery, EntriesBetweenQueryVariables>;
export const EvidenceBetweenDocument = new TypedDocumentString(`
    query EvidenceBetween($where: EvidenceItemsWhere!, $first: Int!, $seen: Position!) {
  evidenceItems(first: $first, where: $where, minPosition: $seen) {
    nodes {
      ...EvidenceItemFields
      batch {
        batchId
        count
        root
        claimantId
      }
    }
  }
}
    fragment EvidenceItemFields on EvidenceItem {
  itemId
  position
  status
  category
  claim
  claimantId
  registrantId
  commitment
  digests {
    algorithm
    length
    value
  }
  claimedTime
  registeredTime
}`) as unknown as TypedDocumentString<EvidenceBetweenQuery, EvidenceBetweenQueryVariables>;
export const ActorsDocument = new TypedDocumentString(`
    query Actors($after: String) {
  actors(first: 100, after: $after) {
    nodes {
      actorId
      roles
      status
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ActorsQuery, ActorsQueryVariables>;
export const ValidatorsDocument = new TypedDocumentString(`
    query Validators($after: String) {
  validators(first: 100, after: $after) {
    nodes {
      organisationId
      validatorKey
      nodeId
      power
      status
      changedPosition
      changedHeight
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ValidatorsQuery, ValidatorsQueryVariables>;
export const OpenProposalsDocument = new TypedDocumentString(`
    query OpenProposals($after: String) {
  proposals(first: 100, after: $after, where: {status: {eq: OPEN}}) {
    nodes {
      proposalId
      type
      data
      proposerId
      expires
      approvals {
        organisationId
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<OpenProposalsQuery, OpenProposalsQueryVariables>;
export const ProposalStatusDocument = new TypedDocumentString(`
    query ProposalStatus($id: Hash!, $seen: Position!) {
  proposal(id: $id, minPosition: $seen) {
    status
    refused
  }
}
    `) as unknown as TypedDocumentString<ProposalStatusQuery, ProposalStatusQueryVariables>;
export const EvidenceStandingDocument = new TypedDocumentString(`
    query EvidenceStanding($id: String!) {
  evidenceItem(id: $id) {
    status
    closedPosition
    closedReason
  }
}
    `) as unknown as TypedDocumentString<EvidenceStandingQuery, EvidenceStandingQueryVariables>;
export const ReceiptDocument = new TypedDocumentString(`
    query Receipt($position: Position!) {
  receipt(position: $position) {
    position
    document
  }
}
    `) as unknown as TypedDocumentString<ReceiptQuery, ReceiptQueryVariables>;
export const CheckpointDocument = new TypedDocumentString(`
    query Checkpoint {
  checkpoint {
    note
    size
  }
}
    `) as unknown as TypedDocumentString<CheckpointQuery, CheckpointQueryVariables>;
export const ConsistencyDocument = new TypedDocumentString(`
    query Consistency($from: Position!, $to: Position) {
  consistencyProof(from: $from, to: $to) {
    from
    to
    fromRoot
    toRoot
    hashes
  }
}
    `) as unknown as TypedDocumentString<ConsistencyQuery, ConsistencyQueryVariables>;
export const SubmitDocument = new TypedDocumentString(`
    mutation Submit($input: SubmitSignedEventsInput!) {
  submitSignedEvents(input: $input) {
    __typename
    ... on EventsSubmitted {
      results {
        position
        eventHash
        duplicate
        refused
      }
    }
    ... on EventsSubmittedAsync {
      eventHashes
    }
  }
}
    `) as unknown as TypedDocumentString<SubmitMutation, SubmitMutationVariables>;
export const EventOutcomeDocument = new TypedDocumentString(`
    query EventOutcome($actor: String!, $id: String!) {
  eventOutcome(actor: $actor, id: $id) {
    status
    position
    eventHash
    refusal {
      code
      message
      field
      limit
      value
    }
  }
}
    `) as unknown as TypedDocumentString<EventOutcomeQuery, EventOutcomeQueryVariables>;
export const TimeAuthorityIdsDocument = new TypedDocumentString(`
    query TimeAuthorityIds($minPosition: Position) {
  timeAuthorities(minPosition: $minPosition) {
    authorityId
  }
}
    `) as unknown as TypedDocumentString<TimeAuthorityIdsQuery, TimeAuthorityIdsQueryVariables>;
export const EvidenceTraceDocument = new TypedDocumentString(`
    query EvidenceTrace($id: String!, $minPosition: Position) {
  evidenceItem(id: $id, minPosition: $minPosition) {
    itemId
    keeping {
      holderId
      contentStatus
      secret
      held
    }
    trace {
      notBefore
      notAfter
      stepCount
      hands {
        organisationId
        fromPosition
      }
      steps {
        stage
        step {
          position
          time
          type
          recordId
          actorId
        }
      }
      gaps {
        kind
        stage
        position
        recordId
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EvidenceTraceQuery, EvidenceTraceQueryVariables>;