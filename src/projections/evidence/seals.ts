/** Seals: which registrations are sealed, and the interval that their tokens proved then. */
import type { Database } from 'better-sqlite3';
import type { ItemSealed } from '../../domain/evidence/seal.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';

export const evidenceSeals: Projection = {
  name: 'evidence_seals',
  version: 1,
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
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const add = database.prepare('INSERT INTO evidence_seals VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  return eventWriter({
    events: {
      'evidence.ItemSealed': onEvent<ItemSealed>((data, { position, time }) => {
        const { registration, notBefore = null, notAfter, bounds, flags, by } = data;
        const what = [notBefore, notAfter, JSON.stringify(bounds), JSON.stringify(flags)] as const;
        add.run(position, registration, ...what, by, time);
      }),
    },
  });
}
