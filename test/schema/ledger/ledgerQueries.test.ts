import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { entryHash } from '../../../src/ledger/entry.js';
import { verifyConsistency, verifyInclusion } from '../../../src/ledger/merkleProof.js';
import { verifyReceipt } from '../../../src/ledger/verifyReceipt.js';
import { registration } from '../../support/consortium.js';
import { LedgerUnderTest, pluck } from '../ledgerUnderTest.js';

const ledger = new LedgerUnderTest();
const { kit } = ledger;

beforeAll(() => {
  for (let block = 0; block < 5; block += 1) {
    ledger.submit([0, 1].map((index) => registration(kit, `item ${block}.${index}`)));
  }
});
afterAll(() => ledger.close());

test('says what the ledger is and how far its read models are', async () => {
  const data = await ledger.ask(`{
    ledger {
      ledgerId origin engine size limits { eventBytes batchItems } projection { position lag }
    }
  }`);
  expect(data['ledger']).toEqual({
    ledgerId: kit.ledger,
    origin: kit.genesis.origin,
    engine: 'solo',
    size: '21',
    limits: { eventBytes: '524288', batchItems: 10000 },
    projection: { position: '21', lag: '0' },
  });
});

test('entries carry their chain, their event and what followed from it', async () => {
  const { entries } = await ledger.ask(`{
    entries(first: 3) { nodes {
      __typename position previous hash text eventText event type
      ... on SignedEntry {
        submissionId actor { actorId } derivedEntries { position causePosition }
      }
      ... on DerivedEntry { data cause { position } }
    } }
  }`);
  const [genesis, signed, derived] = entries.nodes;
  expect(pluck(entries.nodes, '__typename')).toEqual([
    'GenesisEntry',
    'SignedEntry',
    'DerivedEntry',
  ]);
  expect(signed.hash).toBe(entryHash(signed.text));
  expect(signed.previous).toBe(genesis.hash);
  expect(derived.previous).toBe(signed.hash);
  expect(JSON.parse(signed.eventText)).toEqual(signed.event);
  expect(signed).toMatchObject({
    submissionId: 'item 0.0',
    actor: { actorId: 'depositor@evidence-platform' },
    derivedEntries: [{ position: '2', causePosition: '1' }],
  });
  expect(derived.cause).toEqual({ position: '1' });
});

test('walking the pages of entries in either direction gives each entry once', async () => {
  const walk = async (backward: boolean): Promise<string[]> => {
    const found: string[] = [];
    let cursor: string | null = null;
    for (;;) {
      const [size, from] = backward ? ['last', 'before'] : ['first', 'after'];
      const { entries } = await ledger.ask(
        `query($cursor: String) { entries(${size}: 4, ${from}: $cursor) {
          nodes { position } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        } }`,
        { cursor },
      );
      const positions = pluck(entries.nodes, 'position') as string[];
      if (backward) found.unshift(...positions);
      else found.push(...positions);
      const { hasNextPage, hasPreviousPage, startCursor, endCursor } = entries.pageInfo;
      if (!(backward ? hasPreviousPage : hasNextPage)) return found;
      cursor = backward ? startCursor : endCursor;
    }
  };
  const all = Array.from({ length: 21 }, (_, position) => String(position));
  expect(await walk(false)).toEqual(all);
  expect(await walk(true)).toEqual(all);
});

test('entries are filtered by type, actor and position', async () => {
  const { entries } = await ledger.ask(`{
    entries(first: 10, where: {
      type: { in: ["evidence.ItemRegistered"] }, position: { gte: 5, lte: "13" }
    }) { totalCount nodes { position type } }
  }`);
  expect(pluck(entries.nodes, 'position')).toEqual(['6', '8', '10', '12']);
  expect(entries.totalCount).toBeNull();
  const { entries: of } = await ledger.ask(`{
    entries(where: { actorId: { eq: "admin@court" } }) { nodes { position } }
  }`);
  expect(of.nodes).toEqual([]);
});

test('blocks carry their header, their entries and a signed checkpoint', async () => {
  const { block, blocks, head, checkpoint } = await ledger.ask(`{
    block(height: 2) {
      height firstPosition size hash previous previousBlock { hash }
      entries(first: 1) { totalCount nodes { position block { height } } }
      checkpoint { origin size root headerHash height note signatures { name } }
    }
    blocks(last: 2) { totalCount nodes { height } pageInfo { hasPreviousPage } }
    head { height checkpoint { note } }
    checkpoint { note }
  }`);
  expect(block).toMatchObject({
    height: '2',
    firstPosition: '5',
    size: '9',
    entries: { totalCount: 4, nodes: [{ position: '5', block: { height: '2' } }] },
  });
  expect(block.previous).toBe(block.previousBlock.hash);
  expect(block.checkpoint).toMatchObject({
    origin: kit.genesis.origin,
    size: '9',
    headerHash: block.hash,
    signatures: [{ name: kit.genesis.origin }],
  });
  expect(blocks).toMatchObject({
    totalCount: 6,
    nodes: [{ height: '4' }, { height: '5' }],
    pageInfo: { hasPreviousPage: true },
  });
  expect(checkpoint.note).toBe(head.checkpoint.note);
});

