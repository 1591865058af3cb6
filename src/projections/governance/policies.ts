/** The policies in force: action pattern → rule. */
import type { Database } from 'better-sqlite3';
import { canonicalJson, type JsonObject } from '../../crypto/canonicalJson.js';
import type { PolicySet } from '../../domain/governance/policy.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';

export const governancePolicies: Projection = {
  name: 'governance_policies',
  version: 1,
  tables: `
    CREATE TABLE governance_policies (
      pattern TEXT PRIMARY KEY,  -- action type, '<domain>.*' or '*'
      rule TEXT NOT NULL,  -- JSON of a PolicyRule
      set_position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const upsert = database.prepare('INSERT OR REPLACE INTO governance_policies VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM governance_policies WHERE pattern = ?');
  const set = ({ pattern, policy }: PolicySet, position: number): void => {
    if (policy === null) remove.run(pattern);
    else upsert.run(pattern, canonicalJson(policy), position);
  };
  return eventWriter({
    genesis: ({ policies }) =>
      Object.entries(policies).forEach(([pattern, policy]) =>
        set({ pattern, policy: policy as unknown as JsonObject }, 0),
      ),
    events: {
      'governance.PolicySet': onEvent<PolicySet>((data, { position }) => set(data, position)),
    },
  });
}
