import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { fromHex, type Hex, toHex } from '../../../src/crypto/bytes.js';
import { openCommitment, type TypedDigest } from '../../../src/ledger/itemCommitment.js';
import { leafHash } from '../../../src/ledger/merkleHash.js';
import { MerkleTree } from '../../../src/ledger/merkleTree.js';
import { verifyInclusion } from '../../../src/ledger/merkleProof.js';
import { itemData, registration, signed, type TestActor } from '../../support/consortium.js';
import { type Data, LedgerUnderTest, pluck } from '../ledgerUnderTest.js';

const ledger = new LedgerUnderTest();
const { kit } = ledger;
const court = kit.actors['admin@court'] as TestActor;
const depositor = kit.actors['depositor@evidence-platform'] as TestActor;
const MEMBERS = 25;
const ids: Record<string, Hex> = {};
let batch: Hex;

function digestsOf(content: string): TypedDigest[] {
  return (itemData(content)['item'] as unknown as { digests: TypedDigest[] }).digests;
}

function rootOf(commitments: readonly Hex[]): Hex {
  const tree = MerkleTree.resume(0, {
    tile: () => undefined,
    leafHash: () => {
      throw new Error('a new tree reads nothing');
    },
  });
  for (const commitment of commitments) tree.append(toHex(leafHash(fromHex(commitment))));
  return tree.root();
}

beforeAll(() => {
  const register = (actor: TestActor, content: string, id: string): void => {
    const event = signed(kit, actor, {
      type: 'evidence.RegisterItem',
      id,
      data: itemData(content),
    });
    ids[id] = event.hash;
    expect(ledger.submit([event])[0]?.refused).toBeNull();
  };
  register(depositor, 'shared', 'first');
  register(court, 'shared', 'second');
  register(depositor, 'other', 'third');
  for (let index = 0; index < 30; index += 1) register(depositor, `page ${index}`, `page${index}`);
  const leaves = Array.from({ length: MEMBERS }, (_, index) =>
    openCommitment(digestsOf(index === 7 ? 'shared' : `member ${index}`)),
  );
  const data = { root: rootOf(leaves), count: MEMBERS, leaves, category: 'media', claim: 'author' };
  const event = signed(kit, court, { type: 'evidence.RegisterBatch', id: 'batch', data });
  batch = event.hash;
  expect(ledger.submit([event])[0]?.refused).toBeNull();
  const supersede = { item: ids['third'] as Hex, replacement: ids['first'] as Hex };
  const close = signed(kit, depositor, {
    type: 'evidence.SupersedeItem',
    id: 'close',
    data: { ...supersede, reason: 'correction' },
  });
  expect(ledger.submit([close])[0]?.refused).toBeNull();
});
afterAll(() => ledger.close());

const itemIds = (page: { nodes: { itemId: string }[] }): string[] =>
  page.nodes.map(({ itemId }) => itemId);

test('an item is found by its id, with its relations', async () => {
  const { evidenceItem } = await ledger.ask(
    `query($id: String!) { evidenceItem(id: $id) {
      itemId status category claim registeredTime digests { algorithm length value }
      claimant { organisationId } registrant { actorId } entry { type } receipt { document }
      batch { id } memberProof { index } supersedes { itemId } supersededBy { itemId }
    } }`,
    { id: ids['first'] },
  );
  expect(evidenceItem).toMatchObject({
    itemId: ids['first'],
    status: 'ACTIVE',
    category: 'DOCUMENT',
    claim: 'CUSTODIAN',
    claimant: { organisationId: 'evidence-platform' },
    registrant: { actorId: 'depositor@evidence-platform' },
    entry: { type: 'evidence.ItemRegistered' },
    batch: null,
    memberProof: null,
    supersedes: [{ itemId: ids['third'] }],
    supersededBy: null,
  });
  expect(evidenceItem.digests[0]).toEqual({
    algorithm: 'SHA_256',
    length: '6',
    value: createHash('sha256').update('shared').digest('hex'),
  });
});

test('a superseded item names its replacement and the entry that closed it', async () => {
  const { evidenceItem } = await ledger.ask(
    `query($id: String!) { evidenceItem(id: $id) {
      status closedReason closedEntry { type } supersededBy { itemId }
    } }`,
    { id: ids['third'] },
  );
  expect(evidenceItem).toEqual({
    status: 'SUPERSEDED',
    closedReason: 'correction',
    closedEntry: { type: 'evidence.ItemSuperseded' },
    supersededBy: { itemId: ids['first'] },
  });
});

