import { afterAll, describe, expect, it } from '@jest/globals';
import type { LedgerActionsTable } from '../../../src/projections/readModels.js';
import { GENESIS, happens, isRefused, registers } from '../support/consortium.js';
import { MemoryLog } from '../support/memoryLog.js';
import { foldAll, ReadModelDirectory, rows } from '../support/readModelFile.js';

const directory = new ReadModelDirectory();
afterAll(() => directory.remove());

function actionsOf(log: MemoryLog): LedgerActionsTable[] {
  const path = directory.newPath();
  foldAll(log, path);
  return rows<LedgerActionsTable>(path, 'SELECT * FROM ledger_actions ORDER BY position');
}

describe('ledger_actions', () => {
  it('has one row per signed event, with its position, hash, actor and block', () => {
    const log = new MemoryLog(GENESIS);
    const [hash] = log.add([registers('a')]);
    expect(actionsOf(log)).toEqual([
      {
        position: 1,
        event_hash: hash,
        actor: 'depositor@platform',
        organisation: 'platform',
        type: 'evidence.RegisterItem',
        id: 'id-1',
        height: 1,
        time: '2026-11-23T00:00:01.000Z',
        refused: null,
      },
    ]);
  });

  it('names the refusal of an action that a rule refused', () => {
    const log = new MemoryLog(GENESIS);
    log.add([isRefused('evidence.WithdrawItem', 'ITEM_UNKNOWN'), registers('a')]);
    expect(actionsOf(log).map(({ refused }) => refused)).toEqual(['ITEM_UNKNOWN', null]);
  });

  it('shows an approval as accepted when only the action that it set off was refused', () => {
    const log = new MemoryLog(GENESIS);
    const refusal = {
      code: 'ORGANISATION_EXISTS',
      field: 'data.id',
      limit: 'a new id',
      value: 'x',
    };
    log.add([
      happens('governance.ApproveProposal', { proposal: '1'.repeat(64) }, [
        { type: 'governance.ProposalExecuted', data: { proposal: '1'.repeat(64) } },
        { type: 'ledger.Refused', data: refusal },
      ]),
    ]);
    expect(actionsOf(log)[0]?.refused).toBeNull();
  });
});
