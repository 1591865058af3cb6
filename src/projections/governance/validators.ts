/**
 * Who votes on blocks and who once did, with the block of the last change, and how much of the
 * power one organisation may be given.
 */
import type { Database } from 'better-sqlite3';
import type {
  PowerShareLimitSet,
  ValidatorAdded,
  ValidatorRemoved,
  ValidatorReweighed,
} from '../../domain/governance/validator.js';
import { POWER_SHARE_DEFAULT } from '../../domain/governance/validatorSet.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';

export const governanceValidators: Projection = {
  name: 'governance_validators',
  version: 1,
  tables: `
    CREATE TABLE governance_validators (
      organisation TEXT PRIMARY KEY,
      node_id TEXT NOT NULL,
      validator_key TEXT NOT NULL,
      power INTEGER NOT NULL,
      status TEXT NOT NULL,
      changed_position INTEGER NOT NULL,
      changed_height INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE governance_power_share (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      numerator INTEGER NOT NULL,
      denominator INTEGER NOT NULL,
      set_position INTEGER NOT NULL
    ) STRICT;
  `,
  writer,
};

/** Where a change stands. */
interface Place {
  readonly position: number;
  readonly height: number;
}

function writer(database: Database): ProjectionWriter {
  const upsert = database.prepare(
    `INSERT OR REPLACE INTO governance_validators VALUES (?, ?, ?, ?, 'active', ?, ?)`,
  );
  const change = database.prepare(
    `UPDATE governance_validators SET power = coalesce(?, power), status = ?,
       changed_position = ?, changed_height = ? WHERE organisation = ?`,
  );
  const add = (added: ValidatorAdded, { position, height }: Place): void => {
    const { organisation, nodeId, validatorKey, power } = added;
    upsert.run(organisation, nodeId, validatorKey, power, position, height);
  };
  const setShare = database.prepare(
    'INSERT OR REPLACE INTO governance_power_share VALUES (1, ?, ?, ?)',
  );
  const limit = ({ numerator, denominator }: PowerShareLimitSet, { position }: Place): void => {
    setShare.run(numerator, denominator, position);
  };
  const genesisPlace = { position: 0, height: 0 };
  return eventWriter({
    genesis: ({ validators }) => {
      if (validators === undefined) return;
      for (const validator of validators) add(validator, genesisPlace);
      limit(POWER_SHARE_DEFAULT, genesisPlace);
    },
    events: {
      'governance.ValidatorAdded': onEvent<ValidatorAdded>(add),
      'governance.ValidatorReweighed': onEvent<ValidatorReweighed>(
        ({ organisation, power }, { position, height }) =>
          change.run(power, 'active', position, height, organisation),
      ),
      'governance.ValidatorRemoved': onEvent<ValidatorRemoved>(
        ({ organisation }, { position, height }) =>
          change.run(null, 'removed', position, height, organisation),
      ),
      'governance.PowerShareLimitSet': onEvent<PowerShareLimitSet>(limit),
    },
  });
}
