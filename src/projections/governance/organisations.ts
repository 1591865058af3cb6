/** The organisations that take part or took part, from genesis and from the events since. */
import type { Database } from 'better-sqlite3';
import type {
  OrganisationAdded,
  OrganisationRemoved,
} from '../../domain/governance/organisation.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';

export const governanceOrganisations: Projection = {
  name: 'governance_organisations',
  version: 1,
  tables: `
    CREATE TABLE governance_organisations (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      status TEXT NOT NULL,
      added_position INTEGER NOT NULL,
      removed_position INTEGER
    ) STRICT, WITHOUT ROWID;
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const add = database.prepare(
    `INSERT INTO governance_organisations VALUES (?, ?, 'active', ?, NULL)`,
  );
  const remove = database.prepare(
    `UPDATE governance_organisations SET status = 'removed', removed_position = ? WHERE id = ?`,
  );
  return eventWriter({
    genesis: ({ organisations }) => organisations.forEach(({ id, name }) => add.run(id, name, 0)),
    events: {
      'governance.OrganisationAdded': onEvent<OrganisationAdded>(({ id, name }, { position }) =>
        add.run(id, name, position),
      ),
      'governance.OrganisationRemoved': onEvent<OrganisationRemoved>(({ id }, { position }) =>
        remove.run(position, id),
      ),
    },
  });
}
