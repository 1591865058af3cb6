/**
 * Time authorities, and the tokens that are attached to registrations. A token is here only because
 * the rules have verified it; how far it counts says `relation`.
 */
import type { Database } from 'better-sqlite3';
import type { TimeAuthorityRegistered } from '../../domain/evidence/timeAuthority.js';
import type { TimestampAttached } from '../../domain/evidence/timestamp.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';

export const evidenceTimestamps: Projection = {
  name: 'evidence_timestamps',
  version: 2,
  tables: `
    CREATE TABLE evidence_time_authorities (
      authority TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      relation TEXT NOT NULL,
      root TEXT NOT NULL,  -- DER, base64
      policies TEXT NOT NULL,  -- JSON list of dotted identifiers
      registered_position INTEGER NOT NULL,
      time TEXT NOT NULL
    ) STRICT;
    CREATE TABLE evidence_timestamps (
      position INTEGER PRIMARY KEY,
      registration TEXT NOT NULL,  -- event hash of the item or the batch
      authority TEXT NOT NULL,
      owner TEXT NOT NULL,
      relation TEXT NOT NULL,
      gen_time TEXT NOT NULL,
      gen_time_microseconds INTEGER NOT NULL,
      accuracy_microseconds INTEGER,
      not_after TEXT NOT NULL,
      serial TEXT NOT NULL,
      policy TEXT NOT NULL,
      hash TEXT NOT NULL,
      revocation TEXT NOT NULL,
      token TEXT NOT NULL,  -- DER, base64
      attached_by TEXT NOT NULL,
      time TEXT NOT NULL
    ) STRICT;
    CREATE INDEX evidence_timestamps_by_registration ON evidence_timestamps (registration);
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const addAuthority = database.prepare(
    'INSERT INTO evidence_time_authorities VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const addToken = database.prepare(
    'INSERT INTO evidence_timestamps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return eventWriter({
    events: {
      'evidence.TimeAuthorityRegistered': onEvent<TimeAuthorityRegistered>(
        ({ authority, owner, relation, root, policies }, { position, time }) => {
          const whose = [authority, owner, relation] as const;
          addAuthority.run(...whose, root, JSON.stringify(policies), position, time);
        },
      ),
      'evidence.TimestampAttached': onEvent<TimestampAttached>((data, { position, time }) => {
        const { registration, authority, owner, relation, by } = data;
        const { genTime, genTimeMicroseconds, accuracyMicroseconds = null, notAfter } = data;
        const { serial, policy, hash, revocation, token } = data;
        const whose = [registration, authority, owner, relation] as const;
        const when = [genTime, genTimeMicroseconds, accuracyMicroseconds, notAfter] as const;
        const what = [serial, policy, hash, revocation, token] as const;
        addToken.run(position, ...whose, ...when, ...what, by, time);
      }),
    },
  });
}
