/** Every public key that may sign or once might, with the reason of its end. */
import type { Database } from 'better-sqlite3';
import type { ActorEnrolled } from '../../domain/governance/actor.js';
import type { KeyAdded, KeyRevoked } from '../../domain/governance/key.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';

export const governanceKeys: Projection = {
  name: 'governance_keys',
  version: 1,
  tables: `
    CREATE TABLE governance_keys (
      key TEXT PRIMARY KEY,  -- '<suite>:<hex>'
      actor TEXT NOT NULL,
      status TEXT NOT NULL,
      added_position INTEGER NOT NULL,
      revoked_position INTEGER,
      revoked_reason TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX governance_keys_by_actor ON governance_keys (actor);
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const insert = database.prepare(
    `INSERT INTO governance_keys VALUES (?, ?, 'active', ?, NULL, NULL)`,
  );
  const revoke = database.prepare(
    `UPDATE governance_keys SET status = 'revoked', revoked_position = ?, revoked_reason = ?
     WHERE key = ?`,
  );
  const addAll = (
    { actor, keys }: Pick<ActorEnrolled, 'actor' | 'keys'>,
    position: number,
  ): void => {
    for (const key of keys) insert.run(key, actor, position);
  };
  return eventWriter({
    genesis: ({ actors }) => actors.forEach(({ id, keys }) => addAll({ actor: id, keys }, 0)),
    events: {
      'governance.ActorEnrolled': onEvent<ActorEnrolled>((data, { position }) =>
        addAll(data, position),
      ),
      'governance.KeyAdded': onEvent<KeyAdded>(({ actor, key }, { position }) =>
        insert.run(key, actor, position),
      ),
      'governance.KeyRevoked': onEvent<KeyRevoked>(({ key, reason }, { position }) =>
        revoke.run(position, reason, key),
      ),
    },
  });
}
