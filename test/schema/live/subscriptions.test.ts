import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { itemData, registration, signed, type TestActor } from '../../support/consortium.js';
import {
  type Data as Payload,
  LedgerUnderTest,
  ledgerSchema,
  SUBSCRIPTION_LAG_MAX,
} from '../ledgerUnderTest.js';

let ledger = new LedgerUnderTest();
const { kit } = ledger;
const court = kit.actors['admin@court'] as TestActor;

beforeEach(async () => {
  await ledger.close();
  ledger = new LedgerUnderTest();
});
afterAll(() => ledger.close());

async function take(stream: AsyncGenerator<unknown>, count: number): Promise<Payload[]> {
  const payloads: Payload[] = [];
  while (payloads.length < count) {
    const { value, done } = (await stream.next()) as IteratorResult<{
      data?: Record<string, Payload>;
      errors?: readonly Error[];
    }>;
    if (done === true) throw new Error(`the stream ended after ${payloads.length} payloads`);
    if (value.errors !== undefined) throw value.errors[0] as Error;
    payloads.push(Object.values(value.data ?? {})[0] as Payload);
  }
  return payloads;
}

const ENTRIES = '... on EntryAppended { position prev entry { type position } }';

test('entries come from the past, then live, once each, naming the one before', async () => {
  ledger.submit([registration(kit, 'past')]);
  const stream = await ledger.follow(`subscription { entries(after: 0) { ${ENTRIES} } }`);
  const past = await take(stream, 2);
  ledger.submit([registration(kit, 'live')]);
  const live = await take(stream, 2);
  const all = [...past, ...live];
  expect(all.map(({ position, prev }): unknown[] => [prev, position])).toEqual([
    ['0', '1'],
    ['1', '2'],
    ['2', '3'],
    ['3', '4'],
  ]);
  await stream.return(undefined);
});

test('without `after` only what comes from now on is sent', async () => {
  ledger.submit([registration(kit, 'past')]);
  const stream = await ledger.follow(`subscription { entries { ${ENTRIES} } }`);
  const next = take(stream, 1);
  ledger.submit([registration(kit, 'live')]);
  expect(await next).toMatchObject([{ prev: '2', position: '3' }]);
  await stream.return(undefined);
});

test('`after: null` begins with the genesis entry, before which there is nothing', async () => {
  const stream = await ledger.follow(`subscription { entries(after: null) { ${ENTRIES} } }`);
  expect(await take(stream, 1)).toMatchObject([{ prev: null, position: '0' }]);
  await stream.return(undefined);
});

test('a filter leaves entries out, and `prev` still joins what is sent', async () => {
  ledger.submit([registration(kit, 'one'), registration(kit, 'two')]);
  const stream = await ledger.follow(`subscription {
    entries(after: "0", where: { type: { eq: "evidence.ItemRegistered" } }) { ${ENTRIES} }
  }`);
  expect(await take(stream, 2)).toMatchObject([
    { prev: '0', position: '2' },
    { prev: '2', position: '4' },
  ]);
  await stream.return(undefined);
});

test('registrations carry the item or the batch as it is now', async () => {
  const item = registration(kit, 'one');
  const data = {
    root: 'ab'.repeat(32),
    count: 1,
    leaves: [(itemData('two')['item'] as { commitment: string }).commitment],
    category: 'media',
    claim: 'witness',
  };
  ledger.submit([item]);
  const stream = await ledger.follow(`subscription { evidenceItems(after: 0) {
    ... on EvidenceRegistered { prev position item { itemId status } batch { batchId } }
  } }`);
  expect(await take(stream, 1)).toEqual([
    { prev: '0', position: '2', item: { itemId: item.hash, status: 'ACTIVE' }, batch: null },
  ]);
  const batch = signed(kit, court, { type: 'evidence.RegisterBatch', id: 'b', data });
  const [result] = ledger.submit([batch]);
  // A batch whose root is wrong registers nothing, and nothing is sent.
  expect(result?.refused).not.toBeNull();
  const second = registration(kit, 'three');
  ledger.submit([second]);
  expect(await take(stream, 1)).toMatchObject([{ prev: '2', item: { itemId: second.hash } }]);
  await stream.return(undefined);
});

