import { afterAll, describe, expect, it } from '@jest/globals';
import type {
  GovernanceActorsTable,
  GovernanceApprovalsTable,
  GovernanceKeysTable,
  GovernanceOrganisationsTable,
  GovernancePoliciesTable,
  GovernancePowerShareTable,
  GovernanceProposalsTable,
  GovernanceValidatorsTable,
} from '../../../src/projections/readModels.js';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { GENESIS, happens, isRefused } from '../support/consortium.js';
import { type Happening, MemoryLog } from '../support/memoryLog.js';
import { foldAll, ReadModelDirectory, rows } from '../support/readModelFile.js';

const directory = new ReadModelDirectory();
afterAll(() => directory.remove());

const PROPOSAL = '7'.repeat(64);
const NEW_KEY = `ed25519-strict-1:${'0a'.repeat(32)}`;

function governance(type: string, data: JsonObject): Happening {
  return happens(`governance.Some${type}`, data, [{ type: `governance.${type}`, data }]);
}

function table<Row>(name: string, happenings: readonly Happening[] = []): Row[] {
  const log = new MemoryLog(GENESIS);
  happenings.forEach((happening) => log.add([happening]));
  const path = directory.newPath();
  foldAll(log, path);
  return rows<Row>(path, `SELECT * FROM ${name}`);
}

const opened = governance('ProposalOpened', {
  proposal: PROPOSAL,
  type: 'governance.AddOrganisation',
  data: { id: 'notary', name: '公证处' },
  proposer: 'admin@court',
  organisation: 'court',
  key: NEW_KEY,
  expires: '2026-12-01T00:00:00.000Z',
});

describe('governance_organisations', () => {
  const organisations = (happenings?: readonly Happening[]): GovernanceOrganisationsTable[] =>
    table('governance_organisations', happenings);

  it('begins with those of the genesis document', () => {
    expect(
      organisations().map(({ id, name, added_position }) => [id, name, added_position]),
    ).toEqual([
      ['court', '法院', 0],
      ['platform', '存证平台', 0],
    ]);
  });

  it('adds and removes, and keeps the removed', () => {
    const changed = organisations([
      governance('OrganisationAdded', { id: 'notary', name: '公证处' }),
      governance('OrganisationRemoved', { id: 'court' }),
    ]);
    expect(changed).toMatchObject([
      { id: 'court', status: 'removed', removed_position: 4 },
      { id: 'notary', status: 'active', added_position: 2, removed_position: null },
      { id: 'platform', status: 'active' },
    ]);
  });
});

describe('governance_actors', () => {
  it('shows roles sorted, as of now, and the removed', () => {
    const actors = table<GovernanceActorsTable>('governance_actors', [
      governance('ActorEnrolled', {
        actor: 'clerk@court',
        organisation: 'court',
        roles: ['clerk'],
        keys: [NEW_KEY],
      }),
      governance('ActorRolesSet', { actor: 'clerk@court', roles: ['admin', 'clerk'] }),
      governance('ActorRemoved', { actor: 'admin@court' }),
    ]);
    expect(actors.map(({ id, roles, status }) => [id, roles, status])).toEqual([
      ['admin@court', '["admin"]', 'removed'],
      ['clerk@court', '["admin","clerk"]', 'active'],
      ['depositor@platform', '["admin","depositor"]', 'active'],
    ]);
  });
});

describe('governance_keys', () => {
  it('shows keys of genesis, enrolment and rotation, and why one was revoked', () => {
    const old = GENESIS.actors[0]?.keys[0] as string;
    const keys = table<GovernanceKeysTable>('governance_keys', [
      happens('governance.RotateKey', {}, [
        { type: 'governance.KeyAdded', data: { actor: 'admin@court', key: NEW_KEY } },
        {
          type: 'governance.KeyRevoked',
          data: { actor: 'admin@court', key: old, reason: 'superseded' },
        },
      ]),
    ]);
    expect(keys).toHaveLength(4);
    expect(keys.find(({ key }) => key === NEW_KEY)).toMatchObject({
      actor: 'admin@court',
      status: 'active',
      added_position: 2,
    });
    expect(keys.find(({ key }) => key === old)).toMatchObject({
      status: 'revoked',
      revoked_position: 3,
      revoked_reason: 'superseded',
    });
  });
});

describe('governance_policies', () => {
  it('sets a policy and takes one away', () => {
    const rule = { rule: 'MAJORITY', roles: ['admin'] };
    const policies = table<GovernancePoliciesTable>('governance_policies', [
      governance('PolicySet', { pattern: 'evidence.*', policy: rule }),
      governance('PolicySet', { pattern: 'evidence.RegisterItem', policy: null }),
    ]);
    expect(policies).toEqual([
      { pattern: '*', rule: '{"rule":"FORBIDDEN"}', set_position: 0 },
      { pattern: 'evidence.*', rule: '{"roles":["admin"],"rule":"MAJORITY"}', set_position: 2 },
    ]);
  });
});

