/** Where the ledger last stated how many steps an item has (domain/evidence/pinSteps.ts). */
import type { Database } from 'better-sqlite3';
import type { StepsPinned } from '../../domain/evidence/pinSteps.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';
import { tableWriter } from '../tableWriter.js';

export const evidencePins: Projection = {
  name: 'evidence_pins',
  version: 1,
  tables: `
    CREATE TABLE evidence_pins (
      item TEXT NOT NULL,
      by_actor TEXT NOT NULL,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (item)
    ) STRICT, WITHOUT ROWID;
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const table = tableWriter(database, 'evidence_pins', 'item');
  return eventWriter({
    events: {
      'evidence.StepsPinned': onEvent<StepsPinned>(({ item, by }, { position, time }) => {
        table.replace({ item, by_actor: by, position, time });
      }),
    },
  });
}
