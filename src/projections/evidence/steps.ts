/**
 * Every step of the life cycle under the record that it moves on, and which records concern which
 * item: what a trace is read from.
 */
import type { Database } from 'better-sqlite3';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { DerivedEntry } from '../../ledger/entry.js';
import { eventWriter } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';
import { tableWriter } from '../tableWriter.js';

export const evidenceSteps: Projection = {
  name: 'evidence_steps',
  version: 2,
  tables: `
    CREATE TABLE evidence_steps (
      kind TEXT NOT NULL,
      record TEXT NOT NULL,
      type TEXT NOT NULL,
      by_actor TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_steps_by_record ON evidence_steps (record);
    CREATE TABLE evidence_involvements (
      item TEXT NOT NULL,
      kind TEXT NOT NULL,
      record TEXT NOT NULL,
      PRIMARY KEY (item, record)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_involvements_by_record ON evidence_involvements (record);
  `,
  writer,
};

/** The field of an event that names the record it moves on, by kind of record. */
const RECORD_FIELDS = {
  capture: 'capture',
  'custody-offer': 'offer',
  undertaking: 'item',
  access: 'access',
  'notarial-act': 'act',
  appraisal: 'appraisal',
  dossier: 'dossier',
  'case-link': 'link',
  hold: 'hold',
  retention: 'item',
  erasure: 'erasure',
  tool: 'build',
  'platform-fact': 'fact',
  timestamp: 'registration',
  seal: 'registration',
} as const;

export type StepKind = keyof typeof RECORD_FIELDS;

/** Which kind of record each event moves on. */
const STEP_KINDS: { readonly [type: string]: StepKind } = {
  CaptureOpened: 'capture',
  EnvironmentChecked: 'capture',
  ArtefactsRecorded: 'capture',
  CaptureCosigned: 'capture',
  CaptureClosed: 'capture',
  CaptureSealed: 'capture',
  CaptureAborted: 'capture',
  CustodyOffered: 'custody-offer',
  CustodyAccepted: 'custody-offer',
  CustodyRefused: 'custody-offer',
  CustodyExpired: 'custody-offer',
  SecrecyRequired: 'undertaking',
  UndertakingGiven: 'undertaking',
  AccessLogged: 'access',
  NotarizationApplied: 'notarial-act',
  NotarizationAccepted: 'notarial-act',
  NotarizationPaused: 'notarial-act',
  NotarizationResumed: 'notarial-act',
  NotarizationRefused: 'notarial-act',
  NotarizationExamined: 'notarial-act',
  CertificateIssued: 'notarial-act',
  CertificateCorrected: 'notarial-act',
  CertificateRevoked: 'notarial-act',
  AppraisalCommissioned: 'appraisal',
  MaterialReceived: 'appraisal',
  OpinionIssued: 'appraisal',
  OpinionSupplemented: 'appraisal',
  OpinionWithdrawn: 'appraisal',
  OpinionDisregarded: 'appraisal',
  DossierOpened: 'dossier',
  DossierFiled: 'dossier',
  DossierReduced: 'dossier',
  DossierFrozen: 'dossier',
  DossierSubmitted: 'dossier',
  DossierClosed: 'dossier',
  SubmittedToCase: 'case-link',
  CaseChecked: 'case-link',
  CaseObjected: 'case-link',
  CaseAnswered: 'case-link',
  CaseRuled: 'case-link',
  RulingReplaced: 'case-link',
  HoldPlaced: 'hold',
  HoldLifted: 'hold',
  RetentionSet: 'retention',
  ErasureRequested: 'erasure',
  ErasureDecided: 'erasure',
  KeyDestructionAttested: 'erasure',
  ErasureExecuted: 'erasure',
  ToolRegistered: 'tool',
  ToolWithdrawn: 'tool',
  PlatformFactRecorded: 'platform-fact',
  PlatformFactEndorsed: 'platform-fact',
  PlatformFactWithdrawn: 'platform-fact',
  TimestampAttached: 'timestamp',
  ItemSealed: 'seal',
};

/** The items that an event names. */
function itemsIn(data: JsonObject): readonly string[] {
  const many = (data['items'] as readonly string[] | undefined) ?? [];
  return data['item'] === undefined ? many : [...many, data['item'] as string];
}

function writer(database: Database): ProjectionWriter {
  const steps = tableWriter(database, 'evidence_steps', 'record');
  const involve = database.prepare<[string, string, string]>(
    'INSERT OR IGNORE INTO evidence_involvements VALUES (?, ?, ?)',
  );
  const fold =
    (kind: StepKind) =>
    (data: JsonObject, { type, position, time }: DerivedEntry): void => {
      const record = data[RECORD_FIELDS[kind]] as string;
      const by = (data['by'] as string | undefined) ?? null;
      steps.insert({ kind, record, type, by_actor: by, position, time });
      for (const item of itemsIn(data)) involve.run(item, kind, record);
    };
  const events = Object.fromEntries(
    Object.entries(STEP_KINDS).map(([type, kind]) => [`evidence.${type}`, fold(kind)]),
  );
  return eventWriter({ events });
}