describe('governance_proposals', () => {
  const proposals = (happenings: readonly Happening[]): GovernanceProposalsTable[] =>
    table('governance_proposals', happenings);
  const executed = { type: 'governance.ProposalExecuted', data: { proposal: PROPOSAL } };

  it('opens with the proposer’s organisation as the first approval', () => {
    expect(proposals([opened])).toMatchObject([
      { id: PROPOSAL, status: 'open', opened_position: 2, closed_position: null, refused: null },
    ]);
    expect(table<GovernanceApprovalsTable>('governance_approvals', [opened])).toEqual([
      { proposal: PROPOSAL, organisation: 'court', actor: 'admin@court', position: 2 },
    ]);
  });

  it('counts an organisation once, with its first approval', () => {
    const approved = {
      proposal: PROPOSAL,
      organisation: 'court',
      actor: 'clerk@court',
      key: NEW_KEY,
    };
    const approvals = table<GovernanceApprovalsTable>('governance_approvals', [
      opened,
      governance('ProposalApproved', approved),
      governance('ProposalApproved', { ...approved, organisation: 'platform' }),
    ]);
    expect(approvals.map(({ organisation, position }) => [organisation, position])).toEqual([
      ['court', 2],
      ['platform', 6],
    ]);
  });

  it('shows an executed proposal, and that a rule refused its action', () => {
    const refusal = { code: 'ORGANISATION_EXISTS', field: 'data.id', limit: 'new', value: 'court' };
    const approval = (...after: Parameters<typeof happens>[2]): Happening =>
      happens('governance.ApproveProposal', { proposal: PROPOSAL }, [executed, ...after]);
    expect(proposals([opened, approval()])).toMatchObject([
      { status: 'executed', closed_position: 4, refused: null },
    ]);
    const refused = approval({ type: 'ledger.Refused', data: refusal });
    expect(proposals([opened, refused])).toMatchObject([
      { status: 'executed', closed_position: 4, refused: 'ORGANISATION_EXISTS' },
    ]);
  });

  it('does not take the refusal of another action for its own', () => {
    const approval = happens('governance.ApproveProposal', {}, [executed]);
    const next = isRefused('evidence.WithdrawItem', 'ITEM_UNKNOWN');
    expect(proposals([opened, approval, next])[0]?.refused).toBeNull();
  });

  it('shows a withdrawn proposal', () => {
    const withdrawn = governance('ProposalWithdrawn', { proposal: PROPOSAL });
    expect(proposals([opened, withdrawn])).toMatchObject([
      { status: 'withdrawn', closed_position: 4 },
    ]);
  });
});

describe('governance_validators', () => {
  const validator = {
    organisation: 'court',
    nodeId: '0b'.repeat(20),
    power: 1,
    validatorKey: '0c'.repeat(32),
  };
  const validators = (...happenings: readonly Happening[]): GovernanceValidatorsTable[] =>
    table('governance_validators', happenings);
  const added = governance('ValidatorAdded', validator);

  it('shows who votes, with the block of the last change', () => {
    const reweighed = governance('ValidatorReweighed', { organisation: 'court', power: 3 });
    expect(validators(added, reweighed)).toEqual([
      {
        organisation: 'court',
        node_id: validator.nodeId,
        validator_key: validator.validatorKey,
        power: 3,
        status: 'active',
        changed_position: 4,
        changed_height: 2,
      },
    ]);
  });

  it('keeps who once voted, and takes an organisation back with another key', () => {
    const removed = governance('ValidatorRemoved', { organisation: 'court' });
    expect(validators(added, removed)).toMatchObject([{ status: 'removed', power: 1 }]);
    const again = governance('ValidatorAdded', { ...validator, validatorKey: '0d'.repeat(32) });
    expect(validators(added, removed, again)).toMatchObject([
      { status: 'active', validator_key: '0d'.repeat(32), changed_position: 6 },
    ]);
  });

  it('has no limit of power without validators, and the one that was set last', () => {
    const share = (...happenings: readonly Happening[]): GovernancePowerShareTable[] =>
      table('governance_power_share', happenings);
    expect(share()).toEqual([]);
    const half = governance('PowerShareLimitSet', { numerator: 1, denominator: 2 });
    expect(share(half)).toEqual([{ id: 1, numerator: 1, denominator: 2, set_position: 2 }]);
  });
});
