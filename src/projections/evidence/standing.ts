/**
 * Who may act in which capacity, who is related to whom, and the dated facts of platforms.
 */
import type { Database } from 'better-sqlite3';
import type {
  AccreditationGranted,
  AccreditationWithdrawn,
} from '../../domain/evidence/standing/accreditation.js';
import type {
  PlatformFactEndorsed,
  PlatformFactRecorded,
  PlatformFactWithdrawn,
} from '../../domain/evidence/standing/platformFact.js';
import type { RelationDeclared, RelationEnded } from '../../domain/evidence/standing/relation.js';
import type { IncidentReported } from '../../domain/evidence/standing/incident.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';
import { jsonText, tableWriter } from '../tableWriter.js';

export const evidenceStanding: Projection = {
  name: 'evidence_standing',
  version: 2,
  tables: `
    CREATE TABLE evidence_accreditations (
      accreditation TEXT NOT NULL,
      organisation TEXT NOT NULL,
      capacity TEXT NOT NULL,
      document TEXT NOT NULL,
      valid_from TEXT NOT NULL,
      valid_until TEXT NOT NULL,
      status TEXT NOT NULL,
      ended_position INTEGER,
      ended_reason TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (accreditation)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_accreditations_by_organisation ON evidence_accreditations (organisation);
    CREATE INDEX evidence_accreditations_in_order ON evidence_accreditations (position);
    CREATE TABLE evidence_relations (
      relation TEXT NOT NULL,
      organisation TEXT NOT NULL,
      other TEXT NOT NULL,
      kind TEXT NOT NULL,
      status TEXT NOT NULL,
      ended_position INTEGER,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (relation)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_relations_by_organisation ON evidence_relations (organisation);
    CREATE INDEX evidence_relations_by_other ON evidence_relations (other);
    CREATE INDEX evidence_relations_in_order ON evidence_relations (position);
    CREATE TABLE evidence_platform_facts (
      fact TEXT NOT NULL,
      platform TEXT NOT NULL,
      kind TEXT NOT NULL,
      document TEXT NOT NULL,
      valid_from TEXT NOT NULL,
      valid_until TEXT,
      status TEXT NOT NULL,
      auditor TEXT,
      endorsed_position INTEGER,
      endorsed_time TEXT,
      withdrawn_position INTEGER,
      withdrawn_time TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (fact)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_platform_facts_by_platform ON evidence_platform_facts (platform);
    CREATE INDEX evidence_platform_facts_in_order ON evidence_platform_facts (position);
    CREATE TABLE evidence_incidents (
      incident TEXT NOT NULL,
      organisation TEXT NOT NULL,
      kind TEXT NOT NULL,
      valid_from TEXT NOT NULL,
      valid_until TEXT,
      document TEXT NOT NULL,
      reported_by TEXT NOT NULL,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (incident)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_incidents_by_organisation ON evidence_incidents (organisation);
    CREATE INDEX evidence_incidents_in_order ON evidence_incidents (position);
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  return eventWriter({
    events: {
      ...accreditations(database),
      ...relations(database),
      ...platformFacts(database),
      ...incidents(database),
    },
  });
}

function accreditations(database: Database) {
  const table = tableWriter(database, 'evidence_accreditations', 'accreditation');
  const end = database.prepare<[string, number, string | null, string, string]>(
    `UPDATE evidence_accreditations SET status = ?, ended_position = ?, ended_reason = ?
     WHERE organisation = ? AND capacity = ? AND status = 'granted'`,
  );
  return {
    'evidence.AccreditationGranted': onEvent<AccreditationGranted>((data, { position, time }) => {
      const { accreditation, organisation, capacity, document, validFrom, validUntil } = data;
      end.run('replaced', position, null, organisation, capacity);
      table.insert({
        accreditation,
        organisation,
        capacity,
        document: jsonText(document),
        valid_from: validFrom,
        valid_until: validUntil,
        status: 'granted',
        ended_position: null,
        ended_reason: null,
        position,
        time,
      });
    }),
    'evidence.AccreditationWithdrawn': onEvent<AccreditationWithdrawn>((data, { position }) => {
      end.run('withdrawn', position, data.reason, data.organisation, data.capacity);
    }),
  };
}

function relations(database: Database) {
  const table = tableWriter(database, 'evidence_relations', 'relation');
  const end = database.prepare<[number, string, string, string, string]>(
    `UPDATE evidence_relations SET status = 'ended', ended_position = ?
     WHERE status = 'declared'
       AND ((organisation = ? AND other = ?) OR (other = ? AND organisation = ?))`,
  );
  return {
    'evidence.RelationDeclared': onEvent<RelationDeclared>((data, { position, time }) => {
      const { relation, organisation, other, kind } = data;
      const place = { status: 'declared', ended_position: null, position, time };
      table.insert({ relation, organisation, other, kind, ...place });
    }),
    'evidence.RelationEnded': onEvent<RelationEnded>(({ organisation, other }, { position }) => {
      end.run(position, organisation, other, organisation, other);
    }),
  };
}

function platformFacts(database: Database) {
  const table = tableWriter(database, 'evidence_platform_facts', 'fact');
  return {
    'evidence.PlatformFactRecorded': onEvent<PlatformFactRecorded>((data, { position, time }) => {
      const { fact, platform, kind, document, validFrom, validUntil } = data;
      table.insert({
        fact,
        platform,
        kind,
        document: jsonText(document),
        valid_from: validFrom,
        valid_until: validUntil ?? null,
        status: 'recorded',
        auditor: null,
        endorsed_position: null,
        endorsed_time: null,
        withdrawn_position: null,
        withdrawn_time: null,
        position,
        time,
      });
    }),
    'evidence.PlatformFactEndorsed': onEvent<PlatformFactEndorsed>((data, { position, time }) => {
      const endorsed = { endorsed_position: position, endorsed_time: time };
      table.update(data.fact, { status: 'endorsed', auditor: data.auditor, ...endorsed });
    }),
    'evidence.PlatformFactWithdrawn': onEvent<PlatformFactWithdrawn>((data, entry) => {
      const withdrawn = { withdrawn_position: entry.position, withdrawn_time: entry.time };
      table.update(data.fact, { status: 'withdrawn', ...withdrawn });
    }),
  };
}

function incidents(database: Database) {
  const table = tableWriter(database, 'evidence_incidents', 'incident');
  return {
    'evidence.IncidentReported': onEvent<IncidentReported>((data, { position, time }) => {
      const { incident, organisation, kind, validFrom, validUntil = null, by } = data;
      const what = { kind, valid_from: validFrom, valid_until: validUntil };
      const document = jsonText(data.document);
      table.insert({ incident, organisation, ...what, document, reported_by: by, position, time });
    }),
  };
}