test.each([
  ['claimantId: { eq: "court" }', 1],
  ['claimantId: { in: ["court", "evidence-platform"] }', 2],
  ['registrantId: { eq: "admin@court" }', 1],
  ['category: { eq: DOCUMENT }', 2],
  ['category: { eq: MEDIA }', 0],
  ['claim: { in: [CUSTODIAN] }', 2],
  ['commitment: { eq: "COMMITMENT" }', 1],
  ['digest: { value: "VALUE" }', 1],
  ['digest: { value: "VALUE", algorithm: SHA3_256 }', 0],
  ['digest: { value: "VALUE", length: 4 }', 0],
  ['status: { eq: ACTIVE }, position: { gte: 3 }', 1],
  ['registeredTime: { lte: "2026-01-01T00:00:00.000Z" }', 2],
  ['or: [{ claim: { eq: AUTHOR } }, { claimantId: { eq: "court" } }]', 1],
  ['and: [{ claim: { eq: CUSTODIAN } }], not: { claimantId: { eq: "court" } }', 1],
  ['or: []', 0],
  [`batchId: { eq: "${'0'.repeat(64)}" }`, 0],
])('registrations are filtered by %s', async (filter, count) => {
  const data = itemData('of the court');
  const item = data['item'] as unknown as { commitment: string; digests: { value: string }[] };
  const where = filter
    .replace('COMMITMENT', item.commitment)
    .replace('VALUE', item.digests[0]?.value as string);
  const stream = await ledger.follow(`subscription {
    evidenceItems(after: 0, where: { ${where} }) { __typename }
  }`);
  const event = signed(kit, court, { type: 'evidence.RegisterItem', id: 'c', data });
  ledger.submit([registration(kit, 'one'), event]);
  expect(await take(stream, count)).toHaveLength(count);
  // Nothing more comes: a return ends the pending wait.
  const pending = stream.next();
  await stream.return(undefined);
  expect(await pending).toMatchObject({ done: true });
});

test('every block sends its checkpoint, at the position of its last entry', async () => {
  const stream = await ledger.follow(`subscription { checkpoints(after: 0) {
    ... on CheckpointSigned { prev position checkpoint { height size } }
  } }`);
  ledger.submit([registration(kit, 'one'), registration(kit, 'two')]);
  ledger.submit([registration(kit, 'three')]);
  expect(await take(stream, 2)).toEqual([
    { prev: '0', position: '4', checkpoint: { height: '1', size: '5' } },
    { prev: '4', position: '6', checkpoint: { height: '2', size: '7' } },
  ]);
  await stream.return(undefined);
});

test('a later payload shows the present, not what an earlier one has loaded', async () => {
  const stream = await ledger.follow(`subscription {
    entries(after: 0, where: { type: { eq: "evidence.RegisterItem" } }) {
      ... on EntryAppended { entry { ... on SignedEntry { actor { keys { status } } } } }
    }
  }`);
  ledger.submit([registration(kit, 'one')]);
  const [first] = await take(stream, 1);
  const depositor = kit.actors['depositor@evidence-platform'] as TestActor;
  const second = registration(kit, 'two');
  const data = { key: depositor.key, reason: 'ceased' };
  const revoke = signed(kit, depositor, { type: 'governance.RevokeKey', id: 'r', data });
  expect(ledger.submit([second, revoke]).map(({ refused }) => refused)).toEqual([null, null]);
  const [later] = await take(stream, 1);
  expect(first?.['entry'].actor.keys).toEqual([{ status: 'ACTIVE' }]);
  expect(later?.['entry'].actor.keys).toEqual([{ status: 'REVOKED' }]);
  await stream.return(undefined);
});

test('the stream ends when the caller goes, also while it waits', async () => {
  const caller = new AbortController();
  const stream = await ledger.follow(`subscription { entries { ${ENTRIES} } }`, caller.signal);
  const pending = stream.next();
  caller.abort();
  expect(await pending).toMatchObject({ done: true });
});

test('a subscriber that falls behind gets a gap with a place to resume', async () => {
  const stream = await ledger.follow(`subscription { entries(after: 0) {
    ... on EntryAppended { position } ... on Gap { from to resumeFrom }
  } }`);
  ledger.submit([registration(kit, 'one')]);
  expect(await take(stream, 1)).toEqual([{ position: '1' }]);
  // What has been read already is still sent; then the subscriber is told what it missed.
  ledger.position.advance(SUBSCRIPTION_LAG_MAX + 10);
  const to = String(SUBSCRIPTION_LAG_MAX + 9);
  expect(await take(stream, 2)).toEqual([{ position: '2' }, { from: '3', to, resumeFrom: '2' }]);
  await stream.return(undefined);
});

test('every subscription can be resumed after any position', () => {
  const fields = ledgerSchema().getSubscriptionType()?.getFields() ?? {};
  expect(Object.keys(fields)).toEqual(['entries', 'evidenceItems', 'evidenceSteps', 'checkpoints']);
  for (const { args } of Object.values(fields)) {
    expect(args.find(({ name }) => name === 'after')?.type.toString()).toBe('Position');
  }
});
