/**
 * Captures from opening to seal, their artefacts, and the tools on record.
 */
import type { Database } from 'better-sqlite3';
import type { ArtefactsRecorded } from '../../domain/evidence/capture/artefact.js';
import type {
  CaptureAborted,
  CaptureCosigned,
  CaptureOpened,
} from '../../domain/evidence/capture/capture.js';
import type { EnvironmentChecked } from '../../domain/evidence/capture/environment.js';
import type { CaptureClosed, CaptureSealed } from '../../domain/evidence/capture/seal.js';
import type { ToolRegistered, ToolWithdrawn } from '../../domain/evidence/capture/tool.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';
import { jsonText, jsonTextOrNull, tableWriter } from '../tableWriter.js';

export const evidenceCaptures: Projection = {
  name: 'evidence_captures',
  version: 1,
  tables: `
    CREATE TABLE evidence_tools (
      build TEXT NOT NULL,
      organisation TEXT NOT NULL,
      profiles TEXT NOT NULL,
      status TEXT NOT NULL,
      withdrawn_reason TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (build)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_tools_in_order ON evidence_tools (position);
    CREATE TABLE evidence_captures (
      capture TEXT NOT NULL,
      organisation TEXT NOT NULL,
      profile TEXT NOT NULL,
      tool TEXT NOT NULL,
      status TEXT NOT NULL,
      beacon_size INTEGER NOT NULL,
      beacon_root TEXT NOT NULL,
      beacon_header TEXT NOT NULL,
      not_before TEXT NOT NULL,
      collectors TEXT NOT NULL,
      signed TEXT NOT NULL,
      environment TEXT NOT NULL,
      report TEXT,
      checks TEXT,
      artefact_count INTEGER NOT NULL,
      root TEXT,
      class TEXT,
      batch TEXT,
      aborted_reason TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (capture)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_captures_by_organisation ON evidence_captures (organisation);
    CREATE INDEX evidence_captures_by_batch ON evidence_captures (batch);
    CREATE INDEX evidence_captures_in_order ON evidence_captures (position);
    CREATE TABLE evidence_artefacts (
      capture TEXT NOT NULL,
      number INTEGER NOT NULL,
      role TEXT NOT NULL,
      commitment TEXT NOT NULL,
      digests TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (capture, number)
    ) STRICT, WITHOUT ROWID;
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  return eventWriter({
    events: { ...tools(database), ...openings(database), ...steps(database) },
  });
}

function tools(database: Database) {
  const table = tableWriter(database, 'evidence_tools', 'build');
  return {
    'evidence.ToolRegistered': onEvent<ToolRegistered>((data, { position, time }) => {
      const { build, organisation } = data;
      const profiles = jsonText(data.profiles);
      const place = { status: 'registered', withdrawn_reason: null, position, time };
      table.insert({ build, organisation, profiles, ...place });
    }),
    'evidence.ToolWithdrawn': onEvent<ToolWithdrawn>(({ build, reason }) => {
      table.update(build, { status: 'withdrawn', withdrawn_reason: reason });
    }),
  };
}

/** Columns that a capture fills in later. */
const NOT_YET = {
  report: null,
  checks: null,
  root: null,
  class: null,
  batch: null,
  aborted_reason: null,
} as const;

function openings(database: Database) {
  const table = tableWriter(database, 'evidence_captures', 'capture');
  return {
    'evidence.CaptureOpened': onEvent<CaptureOpened>((data, { position, time }) => {
      const { capture, organisation, profile, tool, beacon, notBefore } = data;
      table.insert({
        capture,
        organisation,
        profile,
        tool,
        status: 'opened',
        beacon_size: beacon.size,
        beacon_root: beacon.root,
        beacon_header: beacon.header,
        not_before: notBefore,
        collectors: jsonText(data.collectors),
        signed: jsonText([data.by]),
        environment: 'unchecked',
        artefact_count: 0,
        ...NOT_YET,
        position,
        time,
      });
    }),
    'evidence.EnvironmentChecked': onEvent<EnvironmentChecked>((data) => {
      const { capture, result, report, checks } = data;
      const what = { report: jsonText(report), checks: jsonText(checks) };
      table.update(capture, { status: 'environment-checked', environment: result, ...what });
    }),
  };
}

function steps(database: Database) {
  const table = tableWriter(database, 'evidence_captures', 'capture');
  const artefacts = tableWriter(database, 'evidence_artefacts', 'capture');
  const sign = database.prepare<[string, string]>(
    `UPDATE evidence_captures
     SET signed = (SELECT json_group_array(value) FROM
       (SELECT value FROM json_each(signed) UNION SELECT ? ORDER BY value))
     WHERE capture = ?`,
  );
  return {
    'evidence.CaptureCosigned': onEvent<CaptureCosigned>(({ capture, by }) => {
      sign.run(by, capture);
    }),
    'evidence.ArtefactsRecorded': onEvent<ArtefactsRecorded>((data, { position, time }) => {
      const { capture, first } = data;
      data.artefacts.forEach(({ role, commitment, digests }, index) => {
        const what = { role, commitment, digests: jsonTextOrNull(digests), position, time };
        artefacts.insert({ capture, number: first + index, ...what });
      });
      const count = first + data.artefacts.length;
      table.update(capture, { status: 'recording', artefact_count: count });
    }),
    'evidence.CaptureClosed': onEvent<CaptureClosed>(({ capture, root }) => {
      table.update(capture, { status: 'closed', root });
    }),
    'evidence.CaptureSealed': onEvent<CaptureSealed>(({ capture, batch, ...data }) => {
      table.update(capture, { status: 'sealed', class: data.class, batch });
    }),
    'evidence.CaptureAborted': onEvent<CaptureAborted>(({ capture, reason }) => {
      table.update(capture, { status: 'aborted', aborted_reason: reason });
    }),
  };
}
