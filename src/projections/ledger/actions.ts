/** Who asked for what, and whether a rule refused it: one row per signed event, in log order. */
import type { Database } from 'better-sqlite3';
import { organisationOf } from '../../domain/governance/identifiers.js';
import { REFUSED_TYPE } from '../../domain/refusals.js';
import type { SignedEntry } from '../../ledger/entry.js';
import { senderOf } from '../../ledger/signedEvent.js';
import type { ProjectedEntry, Projection, ProjectionWriter } from '../projection.js';

export const ledgerActions: Projection = {
  name: 'ledger_actions',
  version: 1,
  tables: `
    CREATE TABLE ledger_actions (
      position INTEGER PRIMARY KEY,
      event_hash TEXT NOT NULL,
      actor TEXT NOT NULL,
      organisation TEXT NOT NULL,
      type TEXT NOT NULL,
      id TEXT NOT NULL,
      height INTEGER NOT NULL,
      time TEXT NOT NULL,
      refused TEXT
    ) STRICT;
    CREATE INDEX ledger_actions_by_actor ON ledger_actions (actor);
    CREATE INDEX ledger_actions_by_type ON ledger_actions (type);
    CREATE INDEX ledger_actions_refused ON ledger_actions (refused) WHERE refused IS NOT NULL;
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const insert = database.prepare(
    'INSERT INTO ledger_actions VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)',
  );
  const refuse = database.prepare('UPDATE ledger_actions SET refused = ? WHERE position = ?');
  const insertAction = (entry: SignedEntry, body: string): void => {
    const { position, event, type, height, time } = entry;
    const { actor, id } = senderOf(body);
    insert.run(position, event, actor, organisationOf(actor), type, id, height, time);
  };
  return {
    apply(projected: ProjectedEntry): void {
      const { entry, event } = projected;
      if (entry.kind === 'signed') insertAction(entry, event);
      // Only the first derived entry answers the signed event itself: a refusal further down is
      // that of a proposal's action, which an accepted approval has set off.
      else if (entry.type === REFUSED_TYPE && entry.kind === 'derived') {
        if (entry.cause === entry.position - 1) refuse.run(projected.data['code'], entry.cause);
      }
    },
  };
}
