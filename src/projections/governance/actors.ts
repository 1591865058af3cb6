/** Who may sign for whom, as what. Keys have a table of their own. */
import type { Database } from 'better-sqlite3';
import { canonicalJson } from '../../crypto/canonicalJson.js';
import type { ActorEnrolled, ActorRemoved, ActorRolesSet } from '../../domain/governance/actor.js';
import { organisationOf } from '../../domain/governance/identifiers.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';

export const governanceActors: Projection = {
  name: 'governance_actors',
  version: 1,
  tables: `
    CREATE TABLE governance_actors (
      id TEXT PRIMARY KEY,
      organisation TEXT NOT NULL,
      roles TEXT NOT NULL,  -- JSON list, sorted
      status TEXT NOT NULL,
      enrolled_position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX governance_actors_by_organisation ON governance_actors (organisation);
    CREATE VIEW governance_actor_roles AS
      SELECT actors.id AS actor, actors.organisation, actors.status, roles.value AS role
      FROM governance_actors AS actors, json_each(actors.roles) AS roles;
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const insert = database.prepare(`INSERT INTO governance_actors VALUES (?, ?, ?, 'active', ?)`);
  const setRoles = database.prepare('UPDATE governance_actors SET roles = ? WHERE id = ?');
  const remove = database.prepare(`UPDATE governance_actors SET status = 'removed' WHERE id = ?`);
  const enrol = ({ actor, roles }: ActorRolesSet, position: number): void => {
    insert.run(actor, organisationOf(actor), rolesText(roles), position);
  };
  return eventWriter({
    genesis: ({ actors }) => actors.forEach(({ id, roles }) => enrol({ actor: id, roles }, 0)),
    events: {
      'governance.ActorEnrolled': onEvent<ActorEnrolled>((data, { position }) =>
        enrol(data, position),
      ),
      'governance.ActorRolesSet': onEvent<ActorRolesSet>(({ actor, roles }) =>
        setRoles.run(rolesText(roles), actor),
      ),
      'governance.ActorRemoved': onEvent<ActorRemoved>(({ actor }) => remove.run(actor)),
    },
  });
}

function rolesText(roles: readonly string[]): string {
  return canonicalJson([...roles].sort());
}
