/**
 * Notarial acts with their days, appraisals, and the working-day calendar that they reckon by.
 */
import type { Database } from 'better-sqlite3';
import type {
  AppraisalCommissioned,
  MaterialReceived,
  OpinionDisregarded,
  OpinionIssued,
  OpinionWithdrawn,
} from '../../domain/evidence/acts/appraisal.js';
import type {
  CertificateCorrected,
  CertificateIssued,
  CertificateRevoked,
} from '../../domain/evidence/acts/certificate.js';
import type {
  NotarizationAccepted,
  NotarizationApplied,
  NotarizationExamined,
  NotarizationRefused,
} from '../../domain/evidence/acts/notarialAct.js';
import type { WorkingDaysSet } from '../../domain/evidence/acts/workingDays.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';
import { jsonText, tableWriter } from '../tableWriter.js';

export const evidenceActs: Projection = {
  name: 'evidence_acts',
  version: 1,
  tables: `
    CREATE TABLE evidence_working_days (
      year INTEGER NOT NULL,
      holidays TEXT NOT NULL,
      workdays TEXT NOT NULL,
      document TEXT NOT NULL,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (year)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE evidence_notarial_acts (
      act TEXT NOT NULL,
      office TEXT NOT NULL,
      applicant TEXT NOT NULL,
      items TEXT NOT NULL,
      subject TEXT NOT NULL,
      parties TEXT NOT NULL,
      status TEXT NOT NULL,
      days_used INTEGER NOT NULL,
      due TEXT,
      refused_reason TEXT,
      document TEXT,
      issued_position INTEGER,
      issued_time TEXT,
      late INTEGER,
      revoked_position INTEGER,
      revoked_ground TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (act)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_notarial_acts_by_office ON evidence_notarial_acts (office);
    CREATE INDEX evidence_notarial_acts_in_order ON evidence_notarial_acts (position);
    CREATE TABLE evidence_appraisals (
      appraisal TEXT NOT NULL,
      institution TEXT NOT NULL,
      commissioner TEXT NOT NULL,
      items TEXT NOT NULL,
      question TEXT NOT NULL,
      parties TEXT NOT NULL,
      status TEXT NOT NULL,
      materials TEXT,
      document TEXT,
      issued_position INTEGER,
      issued_time TEXT,
      withdrawn_reason TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (appraisal)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_appraisals_by_institution ON evidence_appraisals (institution);
    CREATE INDEX evidence_appraisals_in_order ON evidence_appraisals (position);
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  return eventWriter({
    events: {
      ...calendar(database),
      ...applications(database),
      ...certificates(database),
      ...appraisals(database),
    },
  });
}

function calendar(database: Database) {
  const table = tableWriter(database, 'evidence_working_days', 'year');
  return {
    'evidence.WorkingDaysSet': onEvent<WorkingDaysSet>((data, { position, time }) => {
      const { year, holidays, workdays, document } = data;
      table.replace({
        year,
        holidays: jsonText(holidays),
        workdays: jsonText(workdays),
        document: jsonText(document),
        position,
        time,
      });
    }),
  };
}

/** Columns that an act fills in later. */
const NOT_YET = {
  due: null,
  refused_reason: null,
  document: null,
  issued_position: null,
  issued_time: null,
  late: null,
  revoked_position: null,
  revoked_ground: null,
} as const;

function applications(database: Database) {
  const table = tableWriter(database, 'evidence_notarial_acts', 'act');
  const clock = (status: string) =>
    onEvent<NotarizationAccepted>(({ act, clock: { used, due } }) => {
      table.update(act, { status, days_used: used, due });
    });
  return {
    'evidence.NotarizationApplied': onEvent<NotarizationApplied>((data, { position, time }) => {
      const { act, office, applicant, subject } = data;
      const lists = { items: jsonText(data.items), parties: jsonText(data.parties) };
      const place = { status: 'applied', days_used: 0, ...NOT_YET, position, time };
      table.insert({ act, office, applicant, subject, ...lists, ...place });
    }),
    'evidence.NotarizationAccepted': clock('accepted'),
    'evidence.NotarizationPaused': clock('paused'),
    'evidence.NotarizationResumed': clock('accepted'),
    'evidence.NotarizationRefused': onEvent<NotarizationRefused>(({ act, reason }) => {
      table.update(act, { status: 'refused', due: null, refused_reason: reason });
    }),
    'evidence.NotarizationExamined': onEvent<NotarizationExamined>(({ act }) => {
      table.update(act, { status: 'examined' });
    }),
  };
}

function certificates(database: Database) {
  const table = tableWriter(database, 'evidence_notarial_acts', 'act');
  return {
    'evidence.CertificateIssued': onEvent<CertificateIssued>((data, { position, time }) => {
      const { act, document, clock, late } = data;
      table.update(act, {
        status: 'issued',
        document: jsonText(document),
        days_used: clock.used,
        due: null,
        late: late ? 1 : 0,
        issued_position: position,
        issued_time: time,
      });
    }),
    'evidence.CertificateCorrected': onEvent<CertificateCorrected>(({ act, document }) => {
      table.update(act, { status: 'corrected', document: jsonText(document) });
    }),
    'evidence.CertificateRevoked': onEvent<CertificateRevoked>(({ act, ground }, entry) => {
      const revoked = { revoked_position: entry.position, revoked_ground: ground };
      table.update(act, { status: 'revoked', ...revoked });
    }),
  };
}

function appraisals(database: Database) {
  const table = tableWriter(database, 'evidence_appraisals', 'appraisal');
  const opinion = (status: string) =>
    onEvent<OpinionIssued>(({ appraisal, document }, { position, time }) => {
      const issued = { issued_position: position, issued_time: time };
      table.update(appraisal, { status, document: jsonText(document), ...issued });
    });
  return {
    'evidence.AppraisalCommissioned': onEvent<AppraisalCommissioned>((data, entry) => {
      const { appraisal, institution, commissioner, question } = data;
      const lists = { items: jsonText(data.items), parties: jsonText(data.parties) };
      const later = { materials: null, document: null, withdrawn_reason: null };
      const issued = { issued_position: null, issued_time: null };
      const { position, time } = entry;
      const place = { status: 'commissioned', ...later, ...issued, position, time };
      table.insert({ appraisal, institution, commissioner, question, ...lists, ...place });
    }),
    'evidence.MaterialReceived': onEvent<MaterialReceived>(({ appraisal, materials }) => {
      table.update(appraisal, { status: 'received', materials: jsonText(materials) });
    }),
    'evidence.OpinionIssued': opinion('issued'),
    'evidence.OpinionSupplemented': opinion('supplemented'),
    'evidence.OpinionWithdrawn': onEvent<OpinionWithdrawn>(({ appraisal, reason }) => {
      table.update(appraisal, { status: 'withdrawn', withdrawn_reason: reason });
    }),
    'evidence.OpinionDisregarded': onEvent<OpinionDisregarded>(({ appraisal }) => {
      table.update(appraisal, { status: 'disregarded' });
    }),
  };
}
