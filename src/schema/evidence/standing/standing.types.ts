/** The objects of standing: accreditations, relations, facts of platforms. */
import type {
  EvidenceAccreditationsTable,
  EvidenceIncidentsTable,
  EvidencePlatformFactsTable,
  EvidenceRelationsTable,
} from '../../../projections/evidence/lifeTables.js';
import { rowFields, tableType } from '../../tableType.js';
import { EvidenceContentObject, historyOf } from '../content.types.js';
import {
  AccreditationEndReasonEnum,
  AccreditationStatusEnum,
  CapacityEnum,
  IncidentKindEnum,
  PlatformFactKindEnum,
  PlatformFactStatusEnum,
  RelationKindEnum,
  RelationStatusEnum,
} from './standing.enums.js';

const granted = rowFields<EvidenceAccreditationsTable>();

export const AccreditationType = tableType<EvidenceAccreditationsTable>(
  'EvidenceAccreditation',
  'In which capacity an organisation may act, from when to when, by which document.',
  {
    accreditationId: granted.hash('accreditation', 'Hash of the event that granted it.'),
    organisationId: granted.text('organisation', 'Id of the organisation.'),
    capacity: granted.word(CapacityEnum, 'capacity', 'As what it may act.'),
    document: granted.json(() => EvidenceContentObject, 'document', 'Licence or appointment.'),
    validFrom: granted.instant('valid_from', 'First instant at which it holds.'),
    validUntil: granted.instant('valid_until', 'Last instant at which it holds.'),
    status: granted.word(AccreditationStatusEnum, 'status', 'Whether it still stands.'),
    endedPosition: granted.maybe(granted.position('ended_position', 'Where it was ended.')),
    endedReason: granted.maybe(
      granted.word(AccreditationEndReasonEnum, 'ended_reason', 'Why it was withdrawn.'),
    ),
    grantedPosition: granted.position('position', 'Position of the entry that granted it.'),
    grantedTime: granted.instant('time', 'Time of its block.'),
  },
);

const related = rowFields<EvidenceRelationsTable>();

export const RelationType = tableType<EvidenceRelationsTable>(
  'EvidenceRelation',
  'A tie between two organisations that takes away the neutrality of one towards the other.',
  {
    relationId: related.hash('relation', 'Hash of the event that declared it.'),
    organisationId: related.text('organisation', 'Id of the one.'),
    otherId: related.text('other', 'Id of the other.'),
    kind: related.word(RelationKindEnum, 'kind', 'What ties them.'),
    status: related.word(RelationStatusEnum, 'status', 'Whether it goes on.'),
    declaredPosition: related.position('position', 'Position of the entry that declared it.'),
    declaredTime: related.instant('time', 'Time of its block.'),
    endedPosition: related.maybe(related.position('ended_position', 'Where it was ended.')),
  },
);

const fact = rowFields<EvidencePlatformFactsTable>();

export const PlatformFactType = tableType<EvidencePlatformFactsTable>(
  'PlatformFact',
  'A dated fact about an evidence platform, with its document and who endorsed it.',
  {
    factId: fact.hash('fact', 'Hash of the event that recorded it.'),
    platformId: fact.text('platform', 'Id of the platform.'),
    kind: fact.word(PlatformFactKindEnum, 'kind', 'What it is of.'),
    document: fact.json(() => EvidenceContentObject, 'document', 'What shows it.'),
    validFrom: fact.instant('valid_from', 'First instant at which it holds.'),
    validUntil: fact.maybe(fact.instant('valid_until', 'Last instant at which it holds.')),
    status: fact.word(PlatformFactStatusEnum, 'status', 'How far it is vouched for.'),
    auditorId: fact.maybe(fact.text('auditor', 'Id of the auditor that endorsed it.')),
    endorsedTime: fact.maybe(fact.instant('endorsed_time', 'When it was endorsed.')),
    withdrawnTime: fact.maybe(fact.instant('withdrawn_time', 'When it was taken back.')),
    recordedPosition: fact.position('position', 'Position of the entry that recorded it.'),
    recordedTime: fact.instant('time', 'Time of its block.'),
    history: historyOf('fact'),
  },
);

const incident = rowFields<EvidenceIncidentsTable>();

export const IncidentType = tableType<EvidenceIncidentsTable>(
  'EvidenceIncident',
  'What went wrong with a platform or an office, and when.',
  {
    incidentId: incident.hash('incident', 'Hash of the event that reported it.'),
    organisationId: incident.text('organisation', 'Id of the organisation that it happened to.'),
    kind: incident.word(IncidentKindEnum, 'kind', 'What went wrong.'),
    validFrom: incident.instant('valid_from', 'First instant at which it lasted.'),
    validUntil: incident.maybe(incident.instant('valid_until', 'Last instant; null: it goes on.')),
    document: incident.json(() => EvidenceContentObject, 'document', 'The report.'),
    actorId: incident.text('reported_by', 'Id of the actor who reported it.'),
    position: incident.position('position', 'Position of the entry that reported it.'),
    time: incident.instant('time', 'Time of its block.'),
  },
);
