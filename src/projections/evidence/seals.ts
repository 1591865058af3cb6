/**
 * Seals: which registrations are sealed, and the interval that their tokens proved then; and which
 * ones wait for it, because they are of a capture or somebody has begun to have them stamped.
 */
import type { Database } from 'better-sqlite3';
import type { CaptureSealed } from '../../domain/evidence/capture/seal.js';
import type { ItemSealed } from '../../domain/evidence/seal.js';
import type { TimestampAttached } from '../../domain/evidence/timestamp.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';

export const evidenceSeals: Projection = {
  name: 'evidence_seals',
  version: 2,
  tables: `
    CREATE TABLE evidence_seals (
      position INTEGER PRIMARY KEY,
      registration TEXT NOT NULL UNIQUE,  -- event hash of the item or the batch
      not_before TEXT,
      not_after TEXT NOT NULL,
      bounds TEXT NOT NULL,  -- JSON list of {owner, authority, serial, notAfter}
      flags TEXT NOT NULL,  -- JSON list of {flag, authority, serial}
      sealed_by TEXT NOT NULL,
      time TEXT NOT NULL
    ) STRICT;
    CREATE TABLE evidence_unsealed (
      registration TEXT NOT NULL,
      position INTEGER NOT NULL,  -- of the capture's seal or the first token
      time TEXT NOT NULL,
      PRIMARY KEY (registration)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_unsealed_by_time ON evidence_unsealed (time);
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const add = database.prepare('INSERT INTO evidence_seals VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const wait = database.prepare<[string, number, string, string]>(
    `INSERT OR IGNORE INTO evidence_unsealed SELECT ?, ?, ?
     WHERE NOT EXISTS (SELECT 1 FROM evidence_seals WHERE registration = ?)`,
  );
  const end = database.prepare<[string]>('DELETE FROM evidence_unsealed WHERE registration = ?');
  return eventWriter({
    events: {
      'evidence.CaptureSealed': onEvent<CaptureSealed>(({ batch }, { position, time }) => {
        wait.run(batch, position, time, batch);
      }),
      'evidence.TimestampAttached': onEvent<TimestampAttached>(
        ({ registration }, { position, time }) => {
          wait.run(registration, position, time, registration);
        },
      ),
      'evidence.ItemSealed': onEvent<ItemSealed>((data, { position, time }) => {
        const { registration, notBefore = null, notAfter, bounds, flags, by } = data;
        const what = [notBefore, notAfter, JSON.stringify(bounds), JSON.stringify(flags)] as const;
        add.run(position, registration, ...what, by, time);
        end.run(registration);
      }),
    },
  });
}