test('every member of a batch is found and proves its membership', async () => {
  const { evidenceBatch } = await ledger.ask(
    `query($id: Hash!) { evidenceBatch(id: $id) {
      count root category claimant { organisationId } receipt { document }
      members(first: 100) { totalCount nodes {
        itemId batchIndex commitment batch { batchId }
        memberProof { index size commitment root hashes }
      } }
      member(index: 24) { itemId } beyond: member(index: 25) { itemId }
    } }`,
    { id: batch },
  );
  expect(evidenceBatch.members.totalCount).toBe(MEMBERS);
  for (const [index, member] of (evidenceBatch.members.nodes as Data[]).entries()) {
    expect(member).toMatchObject({ itemId: `${batch}.${index}`, batchIndex: index });
    const { commitment, root, hashes, size } = member['memberProof'];
    const claim = { leafHash: toHex(leafHash(fromHex(commitment))), index, size, root, hashes };
    expect(root).toBe(evidenceBatch.root);
    expect(commitment).toBe(member['commitment']);
    expect(verifyInclusion(claim)).toBe(true);
  }
  expect(evidenceBatch.member).toEqual({ itemId: `${batch}.24` });
  expect(evidenceBatch.beyond).toBeNull();
});

test('a page of members costs one query a relation, not one a member', async () => {
  await ledger.ask(
    `query($id: Hash!) { evidenceBatch(id: $id) { members(first: 100) { nodes {
      claimant { name } registrant { actorId organisation { name } } batch { batchId }
      memberProof { index } supersedes { itemId }
    } } } }`,
    { id: batch },
  );
  // batch, members, claimant (and the registrants’ organisation), registrant, superseded items, and
  // for the proofs the batch again and its commitments.
  expect(ledger.queries.length).toBeLessThanOrEqual(8);
});

test('all who registered one content are told in the order of registration', async () => {
  const expected = [ids['first'], ids['second'], `${batch}.7`];
  const digests = digestsOf('shared').map(({ algorithm, length, value }) => ({
    algorithm: algorithm === 'sha-256' ? 'SHA_256' : 'SHA3_256',
    length: String(length),
    value,
  }));
  const { claimsOnDigests, evidenceItem } = await ledger.ask(
    `query($digests: [TypedDigestInput!]!, $id: String!) {
      claimsOnDigests(digests: $digests) { nodes { itemId } totalCount }
      evidenceItem(id: $id) { claims { nodes { itemId } } }
    }`,
    { digests: [...digests].reverse(), id: ids['second'] },
  );
  expect(itemIds(claimsOnDigests)).toEqual(expected);
  expect(claimsOnDigests.totalCount).toBe(3);
  expect(itemIds(evidenceItem.claims)).toEqual(expected);
});

test('a look-up by one digest finds the items that publish it', async () => {
  const find = async (digest: string): Promise<string[]> =>
    itemIds(
      (await ledger.ask(`{ evidenceItems(where: { digest: ${digest} }) { nodes { itemId } } }`))[
        'evidenceItems'
      ],
    );
  const [, sha3] = digestsOf('shared');
  const value = `value: "${sha3?.value}"`;
  expect(await find(`{ ${value} }`)).toEqual([ids['first'], ids['second']]);
  expect(await find(`{ ${value}, algorithm: SHA3_256, length: 6 }`)).toHaveLength(2);
  expect(await find(`{ ${value}, algorithm: SHA_256 }`)).toEqual([]);
  expect(await find(`{ ${value}, length: "7" }`)).toEqual([]);
  // The first 48 bits agree; the rest does not.
  const near = `${sha3?.value.slice(0, 12)}${'0'.repeat(52)}`;
  expect(await find(`{ value: "${near}" }`)).toEqual([]);
});

test('filters combine with and, or and not', async () => {
  const count = async (where: string): Promise<number> => {
    const data = await ledger.ask(`{ evidenceItems(where: ${where}) { totalCount } }`);
    return data['evidenceItems'].totalCount as number;
  };
  const all = 33 + MEMBERS;
  expect(await count('{}')).toBe(all);
  expect(await count('{ claimantId: { eq: "court" } }')).toBe(1 + MEMBERS);
  expect(await count('{ not: { claimantId: { eq: "court" } } }')).toBe(32);
  expect(await count('{ status: { in: [SUPERSEDED, WITHDRAWN] } }')).toBe(1);
  expect(await count('{ or: [{ category: { eq: MEDIA } }, { status: { eq: SUPERSEDED } }] }')).toBe(
    MEMBERS + 1,
  );
  expect(await count('{ or: [] }')).toBe(0);
  expect(await count('{ and: [{ category: { eq: MEDIA } }, { claim: { eq: WITNESS } }] }')).toBe(0);
  expect(await count(`{ batchId: { eq: "${batch}" } }`)).toBe(MEMBERS);
  expect(await count(`{ batchId: { in: ["${batch}", "${'0'.repeat(64)}"] } }`)).toBe(MEMBERS);
  expect(await count(`{ not: { batchId: { eq: "${batch}" } } }`)).toBe(33);
  expect(await count(`{ not: { batchId: { eq: "${'0'.repeat(64)}" } } }`)).toBe(all);
  expect(await count('{ registeredTime: { gte: "2026-01-01T00:00:00.001Z" } }')).toBe(0);
  expect(await count('{ registeredTime: { lte: "2026-01-01T00:00:00.000Z" } }')).toBe(all);
  expect(await count('{ claimantId: { in: [] } }')).toBe(0);
  const [digest] = digestsOf('other');
  const commitment = openCommitment(digestsOf('other'));
  expect(await count(`{ commitment: { eq: "${commitment}" } }`)).toBe(1);
  expect(await count(`{ commitment: { eq: "${digest?.value}" } }`)).toBe(0);
});

