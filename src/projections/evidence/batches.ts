/** Batches: many items that were registered together under one RFC 9162 root. */
import type { Database } from 'better-sqlite3';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';
import type { BatchRegistered } from '../../domain/evidence/batch.js';
import { sequenceOf } from './sequence.js';

export const evidenceBatches: Projection = {
  name: 'evidence_batches',
  version: 1,
  tables: `
    CREATE TABLE evidence_batches (
      batch TEXT NOT NULL UNIQUE,
      position INTEGER PRIMARY KEY,
      claimant TEXT NOT NULL,
      registrant TEXT NOT NULL,
      root TEXT NOT NULL,
      count INTEGER NOT NULL,
      category TEXT NOT NULL,
      claim TEXT NOT NULL,
      time TEXT NOT NULL,
      first_sequence INTEGER NOT NULL  -- evidence_items.sequence of the member with index 0
    ) STRICT;
    CREATE INDEX evidence_batches_by_claimant ON evidence_batches (claimant);
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const insert = database.prepare(
    'INSERT INTO evidence_batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return eventWriter({
    events: {
      'evidence.BatchRegistered': onEvent<BatchRegistered>((data, { position, time }) => {
        const { batch, claimant, registrant, root, count, category, claim } = data;
        const what = [claimant, registrant, root, count, category, claim, time] as const;
        insert.run(batch, position, ...what, sequenceOf(position, 0));
      }),
    },
  });
}
