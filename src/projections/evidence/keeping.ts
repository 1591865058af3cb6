/**
 * Legal holds, erasures, and what has become of each item’s content.
 */
import type { Database } from 'better-sqlite3';
import type { CustodyAccepted } from '../../domain/evidence/custody/custody.js';
import type { SecrecyRequired } from '../../domain/evidence/custody/undertaking.js';
import type {
  ErasureDecided,
  ErasureExecuted,
  ErasureRequested,
  KeyDestructionAttested,
} from '../../domain/evidence/keeping/erasure.js';
import type { HoldLifted, HoldPlaced } from '../../domain/evidence/keeping/hold.js';
import type { RetentionSet } from '../../domain/evidence/keeping/retention.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';
import { jsonText, jsonTextOrNull, tableWriter } from '../tableWriter.js';

export const evidenceKeeping: Projection = {
  name: 'evidence_keeping',
  version: 1,
  tables: `
    CREATE TABLE evidence_holds (
      hold TEXT NOT NULL,
      organisation TEXT NOT NULL,
      items TEXT NOT NULL,
      order_reference TEXT NOT NULL,
      status TEXT NOT NULL,
      lifted_position INTEGER,
      lifted_order TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (hold)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_holds_by_organisation ON evidence_holds (organisation);
    CREATE INDEX evidence_holds_in_order ON evidence_holds (position);
    CREATE TABLE evidence_erasures (
      erasure TEXT NOT NULL,
      item TEXT NOT NULL,
      ground TEXT NOT NULL,
      decider TEXT NOT NULL,
      status TEXT NOT NULL,
      decision TEXT,
      custodians TEXT,
      required INTEGER,
      attested TEXT NOT NULL,
      executed_position INTEGER,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (erasure)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_erasures_by_item ON evidence_erasures (item);
    CREATE INDEX evidence_erasures_in_order ON evidence_erasures (position);
    CREATE TABLE evidence_keeping (
      item TEXT NOT NULL,
      holder TEXT,
      content_status TEXT NOT NULL,
      secret INTEGER NOT NULL,
      retained_until TEXT,
      retention_basis TEXT,
      PRIMARY KEY (item)
    ) STRICT, WITHOUT ROWID;
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  return eventWriter({
    events: { ...holds(database), ...erasures(database), ...contents(database) },
  });
}

function holds(database: Database) {
  const table = tableWriter(database, 'evidence_holds', 'hold');
  return {
    'evidence.HoldPlaced': onEvent<HoldPlaced>((data, { position, time }) => {
      const { hold, organisation, order } = data;
      const what = { items: jsonText(data.items), order_reference: order };
      const lifted = { lifted_position: null, lifted_order: null };
      table.insert({ hold, organisation, status: 'placed', ...what, ...lifted, position, time });
    }),
    'evidence.HoldLifted': onEvent<HoldLifted>(({ hold, order }, { position }) => {
      table.update(hold, { status: 'lifted', lifted_position: position, lifted_order: order });
    }),
  };
}

const DECIDED_STATUS = { erase: 'decided', restrict: 'restricted', refuse: 'refused' } as const;

function erasures(database: Database) {
  const table = tableWriter(database, 'evidence_erasures', 'erasure');
  const content = keepingWriter(database);
  const attest = database.prepare<[string, string]>(
    `UPDATE evidence_erasures
     SET attested = (SELECT json_group_array(value) FROM
       (SELECT value FROM json_each(attested) UNION SELECT ? ORDER BY value))
     WHERE erasure = ?`,
  );
  return {
    'evidence.ErasureRequested': onEvent<ErasureRequested>((data, { position, time }) => {
      const { erasure, item, ground, decider } = data;
      const later = { decision: null, custodians: null, required: null, attested: '[]' };
      const place = { status: 'requested', ...later, executed_position: null, position, time };
      table.insert({ erasure, item, ground, decider, ...place });
    }),
    'evidence.ErasureDecided': onEvent<ErasureDecided>((data) => {
      const { erasure, item, decision, custodians, required = null } = data;
      const who = { custodians: jsonTextOrNull(custodians), required };
      table.update(erasure, { status: DECIDED_STATUS[decision], decision, ...who });
      if (decision === 'restrict') content.restrict(item);
    }),
    'evidence.KeyDestructionAttested': onEvent<KeyDestructionAttested>((data) => {
      attest.run(data.custodian, data.erasure);
    }),
    'evidence.ErasureExecuted': onEvent<ErasureExecuted>(({ erasure, item }, { position }) => {
      table.update(erasure, { status: 'executed', executed_position: position });
      content.set(item, 'content_status', 'erased');
    }),
  };
}

function contents(database: Database) {
  const content = keepingWriter(database);
  return {
    'evidence.CustodyAccepted': onEvent<CustodyAccepted>(({ item, holder }) => {
      content.set(item, 'holder', holder);
    }),
    'evidence.SecrecyRequired': onEvent<SecrecyRequired>(({ item }) => {
      content.set(item, 'secret', 1);
    }),
    'evidence.RetentionSet': onEvent<RetentionSet>(({ item, until, basis }) => {
      content.set(item, 'retained_until', until);
      content.set(item, 'retention_basis', basis);
    }),
  };
}

/** Changes one column of an item's row, which is made when there is none. */
function keepingWriter(database: Database) {
  const make = database.prepare<[string]>(
    `INSERT OR IGNORE INTO evidence_keeping (item, content_status, secret)
     VALUES (?, 'held', 0)`,
  );
  const columns = [
    'holder',
    'content_status',
    'secret',
    'retained_until',
    'retention_basis',
  ] as const;
  const updates = new Map(
    columns.map((column) => [
      column,
      database.prepare<[string | number, string]>(
        `UPDATE evidence_keeping SET ${column} = ? WHERE item = ?`,
      ),
    ]),
  );
  const restrict = database.prepare<[string]>(
    `UPDATE evidence_keeping SET content_status = 'restricted'
     WHERE item = ? AND content_status = 'held'`,
  );
  return {
    set(item: string, column: (typeof columns)[number], value: string | number): void {
      make.run(item);
      updates.get(column)?.run(value, item);
    },
    /** What is erased stays erased. */
    restrict(item: string): void {
      make.run(item);
      restrict.run(item);
    },
  };
}
