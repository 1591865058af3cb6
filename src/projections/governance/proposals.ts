/** Actions that wait for several organisations, who has approved them, and how they ended. */
import type { Database } from 'better-sqlite3';
import { canonicalJson } from '../../crypto/canonicalJson.js';
import type {
  ProposalApproved,
  ProposalExecuted,
  ProposalOpened,
  ProposalWithdrawn,
} from '../../domain/governance/proposal.js';
import { REFUSED_TYPE } from '../../domain/refusals.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';

export const governanceProposals: Projection = {
  name: 'governance_proposals',
  version: 1,
  tables: `
    CREATE TABLE governance_proposals (
      id TEXT PRIMARY KEY,  -- hash of the signed event that proposed
      type TEXT NOT NULL,
      data TEXT NOT NULL,  -- JSON of the proposed action's data
      proposer TEXT NOT NULL,
      organisation TEXT NOT NULL,
      status TEXT NOT NULL,
      expires TEXT NOT NULL,
      opened_position INTEGER NOT NULL,
      closed_position INTEGER,
      refused TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX governance_proposals_in_order ON governance_proposals (opened_position);
    CREATE INDEX governance_proposals_executed ON governance_proposals (closed_position)
      WHERE status = 'executed';
    CREATE TABLE governance_approvals (
      proposal TEXT NOT NULL,
      organisation TEXT NOT NULL,
      actor TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (proposal, organisation)
    ) STRICT, WITHOUT ROWID;
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const insert = database.prepare(
    `INSERT INTO governance_proposals VALUES (?, ?, ?, ?, ?, 'open', ?, ?, NULL, NULL)`,
  );
  // An organisation counts once: its first approval stands.
  const approval = database.prepare(
    'INSERT OR IGNORE INTO governance_approvals VALUES (?, ?, ?, ?)',
  );
  const close = database.prepare(
    'UPDATE governance_proposals SET status = ?, closed_position = ? WHERE id = ?',
  );
  // The refusal of an executed proposal's action comes right after ProposalExecuted.
  const refuse = database.prepare(
    `UPDATE governance_proposals SET refused = ?
     WHERE status = 'executed' AND closed_position = ?`,
  );
  const approve = (
    { proposal, organisation, actor }: Omit<ProposalApproved, 'key'>,
    position: number,
  ): void => {
    approval.run(proposal, organisation, actor, position);
  };
  const open = (opened: ProposalOpened, position: number): void => {
    const { proposal, type, data, proposer, organisation, expires } = opened;
    insert.run(proposal, type, canonicalJson(data), proposer, organisation, expires, position);
    approve({ proposal, organisation, actor: proposer }, position);
  };
  return eventWriter({
    events: {
      'governance.ProposalOpened': onEvent<ProposalOpened>((data, { position }) =>
        open(data, position),
      ),
      'governance.ProposalApproved': onEvent<ProposalApproved>((data, { position }) =>
        approve(data, position),
      ),
      'governance.ProposalExecuted': onEvent<ProposalExecuted>(({ proposal }, { position }) =>
        close.run('executed', position, proposal),
      ),
      'governance.ProposalWithdrawn': onEvent<ProposalWithdrawn>(({ proposal }, { position }) =>
        close.run('withdrawn', position, proposal),
      ),
      [REFUSED_TYPE]: onEvent<{ readonly code: string }>(({ code }, { cause, position }) => {
        if (cause !== position - 1) refuse.run(code, position - 1);
      }),
    },
  });
}
