/**
 * Dossiers with their entries, and what became of items in cases.
 */
import type { Database } from 'better-sqlite3';
import type {
  CaseAnswered,
  CaseChecked,
  CaseObjected,
  CaseRuled,
  SubmittedToCase,
} from '../../domain/evidence/case/caseLink.js';
import type { DossierFiled, DossierReduced } from '../../domain/evidence/case/dossierFiling.js';
import type {
  DossierClosed,
  DossierFrozen,
  DossierOpened,
  DossierSubmitted,
} from '../../domain/evidence/case/dossier.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import { entrySalt } from '../../ledger/dossierLeaf.js';
import type { Projection, ProjectionWriter } from '../projection.js';
import { jsonText, tableWriter } from '../tableWriter.js';

export const evidenceCases: Projection = {
  name: 'evidence_cases',
  version: 2,
  tables: `
    CREATE TABLE evidence_dossiers (
      dossier TEXT NOT NULL,
      organisation TEXT NOT NULL,
      status TEXT NOT NULL,
      phase TEXT,
      item_count INTEGER NOT NULL,
      entry_count INTEGER NOT NULL,
      root TEXT,
      case_reference TEXT,
      frozen_position INTEGER,
      submitted_position INTEGER,
      closed_position INTEGER,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (dossier)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_dossiers_by_organisation ON evidence_dossiers (organisation);
    CREATE INDEX evidence_dossiers_in_order ON evidence_dossiers (position);
    CREATE TABLE evidence_dossier_items (
      dossier TEXT NOT NULL,
      number INTEGER NOT NULL,
      item TEXT NOT NULL,
      phase TEXT NOT NULL,
      salt TEXT,
      removes INTEGER,
      removed_by INTEGER,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (dossier, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_dossier_items_by_item ON evidence_dossier_items (item);
    CREATE TABLE evidence_case_links (
      link TEXT NOT NULL,
      case_reference TEXT NOT NULL,
      court TEXT NOT NULL,
      submitter TEXT NOT NULL,
      items TEXT NOT NULL,
      status TEXT NOT NULL,
      check_result TEXT,
      report TEXT,
      objector TEXT,
      article TEXT,
      ground TEXT,
      outcome TEXT,
      ruling TEXT,
      ruled_position INTEGER,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (link)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_case_links_by_case_reference ON evidence_case_links (case_reference);
    CREATE INDEX evidence_case_links_in_order ON evidence_case_links (position);
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  return eventWriter({ events: { ...dossiers(database), ...links(database) } });
}

function dossiers(database: Database) {
  const table = tableWriter(database, 'evidence_dossiers', 'dossier');
  const entries = tableWriter(database, 'evidence_dossier_items', 'dossier');
  const grow = database.prepare<[number, number, string]>(
    `UPDATE evidence_dossiers SET entry_count = entry_count + ?, item_count = item_count + ?
     WHERE dossier = ?`,
  );
  const takeOut = database.prepare<[number, string, number]>(
    'UPDATE evidence_dossier_items SET removed_by = ? WHERE dossier = ? AND number = ?',
  );
  const phaseOf = database.prepare<[string]>(
    'SELECT phase FROM evidence_dossiers WHERE dossier = ?',
  );
  return {
    'evidence.DossierOpened': onEvent<DossierOpened>((data, { position, time }) => {
      const { dossier, organisation } = data;
      const steps = { frozen_position: null, submitted_position: null, closed_position: null };
      const later = { phase: null, root: null, case_reference: null, ...steps };
      const counts = { item_count: 0, entry_count: 0 };
      table.insert({ dossier, organisation, status: 'open', ...later, ...counts, position, time });
    }),
    'evidence.DossierFiled': onEvent<DossierFiled>((data, { position, time }) => {
      const { dossier, phase, first, items, salt: filingSalt } = data;
      const place = { removes: null, removed_by: null, position, time };
      items.forEach((item, index) => {
        const number = first + index;
        const salt = filingSalt === undefined ? null : entrySalt(filingSalt, number);
        entries.insert({ dossier, number, item, phase, salt, ...place });
      });
      table.update(dossier, { phase });
      grow.run(items.length, items.length, dossier);
    }),
    'evidence.DossierReduced': onEvent<DossierReduced>((data, { position, time }) => {
      const { dossier, first, items, removes } = data;
      const { phase } = phaseOf.get(dossier) as { phase: string };
      const place = { phase, salt: null, removed_by: null, position, time };
      items.forEach((item, index) => {
        const [number, removed] = [first + index, removes[index] as number];
        entries.insert({ dossier, number, item, removes: removed, ...place });
        takeOut.run(number, dossier, removed);
      });
      grow.run(items.length, -items.length, dossier);
    }),
    'evidence.DossierFrozen': onEvent<DossierFrozen>(({ dossier, root }, { position }) => {
      table.update(dossier, { status: 'frozen', root, frozen_position: position });
    }),
    'evidence.DossierSubmitted': onEvent<DossierSubmitted>(({ dossier, ...data }, { position }) => {
      const step = { status: 'submitted', submitted_position: position };
      table.update(dossier, { ...step, case_reference: data.case });
    }),
    'evidence.DossierClosed': onEvent<DossierClosed>(({ dossier }, { position }) => {
      table.update(dossier, { status: 'closed', closed_position: position });
    }),
  };
}

/** Columns that a submission fills in later. */
const NOT_YET = {
  check_result: null,
  report: null,
  objector: null,
  article: null,
  ground: null,
  outcome: null,
  ruling: null,
  ruled_position: null,
} as const;

function links(database: Database) {
  const table = tableWriter(database, 'evidence_case_links', 'link');
  const ruled = onEvent<CaseRuled>(({ link, outcome, document }, { position }) => {
    const ruling = { outcome, ruling: jsonText(document), ruled_position: position };
    table.update(link, { status: 'ruled', ...ruling });
  });
  return {
    'evidence.SubmittedToCase': onEvent<SubmittedToCase>((data, { position, time }) => {
      const { link, court, submitter } = data;
      const what = { case_reference: data.case, items: jsonText(data.items) };
      const place = { status: 'submitted', ...NOT_YET, position, time };
      table.insert({ link, court, submitter, ...what, ...place });
    }),
    'evidence.CaseChecked': onEvent<CaseChecked>(({ link, result, report }) => {
      table.update(link, { status: 'checked', check_result: result, report: jsonText(report) });
    }),
    'evidence.CaseObjected': onEvent<CaseObjected>((data) => {
      const { link, objector, article, ground } = data;
      table.update(link, { status: 'objected', objector, article, ground });
    }),
    'evidence.CaseAnswered': onEvent<CaseAnswered>(({ link }) => {
      table.update(link, { status: 'answered' });
    }),
    'evidence.CaseRuled': ruled,
    'evidence.RulingReplaced': ruled,
  };
}
