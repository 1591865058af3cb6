import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signed, type TestActor } from '../../support/consortium.js';
import { LedgerUnderTest, pluck } from '../ledgerUnderTest.js';

const ledger = new LedgerUnderTest();
const { kit } = ledger;
const court = kit.actors['admin@court'] as TestActor;
const notary = kit.actors['admin@notary-office'] as TestActor;

beforeAll(() => {
  const propose = (actor: TestActor, id: string) =>
    signed(kit, actor, {
      type: 'governance.AddOrganisation',
      id,
      data: { id, name: `Organisation ${id}` },
    });
  const results = ledger.submit([propose(court, 'a'), propose(notary, 'b'), propose(court, 'c')]);
  expect(results.map(({ refused }) => refused)).toEqual([null, null, null]);
});
afterAll(() => ledger.close());

test('organisations lead to their actors, keys and proposals and back', async () => {
  const { organisation } = await ledger.ask(`{ organisation(id: "court") {
    name status addedEntry { position }
    actors { nodes {
      actorId roles organisation { organisationId } keys { key status actor { actorId } }
      enrolledEntry { __typename }
    } }
    proposals { totalCount nodes { data proposer { actorId } organisation { organisationId } } }
  } }`);
  expect(organisation).toMatchObject({
    status: 'ACTIVE',
    addedEntry: { position: '0' },
    actors: {
      nodes: [
        {
          actorId: 'admin@court',
          roles: ['admin'],
          organisation: { organisationId: 'court' },
          keys: [{ key: court.key, status: 'ACTIVE', actor: { actorId: 'admin@court' } }],
          enrolledEntry: { __typename: 'GenesisEntry' },
        },
      ],
    },
    proposals: {
      totalCount: 2,
      nodes: [{ proposer: { actorId: 'admin@court' } }, { data: { id: 'c' } }],
    },
  });
});

test('the relations of a whole page cost one query each', async () => {
  await ledger.ask(`{ actors(first: 100) { nodes {
    actorId organisation { name } keys { key actor { actorId } }
  } } }`);
  // actors; organisations; keys; the actors of the keys.
  expect(ledger.queries).toHaveLength(4);
  await ledger.ask(`{ proposals { nodes {
    proposer { actorId } organisation { name } approvals { actor { actorId } organisation { name } }
  } } }`);
  // proposals; proposers; organisations; approvals. The approvers are proposers: loaded already.
  expect(ledger.queries).toHaveLength(4);
});

test('policies tell who must agree', async () => {
  const { policies, policy, missing } = await ledger.ask(`{
    policies(first: 2) { totalCount nodes { pattern rule } pageInfo { hasNextPage } }
    policy(pattern: "governance.SetPolicy") {
      rule atLeast roles organisationIds organisations { name } setEntry { position }
    }
    missing: policy(pattern: "carbon.*") { rule }
  }`);
  expect(policies).toEqual({
    totalCount: 7,
    nodes: [
      { pattern: '*', rule: 'FORBIDDEN' },
      { pattern: 'evidence.*', rule: 'ANY' },
    ],
    pageInfo: { hasNextPage: true },
  });
  expect(policy).toEqual({
    rule: 'MAJORITY',
    atLeast: null,
    roles: ['admin'],
    organisationIds: null,
    organisations: null,
    setEntry: { position: '0' },
  });
  expect(missing).toBeNull();
});

test('proposals are filtered and sorted', async () => {
  const ids = async (args: string): Promise<unknown[]> => {
    const { proposals } = await ledger.ask(`{ proposals(${args}) { nodes { data } } }`);
    return pluck(pluck(proposals.nodes, 'data'), 'id');
  };
  expect(await ids('first: 10')).toEqual(['a', 'b', 'c']);
  expect(await ids('orderBy: [{ field: OPENED, direction: DESC }]')).toEqual(['c', 'b', 'a']);
  expect(await ids('orderBy: [{ field: EXPIRES }]')).toEqual(['a', 'b', 'c']);
  expect(await ids('where: { organisationId: { eq: "notary-office" } }')).toEqual(['b']);
  expect(await ids('where: { status: { in: [EXECUTED, WITHDRAWN] } }')).toEqual([]);
  expect(await ids('where: { not: { proposerId: { eq: "admin@court" } } }')).toEqual(['b']);
});

test('actors are filtered by role, organisation and status', async () => {
  const ids = async (where: string): Promise<unknown[]> => {
    const { actors } = await ledger.ask(`{ actors(where: ${where}) { nodes { actorId } } }`);
    return pluck(actors.nodes, 'actorId');
  };
  expect(await ids('{ role: { eq: "depositor" } }')).toEqual(['depositor@evidence-platform']);
  expect(await ids('{ role: { eq: "deposit" } }')).toEqual([]);
  expect(
    await ids('{ organisationId: { eq: "evidence-platform" }, role: { in: ["admin"] } }'),
  ).toEqual(['admin@evidence-platform']);
  expect(await ids('{ status: { eq: REMOVED } }')).toEqual([]);
  expect(
    await ids('{ or: [{ actorId: { eq: "admin@court" } }, { role: { eq: "depositor" } }] }'),
  ).toEqual(['admin@court', 'depositor@evidence-platform']);
});

test('what the ledger does not know is null', async () => {
  const data = await ledger.ask(`{
    actor(id: "nobody@court") { id } organisation(id: "nowhere") { id }
    proposal(id: "${'0'.repeat(64)}") { id } evidenceBatch(id: "${'0'.repeat(64)}") { id }
  }`);
  expect(Object.values(data)).toEqual([null, null, null, null]);
});