test('a receipt verifies without the server, asked for by any of its entries', async () => {
  const { signed, derived, genesis } = await ledger.ask(`{
    signed: receipt(position: 7) { position document entries { position } block { height } }
    derived: receipt(position: "8") { document }
    genesis: receipt(position: 0) { document }
  }`);
  expect(signed).toMatchObject({ position: '7', entries: [{ position: '7' }, { position: '8' }] });
  expect(derived.document).toBe(signed.document);
  expect(genesis).toBeNull();
  const trust = { ledger: kit.ledger, genesis: kit.genesis };
  expect(verifyReceipt(signed.document, trust)).toMatchObject({ ok: true });
});

test('inclusion and consistency proofs verify at every size', async () => {
  for (let size = 1; size <= 21; size += 1) {
    const index = Math.floor(size / 2);
    const { inclusionProof: inclusion, consistencyProof: consistency } = await ledger.ask(
      `query($index: Position!, $size: Position!) {
        inclusionProof(position: $index, size: $size) { leafHash root hashes }
        consistencyProof(from: $size) { to fromRoot toRoot hashes }
      }`,
      { index, size: String(size) },
    );
    expect(verifyInclusion({ ...inclusion, index, size })).toBe(true);
    const claim = { ...consistency, from: size, to: Number(consistency.to) };
    expect(verifyConsistency(claim)).toBe(true);
    expect(claim.fromRoot).toBe(inclusion.root);
  }
});

test('a proof of what is not in the log is a typed error', async () => {
  expect(await ledger.fault('{ inclusionProof(position: 21) { root } }')).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'position',
    limit: '0 to 20',
    value: '21',
  });
  expect(await ledger.fault('{ consistencyProof(from: 0) { hashes } }')).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'from',
  });
});

test('the outcome of an event is known by its actor and id', async () => {
  const { known, unknown } = await ledger.ask(`{
    known: eventOutcome(actor: "depositor@evidence-platform", id: "item 1.1") {
      status position refusal { code } derivedEntries { type } receipt { document }
    }
    unknown: eventOutcome(actor: "admin@court", id: "item 1.1") { status position entry { id } }
  }`);
  expect(known).toMatchObject({
    status: 'ACCEPTED',
    position: '7',
    refusal: null,
    derivedEntries: [{ type: 'evidence.ItemRegistered' }],
  });
  expect(unknown).toEqual({ status: 'UNKNOWN', position: null, entry: null });
});

test('any object is found again by its global id', async () => {
  const { entry, head, organisation, policies, actor, evidenceItems } = await ledger.ask(`{
    entry(position: 3) { id } head { id } organisation(id: "court") { id }
    policies { nodes { id } } actor(id: "admin@court") { id keys { id } }
    evidenceItems(first: 1) { nodes { id } }
  }`);
  const single = [entry, head, organisation, policies.nodes[0], actor, actor.keys[0]];
  const ids = pluck([...single, ...(evidenceItems.nodes as unknown[])], 'id');
  const missing = Buffer.from('Actor:nobody@court').toString('base64url');
  const { nodes } = await ledger.ask('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
    ids: [...ids, missing],
  });
  expect(pluck((nodes as unknown[]).slice(0, ids.length), 'id')).toEqual(ids);
  expect(nodes[ids.length]).toBeNull();
});

test('a global id that this server did not make is a typed error', async () => {
  for (const id of ['', 'Actor:admin@court', 'QWN0b3I6', 'R2hvc3Q6MQ', 'RW50cnk6Mw==']) {
    const fault = await ledger.fault('query($id: ID!) { node(id: $id) { id } }', { id });
    expect(fault).toMatchObject({ code: 'BAD_USER_INPUT', field: 'id' });
    const ofMany = await ledger.fault('query($id: ID!) { nodes(ids: [$id]) { id } }', { id });
    expect(ofMany).toMatchObject({ code: 'BAD_USER_INPUT', field: 'ids' });
  }
});

test('a list of values that an entry may have is bounded, in a subscription too', async () => {
  const names = Array.from({ length: 101 }, (_, index) => `"${index}"`).join();
  const where = `where: { actorId: { in: [${names}] } }`;
  const limit = { field: 'where.in', limit: '100 values', value: '101 values' };
  const fault = await ledger.fault(`{ entries(${where}) { nodes { id } } }`);
  expect(fault).toMatchObject({ code: 'LIMIT_EXCEEDED', ...limit });
  const following = ledger.follow(`subscription { entries(${where}) { __typename } }`);
  await expect(following).rejects.toMatchObject({ extensions: limit });
});

test('page sizes and cursors out of range are typed errors that name the argument', async () => {
  const fault = (query: string): Promise<Record<string, unknown>> => ledger.fault(`{ ${query} }`);
  expect(await fault('entries(first: 1001) { nodes { id } }')).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    field: 'first',
    limit: '0 to 1000',
    value: '1001',
  });
  expect(await fault('actors(last: 101) { nodes { id } }')).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    field: 'last',
  });
  expect(await fault('actors(first: -1) { nodes { id } }')).toMatchObject({ field: 'first' });
  expect(await fault('actors(first: 1, last: 1) { nodes { id } }')).toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  expect(await fault('actors(after: "x") { nodes { id } }')).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'after',
  });
});

test('numbers are taken as text or Int and nothing else', async () => {
  for (const bad of [
    '-1',
    '"01"',
    '" 1"',
    '"1.0"',
    '1.5',
    '1.0',
    '1e3',
    '"9007199254740992"',
    'true',
    '"0x1"',
  ]) {
    const { errors } = await ledger.run(`{ entry(position: ${bad}) { id } }`);
    expect(errors?.[0]?.message).toMatch(/Position must be a whole number/);
    expect(errors?.[0]?.locations).toEqual([{ line: 1, column: 19 }]);
  }
});