test('filters by position find the items of the range, whatever its ends', async () => {
  const { whole } = await ledger.ask(
    '{ whole: evidenceItems(first: 100) { nodes { itemId position } } }',
  );
  const nodes = whole.nodes as { readonly itemId: string; readonly position: string }[];
  const places = nodes.map(({ position }) => Number(position));
  const last = Math.max(...places);
  const some = places[1] as number;
  const ranges: [where: string, fits: (position: number) => boolean][] = [
    [`eq: ${some}`, (position) => position === some],
    [`gte: ${some}`, (position) => position >= some],
    [`lte: "${some}"`, (position) => position <= some],
    [`gte: ${some}, lte: ${last - 1}`, (position) => position >= some && position < last],
    [`eq: ${last}, lte: ${some}`, () => false],
    ['gte: "9007199254740991"', () => false],
    ['eq: "9007199254740991"', () => false],
    ['lte: "9007199254740991"', () => true],
    ['eq: null', () => true],
  ];
  for (const [where, inRange] of ranges) {
    const { evidenceItems } = await ledger.ask(
      `{ evidenceItems(first: 100, where: { position: { ${where} } }) { nodes { itemId } } }`,
    );
    const expected = nodes.filter((_, index) => inRange(places[index] as number));
    expect([where, itemIds(evidenceItems)]).toEqual([where, pluck(expected, 'itemId')]);
  }
});

test.each([
  ['position: { gte: 5, lte: 9 }', 'USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
  ['status: { eq: WITHDRAWN }', 'USING INDEX evidence_items_closed (status=?)'],
  ['status: { in: [WITHDRAWN, SUPERSEDED] }', 'USING INDEX evidence_items_closed (status=?)'],
])('a filter by %s looks at the items of its range only', async (where, plan) => {
  const { readModels } = ledger.context();
  await ledger.ask(`{ evidenceItems(where: { ${where} }) { nodes { itemId } } }`);
  const text = ledger.queries.find((query) => query.includes('evidence_items')) as string;
  const unbound = Array.from(text.matchAll(/\?/g), () => null);
  const { rows } = await readModels.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`EXPLAIN QUERY PLAN ${text}`, unbound),
  );
  expect(rows[0]?.detail).toBe(`SEARCH evidence_items ${plan}`);
});

test('text in a filter is data, never SQL', async () => {
  const where = { claimantId: { in: ["court' or 1=1 --", 'court"', '%'] } };
  const { evidenceItems } = await ledger.ask(
    'query($where: EvidenceItemsWhere) { evidenceItems(where: $where) { nodes { itemId } } }',
    { where },
  );
  expect(evidenceItems.nodes).toEqual([]);
});

test('a filter that is too large or too deep is a typed error', async () => {
  const query =
    'query($where: EvidenceItemsWhere) { evidenceItems(where: $where) { nodes { itemId } } }';
  const fault = (where: object): Promise<Record<string, unknown>> => ledger.fault(query, { where });
  const one = { status: { eq: 'ACTIVE' } };
  let deep: object = one;
  for (let level = 0; level < 6; level += 1) deep = { not: deep };
  for (const where of [
    { or: Array.from({ length: 30 }, () => one) },
    { claimantId: { in: Array.from({ length: 101 }, String) } },
    deep,
  ]) {
    expect(await fault(where)).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  }
});

test.each([
  ['', 'first', 'after'],
  ['orderBy: [{ field: REGISTERED, direction: DESC }]', 'first', 'after'],
  ['orderBy: [{ field: CLAIMANT }]', 'first', 'after'],
  ['orderBy: [{ field: CLAIMANT, direction: DESC }]', 'last', 'before'],
  ['orderBy: [{ field: CLAIMANT, direction: DESC }, { field: REGISTERED }]', 'first', 'after'],
])('pages under (%s) by %s give every item once, in order', async (orderBy, size, from) => {
  const order = orderBy === '' ? '' : `, ${orderBy}`;
  const { evidenceItems: whole } = await ledger.ask(
    `{ evidenceItems(first: 100${order}) { nodes { itemId } } }`,
  );
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const { evidenceItems: page } = await ledger.ask(
      `query($cursor: String) { evidenceItems(${size}: 7, ${from}: $cursor${order}) {
        nodes { itemId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      } }`,
      { cursor },
    );
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (size === 'first') found.push(...itemIds(page));
    else found.unshift(...itemIds(page));
    if (size === 'first') cursor = hasNextPage ? endCursor : null;
    else cursor = hasPreviousPage ? startCursor : null;
  } while (cursor !== null);
  expect(found).toEqual(itemIds(whole));
  expect(new Set(found).size).toBe(33 + MEMBERS);
});

test('a page between two cursors tells what lies between, in reading direction', async () => {
  const list = async (args: string): Promise<Data> => {
    const fields = 'edges { cursor node { itemId } } pageInfo { hasNextPage hasPreviousPage }';
    return (await ledger.ask(`{ evidenceItems(${args}) { ${fields} } }`))['evidenceItems'] as Data;
  };
  const whole = await list('first: 6');
  const edges = whole['edges'] as readonly { readonly cursor: string }[];
  const between = `after: "${edges[0]?.cursor}", before: "${edges[5]?.cursor}"`;
  const inside = edges.slice(1, 5);
  const pages = [
    [`first: 3, ${between}`, inside.slice(0, 3), true, true],
    [`first: 4, ${between}`, inside, false, true],
    [`last: 3, ${between}`, inside.slice(1), true, true],
    [`last: 4, ${between}`, inside, true, false],
  ] as const;
  for (const [args, page, hasNextPage, hasPreviousPage] of pages) {
    const pageInfo = { hasNextPage, hasPreviousPage };
    expect(await list(args)).toEqual({ edges: page, pageInfo });
  }
});

test('items that are equal under an order follow REGISTERED in its last direction', async () => {
  const { up, down } = await ledger.ask(`{
    up: evidenceItems(first: 100, orderBy: [{ field: CLAIMANT }]) { nodes { itemId } }
    down: evidenceItems(first: 100, orderBy: [{ field: CLAIMANT, direction: DESC }]) {
      nodes { itemId }
    }
  }`);
  expect(itemIds(down)).toEqual(itemIds(up).reverse());
});

test('a cursor of one order is refused under another', async () => {
  const { evidenceItems } = await ledger.ask(
    '{ evidenceItems(first: 1) { pageInfo { endCursor } } }',
  );
  const fault = await ledger.fault(
    `query($after: String) {
      evidenceItems(after: $after, orderBy: [{ field: CLAIMANT }]) { nodes { itemId } }
    }`,
    { after: evidenceItems.pageInfo.endCursor },
  );
  expect(fault).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
});

test('a sort field that comes twice is a typed error', async () => {
  const fault = await ledger.fault(
    '{ evidenceItems(orderBy: [{ field: CLAIMANT }, { field: CLAIMANT }]) { totalCount } }',
  );
  expect(fault).toMatchObject({ code: 'BAD_USER_INPUT', field: 'orderBy' });
});

test('digests that cannot be one content are a typed error', async () => {
  const digest = `{ algorithm: SM3, length: 1, value: "${'0'.repeat(64)}" }`;
  for (const digests of [[], [digest, digest]]) {
    const fault = await ledger.fault(
      `{ claimsOnDigests(digests: [${digests.join()}]) { totalCount } }`,
    );
    expect(fault).toMatchObject({ code: 'BAD_USER_INPUT', field: 'digests' });
  }
});

test('an item of an unknown id, or of no form at all, is null', async () => {
  for (const id of ['', 'x', '0'.repeat(64), `${'0'.repeat(64)}.0`, `${batch}.025`, `${batch}.`]) {
    const { evidenceItem } = await ledger.ask(
      'query($id: String!) { evidenceItem(id: $id) { id } }',
      { id },
    );
    expect(evidenceItem).toBeNull();
  }
});

test('a read with minPosition waits for the read models, at most five seconds', async () => {
  ledger.projecting = false;
  const event = registration(kit, 'late');
  const position = String((ledger.submit([event])[0]?.position ?? 0) + 1);
  const query = `query($id: String!, $minPosition: Position) {
    evidenceItem(id: $id, minPosition: $minPosition) { itemId }
  }`;
  const variables = { id: event.hash };
  expect((await ledger.ask(query, variables))['evidenceItem']).toBeNull();
  const waiting = ledger.ask(query, { ...variables, minPosition: position });
  ledger.project();
  expect((await waiting)['evidenceItem']).toEqual({ itemId: event.hash });
  ledger.projecting = true;
});
